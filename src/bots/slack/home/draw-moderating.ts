import type { Button, KnownBlock, SectionBlock } from '@slack/types';
import type { UserId } from '../../../core/ids.ts';
import type { Tenant } from '../../../core/tenant.ts';
import type { Moderator } from '../../../core/ports/moderators.ts';
import { joinTexts, partsOf, renderText, type Text } from '../../messages/text.ts';
import { presentDefaultQuota } from '../../present-quota.ts';
import { settingLinesBesideAllowance } from '../../present-setup.ts';
import type { Showing } from '../../view.ts';
import { mrkdwnStyle } from '../draw/mrkdwn.ts';
import { plain } from '../incoming/form-fields.ts';
import { readExternalId } from '../places.ts';
import { asking, button, header, lines, row } from './blocks.ts';
import type { Moderating } from './gather.ts';
import { homeIds } from './home-id.ts';

/** More of them have to be asked for, so that the home stays within what Slack takes. */
const moderatorsMax = 20;

type Ask = {
  readonly moderating: Moderating;
  /** Who looks at it: nobody takes themselves off the list. */
  readonly ownId: UserId;
  readonly mark: string;
};

/** What only moderators see: who they are, what everybody may use, and how the workspace is set up. */
export function drawModerating({ moderating, ownId, mark }: Ask, showing: Showing): KnownBlock[] {
  const { words } = showing;
  const { slackHome, setup } = words;
  const { settings } = moderating;
  const quota = presentDefaultQuota(settings.allowance, showing);
  return [
    { type: 'divider' },
    header(slackHome.forModerators),
    ...moderators(moderating, ownId, showing),
    row([usersMenu(homeIds.addModerator, slackHome.addModerator)], `${homeIds.addModerator}:${mark}`),
    ...lines(quota.lines, quota.title),
    row(
      [button(homeIds.changeDefault, slackHome.changeDefault), usersMenu(homeIds.memberQuota, slackHome.memberQuota)],
      `${homeIds.memberQuota}:${mark}`,
    ),
    ...lines(settingsIn(moderating, showing), partsOf(setup.heading())),
    row([button(homeIds.setUp, words.slackModerators.setUp), pauseButton(settings.tenant, words)]),
  ];
}

function settingsIn({ settings: shown }: Moderating, showing: Showing): Text[] {
  const { settings: say, setup } = showing.words;
  const { timeZone, settings } = shown.tenant;
  const { paused, approvalChannel } = settings;
  const isPaused = paused.everywhere || paused.channels.length > 0;
  return [
    ...(isPaused ? [say.paused(paused)] : []),
    ...settingLinesBesideAllowance(shown, showing),
    say.approvals(approvalChannel),
    say.timeZone(timeZone),
    setup.howTo(),
  ];
}

function pauseButton({ settings: { paused } }: Tenant, { slackModerators: say }: Showing['words']): Button {
  return paused.everywhere
    ? button(homeIds.resume, say.resumeAll)
    : button(homeIds.pause, say.pauseAll, { style: 'danger', confirm: asking(say.pauseAsked) });
}

function moderators({ moderators: all }: Moderating, ownId: UserId, { words }: Showing): KnownBlock[] {
  const { moderators: say, slackHome } = words;
  const more = all.length - moderatorsMax;
  return [
    ...lines([], partsOf(say.heading())),
    ...all.slice(0, moderatorsMax).map((each) => moderator(each, each.userId === ownId, words)),
    ...(more > 0 ? lines([slackHome.moreModerators(more)]) : []),
  ];
}

function moderator(each: Moderator, isOwn: boolean, { moderators: say, slackHome }: Showing['words']): SectionBlock {
  const who: Text = joinTexts([say.one(each), isOwn ? slackHome.you() : ''], ' · ');
  const at = each.externalId === null ? null : readExternalId(each.externalId);
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: renderText(who, mrkdwnStyle()), verbatim: true },
    ...(!isOwn && at
      ? {
          accessory: button(homeIds.removeModerator, slackHome.removeModerator, {
            value: at.userId,
            confirm: asking(slackHome.removeAsked),
          }),
        }
      : {}),
  };
}

function usersMenu(actionId: string, placeholder: string) {
  return { type: 'users_select', action_id: actionId, placeholder: plain(placeholder) } as const;
}
