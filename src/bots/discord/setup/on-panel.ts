import {
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  MessageFlags,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { By } from '../../../core/role.ts';
import { setSettings } from '../../../core/usecases/set-settings.ts';
import type { Asker } from '../../asker.ts';
import type { SetUp } from '../../grammar/command.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { presentNotAllowed } from '../../present-admin.ts';
import { setUpTenant } from '../../set-up.ts';
import { spoken, type Showing } from '../../view.ts';
import { drawSaid } from '../draw/draft.ts';
import type { Answerable } from '../incoming/answerable.ts';
import { answerWith } from '../incoming/answering.ts';
import { askerOf } from '../incoming/asker-of.ts';
import type { Incoming } from '../incoming/deps.ts';
import { type Reply, showingOf } from '../incoming/reply.ts';
import { changeOf, fingerprintOf } from './choices.ts';
import { drawClosed, drawPanel } from './draw-panel.ts';
import { inPanelWords } from './in-panel-words.ts';
import type { PanelId, PanelPress } from './panel-id.ts';

type PanelInteraction = ButtonInteraction | StringSelectMenuInteraction | ChannelSelectMenuInteraction;

const nothing: SetUp = { allowance: null, settings: {} };

/** A menu or button of setup: saves what was chosen at once, and draws the panel anew in its place. */
export async function onPanel(interaction: PanelInteraction, id: PanelId, deps: Incoming): Promise<void> {
  // It stands where only one person sees it; a message for everybody is never written over.
  const later = interaction.message.flags.has(MessageFlags.Ephemeral) ? 'in_place' : 'private';
  const work = inPanelWords(interaction, () => answer(interaction, id, deps), deps);
  await answerWith(interaction, work, () => later, deps);
}

/** What `/video-admin setup` answers: the panel, after whatever was to be changed. */
export async function openPanel(
  interaction: Answerable,
  wanted: { readonly setUp: SetUp; readonly reason: string | null },
  asker: Asker,
  deps: Incoming,
): Promise<Reply> {
  return inPanelWords(interaction, () => change(interaction, wanted, asker, deps), deps);
}

async function answer(interaction: PanelInteraction, id: PanelId, deps: Incoming): Promise<Reply> {
  const asker = askerOf(interaction);
  const showing = showingOf(asker, deps);
  const { discordSetup: words } = showing.words;
  // Also for whoever could once, and for direct messages.
  if (asker.role === 'member') return { kind: 'said', draft: drawSaid(presentNotAllowed(showing)) };
  switch (id.kind) {
    case 'unknown':
      return { kind: 'said', draft: drawSaid(spoken(words.oldPanel(), [], 'note')) };
    case 'press':
      return press(interaction, id.press, asker, deps);
    case 'choice': {
      const values = interaction.isButton() ? null : interaction.values;
      const setUp = values && changeOf(id.setting, values);
      if (setUp === null) return { kind: 'said', draft: drawSaid(spoken(words.oldPanel(), [], 'note')) };
      if (!areThere(interaction)) return show(interaction, words.choiceGone(), asker, deps);
      const before = await setUpTenant({ setUp: nothing, reason: null, by: await byOf(asker, deps) }, deps);
      const isAsShown = before.kind === 'set_up' && fingerprintOf(id.setting, before.shown) === id.shown;
      if (!isAsShown) return show(interaction, words.changedMeanwhile(), asker, deps);
      return change(interaction, { setUp, reason: null }, asker, deps);
    }
  }
}

async function press(interaction: PanelInteraction, what: PanelPress, asker: Asker, deps: Incoming): Promise<Reply> {
  const taken = (settings: SetUp['settings']): Promise<Reply> =>
    change(interaction, { setUp: { allowance: null, settings }, reason: null }, asker, deps);
  switch (what) {
    case 'open':
      return show(interaction, null, asker, deps);
    case 'everywhere':
      return taken({ channels: null });
    case 'no_log':
      return taken({ logChannel: null });
    case 'done':
    case 'not_now':
      return end(interaction, what, asker, deps);
  }
}

/** Both note that somebody has decided about it, so that nobody is asked again. */
async function end(
  { guild }: PanelInteraction,
  what: 'done' | 'not_now',
  asker: Asker,
  deps: Incoming,
): Promise<Reply> {
  const by = await byOf(asker, deps);
  const showing = showingOf(asker, deps);
  const { discordSetup: words } = showing.words;
  const { tenantId } = by;
  await setSettings({ by, tenantId, change: {}, reason: null }, deps);
  if (what === 'not_now') {
    return { kind: 'said', draft: drawSaid(spoken(partsOf(words.notNowTaken()), [words.opensAgain()], 'note')) };
  }
  const result = await setUpTenant({ setUp: nothing, reason: null, by }, deps);
  if (result.kind === 'not_allowed') return { kind: 'said', draft: drawSaid(presentNotAllowed(showing)) };
  const { shown } = result;
  return { kind: 'said', draft: drawClosed({ shown, guild, logFailed: logFailed(shown.tenant.settings, deps) }, showing) };
}

function show(interaction: Answerable, note: ReturnType<typeof noteOf>, asker: Asker, deps: Incoming): Promise<Reply> {
  return change(interaction, { setUp: nothing, reason: null, note }, asker, deps);
}
