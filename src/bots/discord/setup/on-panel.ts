import {
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  MessageFlags,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { setSettings } from '../../../core/usecases/set-settings.ts';
import type { Asker } from '../../asker.ts';
import { partsOf } from '../../messages/text.ts';
import { presentNotAllowed } from '../../present-admin.ts';
import { setUpTenant } from '../../set-up.ts';
import { spoken, type View } from '../../view.ts';
import { drawSaid } from '../draw/draft.ts';
import { answerWith } from '../incoming/answering.ts';
import { askerOf } from '../incoming/asker-of.ts';
import type { Incoming } from '../incoming/deps.ts';
import { type Reply, showingOf } from '../incoming/reply.ts';
import { changeOf, fingerprintOf, nothing } from './choices.ts';
import { drawClosed, pageOf } from './draw-panel.ts';
import { byOf, inPanelWords, showPanel } from './show-panel.ts';
import type { PanelId, PanelPress } from './panel-id.ts';

type PanelInteraction = ButtonInteraction | StringSelectMenuInteraction | ChannelSelectMenuInteraction;

/** A menu or button of setup: saves what was chosen at once, and draws the panel anew in its place. */
export async function onPanel(interaction: PanelInteraction, id: PanelId, deps: Incoming): Promise<void> {
  // It stands where only one person sees it; a message for everybody is never written over.
  const later = interaction.message.flags.has(MessageFlags.Ephemeral) ? 'in_place' : 'private';
  const work = inPanelWords(interaction, () => answer(interaction, id, deps), deps);
  await answerWith(interaction, work, () => later, deps);
}

async function answer(interaction: PanelInteraction, id: PanelId, deps: Incoming): Promise<Reply> {
  const asker = askerOf(interaction, deps);
  const showing = showingOf(asker, deps);
  // Also whoever could a moment ago, and everybody in direct messages.
  if (asker.role === 'member') return saying(presentNotAllowed(showing));
  switch (id.kind) {
    case 'unknown':
      return saying(spoken(showing.words.discordSetup.oldPanel(), [], 'note'));
    case 'press':
      return press(interaction, id.press, asker, deps);
    case 'choice':
      return choose(interaction, id, asker, deps);
  }
}

async function choose(
  interaction: PanelInteraction,
  { setting, shown }: Extract<PanelId, { kind: 'choice' }>,
  asker: Asker,
  deps: Incoming,
): Promise<Reply> {
  const { discordSetup: words } = showingOf(asker, deps).words;
  const setUp = interaction.isButton() ? null : changeOf(setting, interaction.values);
  if (setUp === null) return saying(spoken(words.oldPanel(), [], 'note'));
  const page = pageOf(setting);
  const refuse = (why: string): Promise<Reply> => showPanel(interaction, { page, note: partsOf(why) }, asker, deps);
  if (!areThere(interaction)) return refuse(words.choiceGone());
  const before = await setUpTenant({ setUp: nothing, reason: null, by: await byOf(asker, deps) }, deps);
  const isAsShown = before.kind === 'set_up' && fingerprintOf(setting, before.shown) === shown;
  return isAsShown ? showPanel(interaction, { setUp, page }, asker, deps) : refuse(words.changedMeanwhile());
}

/** Discord sends along what it knows of the chosen channels, as far as they are in this server. */
function areThere(interaction: PanelInteraction): boolean {
  return !interaction.isChannelSelectMenu() || interaction.values.every((id) => interaction.channels.has(id));
}

async function press(interaction: PanelInteraction, what: PanelPress, asker: Asker, deps: Incoming): Promise<Reply> {
  switch (what) {
    case 'open':
      return showPanel(interaction, {}, asker, deps);
    case 'more':
      return showPanel(interaction, { page: 'more' }, asker, deps);
    case 'everywhere':
      return showPanel(interaction, { setUp: { ...nothing, settings: { channels: null } } }, asker, deps);
    case 'no_approvals': {
      const setUp = { ...nothing, settings: { approvalChannel: null } };
      return showPanel(interaction, { setUp, page: 'more' }, asker, deps);
    }
    case 'no_log':
      return showPanel(interaction, { setUp: { ...nothing, settings: { logChannel: null } } }, asker, deps);
    case 'done':
    case 'not_now':
      return end(interaction, what, asker, deps);
  }
}

/** Both note that somebody has decided, so that nobody is asked again. */
async function end(
  { guild }: PanelInteraction,
  what: 'done' | 'not_now',
  asker: Asker,
  deps: Incoming,
): Promise<Reply> {
  const by = await byOf(asker, deps);
  const showing = showingOf(asker, deps);
  const { discordSetup: words } = showing.words;
  await setSettings({ by, tenantId: by.tenantId, change: {}, reason: null }, deps);
  if (what === 'not_now') return saying(spoken(partsOf(words.notNowTaken()), [words.opensAgain()], 'note'));
  const result = await setUpTenant({ setUp: nothing, reason: null, by }, deps);
  if (result.kind === 'not_allowed') return saying(presentNotAllowed(showing));
  const { shown } = result;
  const { logChannel } = shown.tenant.settings;
  const logFailed = logChannel !== null && deps.logFailures.has(logChannel);
  return { kind: 'said', draft: drawClosed({ shown, guild, logFailed }, showing) };
}

function saying(view: View): Reply {
  return { kind: 'said', draft: drawSaid(view) };
}
