import type { ModalSubmitInteraction } from 'discord.js';
import type { VideoForm } from '../../grammar/form-of.ts';
import { parseOptions } from '../../grammar/parse-options.ts';
import { parseForm } from '../../grammar/parse-form.ts';
import { optionsOutOfPrompt } from '../../grammar/prompt-field.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { spoken } from '../../view.ts';
import { answerWith } from './answering.ts';
import { askerOf } from './asker-of.ts';
import { carryOut, retryVideo } from './carry-out.ts';
import { contextOf } from './context-of.ts';
import type { Incoming } from './deps.ts';
import { readFields, readFilled, readFormId, readTypedField } from './form.ts';
import { inWords } from './in-words.ts';
import { isLost, type LostForm } from '../../kept-forms.ts';
import { type Reply, saidReply, textReply } from './reply.ts';
import { parseTyped } from './text-form.ts';

/** A form that was filled in. */
export async function onForm(interaction: ModalSubmitInteraction, deps: Incoming): Promise<void> {
  const id = readFormId(interaction.customId);
  const context = contextOf(interaction, deps);
  switch (id?.kind) {
    case undefined:
      return answer(interaction, () => textReply(catalogueFor(interaction.locale).taking.unknownButton()), deps);
    case 'text': {
      const command = parseTyped(id.command, readTypedField(interaction), context);
      return carryOut(interaction, { command, form: null, belongsAt: null }, deps);
    }
    case 'fields': {
      const command = parseOptions(id.command, readFields(interaction), context);
      return carryOut(interaction, { command, form: null, belongsAt: null }, deps);
    }
    case 'video': {
      const { prompt, options, file } = readFilled(interaction);
      const kept = id.kept === null ? null : deps.forms.of(id.kept, interaction.user.id);
      const remembered = kept?.kind === 'video' ? kept : null;
      const form: VideoForm = { prompt, options, input: remembered?.form.input ?? null };
      if (kept && !remembered && !file) {
        const why = isLost(kept) ? kept.kind : 'too_old';
        return answer(interaction, () => lost(interaction, form, why, deps), deps);
      }
      const { command, input } = parseForm(form, file, context);
      return carryOut(
        interaction,
        { command, form: optionsOutOfPrompt({ ...form, input }), belongsAt: remembered?.at ?? null },
        deps,
      );
    }
  }
}

function answer(interaction: ModalSubmitInteraction, reply: () => Reply, deps: Incoming): Promise<void> {
  return answerWith(
    interaction,
    inWords(interaction, async () => reply(), deps),
    () => 'private',
    deps,
  );
}

/** Without what the form started from, another video would be made than the one that was meant. */
function lost(interaction: ModalSubmitInteraction, form: VideoForm, kind: LostForm['kind'], deps: Incoming): Reply {
  const { discordCommands, taking, buttons } = catalogueFor(interaction.locale);
  const about = { asker: askerOf(interaction, deps), channelId: interaction.channelId, form, belongsAt: null };
  const why = interaction.guildId === null ? discordCommands.placeLost(kind) : taking.fileLost(kind);
  const retry = interaction.guildId === null ? [] : [{ ...retryVideo, label: buttons.retry }];
  return saidReply(spoken(partsOf(why), [], 'bad', retry), about, deps);
}
