import * as admin from './en/admin.ts';
import * as alerts from './en/alerts.ts';
import * as answers from './en/answers.ts';
import * as approvals from './en/approvals.ts';
import * as buttons from './en/buttons.ts';
import * as choosing from './en/choosing.ts';
import * as deeds from './en/deeds.ts';
import * as discord from './en/discord.ts';
import * as discordCommands from './en/discord-commands.ts';
import * as discordSetup from './en/discord-setup.ts';
import * as doctor from './en/doctor.ts';
import * as engineList from './en/engine-list.ts';
import * as engineRows from './en/engine-rows.ts';
import { failures, refused, undeliverable } from './en/endings.ts';
import * as forgetting from './en/forgetting.ts';
import * as help from './en/help.ts';
import * as judging from './en/judging.ts';
import * as make from './en/make.ts';
import * as moderators from './en/moderators.ts';
import * as operator from './en/operator.ts';
import * as problems from './en/problems.ts';
import * as quota from './en/quota.ts';
import * as refusals from './en/refusals.ts';
import * as settings from './en/settings.ts';
import * as setup from './en/setup.ts';
import * as slack from './en/slack.ts';
import * as slackHome from './en/slack-home.ts';
import * as slackInstall from './en/slack-install.ts';
import * as slackCommands from './en/slack-commands.ts';
import * as slackModerators from './en/slack-moderators.ts';
import * as status from './en/status.ts';
import * as story from './en/story.ts';
import * as taking from './en/taking.ts';
import * as usage from './en/usage.ts';

/** Every word that people are shown, in English. */
export const en = {
  problems,
  refusals,
  status,
  failures,
  refused,
  undeliverable,
  answers,
  choosing,
  story,
  help,
  judging,
  make,
  operator,
  alerts,
  engineList,
  engineRows,
  quota,
  admin,
  deeds,
  moderators,
  forgetting,
  settings,
  setup,
  taking,
  usage,
  approvals,
  buttons,
  discord,
  discordCommands,
  discordSetup,
  slackCommands,
  doctor,
  slack,
  slackHome,
  slackInstall,
  slackModerators,
};
