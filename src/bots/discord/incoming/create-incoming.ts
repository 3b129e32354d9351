import type { Interaction } from 'discord.js';
import { inboundKeyOf } from '../places.ts';
import { createRecent } from '../recent.ts';
import type { Answerable } from './answerable.ts';
import { apologise } from './answering.ts';
import type { Incoming, IncomingDeps } from './deps.ts';
import { createKeptForms } from './kept-forms.ts';
import { onAutocomplete } from './on-autocomplete.ts';
import { onButton } from './on-button.ts';
import { onCommand } from './on-command.ts';
import { onForm } from './on-form.ts';
import { onMenu } from './on-menu.ts';

/** Everything that people type, press and fill in on Discord. What it gives back never rejects. */
export function createIncoming(deps: IncomingDeps): (interaction: Interaction) => Promise<void> {
  const incoming: Incoming = { ...deps, forms: createKeptForms(deps), pressedAtMs: createRecent() };
  /** Discord sends some events again when a connection is resumed; the first one is being answered. */
  const seen = createRecent<true>();

  return async (interaction) => {
    if (seen.has(interaction.id)) return;
    seen.keep(interaction.id, true);
    try {
      await deps.openAnswers.answering(inboundKeyOf(interaction.id), () => dispatch(interaction, incoming));
    } catch (error) {
      deps.log.error('an event from Discord was not dealt with', error, { interaction: interaction.id });
      await apologiseFor(interaction, incoming);
    }
  };
}

async function apologiseFor(interaction: Interaction, deps: Incoming): Promise<void> {
  try {
    if (isAnswerable(interaction)) await apologise(interaction, deps);
  } catch (error) {
    deps.log.error('nobody could be told that an event was not dealt with', error, { interaction: interaction.id });
  }
}

function isAnswerable(interaction: Interaction): interaction is Answerable {
  return (
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isButton() ||
    interaction.isModalSubmit()
  );
}

async function dispatch(interaction: Interaction, deps: Incoming): Promise<void> {
  if (interaction.isAutocomplete()) return onAutocomplete(interaction, deps);
  if (interaction.isChatInputCommand()) return onCommand(interaction, deps);
  if (interaction.isMessageContextMenuCommand()) return onMenu(interaction, deps);
  if (interaction.isButton()) return onButton(interaction, deps);
  if (interaction.isModalSubmit()) return onForm(interaction, deps);
  deps.log.warn('Discord sent an event that is not known', { type: interaction.type, interaction: interaction.id });
}
