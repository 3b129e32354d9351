import type { Interaction } from 'discord.js';
import { inboundKeyOf } from '../places.ts';
import { createDoublePresses } from '../../pressed.ts';
import { createRecent } from '../../recent.ts';
import { offerSetup } from '../setup/offer-setup.ts';
import { onPanel } from '../setup/on-panel.ts';
import { readPanelId } from '../setup/panel-id.ts';
import { tellDecisionsOf } from '../setup/tell-decisions.ts';
import type { Answerable } from './answerable.ts';
import { apologise } from './answering.ts';
import { createBriefMemory } from './brief-memory.ts';
import type { Incoming, IncomingDeps } from './deps.ts';
import { createKeptForms } from '../../kept-forms.ts';
import { onAutocomplete } from './on-autocomplete.ts';
import { onButton } from './on-button.ts';
import { onCommand } from './on-command.ts';
import { onForm } from './on-form.ts';
import { onMenu } from './on-menu.ts';

/** Everything that people type, press and fill in on Discord. What it gives back never rejects. */
export function createIncoming(deps: IncomingDeps): (interaction: Interaction) => Promise<void> {
  const incoming: Incoming = {
    ...deps,
    forms: createKeptForms(deps),
    videosLately: createBriefMemory(deps),
    isDoublePress: createDoublePresses(deps.clock),
    confirmed: createRecent(),
    offeredTo: createRecent(),
    decisionsTold: createRecent(),
    logFailures: createRecent(),
  };
  /** Discord sends some events again when a connection is resumed; the first one is being answered. */
  const seen = createRecent<true>();

  return async (interaction) => {
    if (seen.has(interaction.id)) return;
    seen.keep(interaction.id, true);
    const sinceMs = deps.clock.nowMs();
    try {
      const { id, applicationId, token } = interaction;
      await deps.openAnswers.answering(inboundKeyOf(id), { applicationId, token }, () =>
        dispatch(interaction, incoming),
      );
    } catch (error) {
      deps.log.error('an event from Discord was not dealt with', error, { interaction: interaction.id });
      await apologiseFor(interaction, incoming);
    }
    await afterwards(interaction, sinceMs, incoming);
  };
}

async function apologiseFor(interaction: Interaction, deps: Incoming): Promise<void> {
  try {
    if (isAnswerable(interaction)) await apologise(interaction, deps);
  } catch (error) {
    deps.log.error('nobody could be told that an event was not dealt with', error, { interaction: interaction.id });
  }
}

/** What follows an answer. Nothing waits for it, and what goes wrong with it changes nothing. */
async function afterwards(interaction: Interaction, sinceMs: number, deps: Incoming): Promise<void> {
  const all = await Promise.allSettled([tellDecisionsOf(interaction, sinceMs, deps), offerSetup(interaction, deps)]);
  for (const each of all) {
    if (each.status === 'fulfilled') continue;
    deps.log.warn('what follows an answer was left out', { interaction: interaction.id, why: String(each.reason) });
  }
}

function isAnswerable(interaction: Interaction): interaction is Answerable {
  return (
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isChannelSelectMenu() ||
    interaction.isModalSubmit()
  );
}

async function dispatch(interaction: Interaction, deps: Incoming): Promise<void> {
  if (interaction.isAutocomplete()) return onAutocomplete(interaction, deps);
  if (interaction.isChatInputCommand()) return onCommand(interaction, deps);
  if (interaction.isMessageContextMenuCommand()) return onMenu(interaction, deps);
  if (interaction.isButton() || interaction.isStringSelectMenu() || interaction.isChannelSelectMenu()) {
    const id = readPanelId(interaction.customId);
    if (id !== null) return onPanel(interaction, id, deps);
  }
  if (interaction.isButton()) return onButton(interaction, deps);
  if (interaction.isModalSubmit()) return onForm(interaction, deps);
  deps.log.warn('Discord sent an event that is not known', { type: interaction.type, interaction: interaction.id });
}
