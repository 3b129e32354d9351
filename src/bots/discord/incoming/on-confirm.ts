import type { ButtonInteraction } from 'discord.js';
import { parseForm } from '../../grammar/parse-form.ts';
import type { ParseContext } from '../../grammar/parse-value.ts';
import { isLost, type KeptForm } from '../../kept-forms.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { answerWith } from './answering.ts';
import { type Asked, carryOut } from './carry-out.ts';
import { contextOf } from './context-of.ts';
import type { Incoming } from './deps.ts';
import { inWords } from './in-words.ts';
import { type Reply, textReply } from './reply.ts';
import { parseTyped } from './text-form.ts';

/** The answer to being asked whether so much may start. It starts once, however often it is pressed. */
export async function onConfirm(interaction: ButtonInteraction, typedId: string, deps: Incoming): Promise<void> {
  const { taking, answers } = catalogueFor(interaction.locale);
  const kept = deps.forms.of(typedId, interaction.user.id);
  const why = isLost(kept)
    ? taking.confirmLost(kept.kind)
    : deps.confirmed.has(typedId)
      ? answers.confirmedBefore()
      : null;
  if (isLost(kept) || why !== null) {
    const told = async (): Promise<Reply> => textReply(why ?? []);
    return answerWith(interaction, inWords(interaction, told, deps), () => 'private', deps);
  }
  deps.confirmed.keep(typedId, true);
  let isTaken = false;
  const onTaken = (): void => {
    isTaken = true;
  };
  await carryOut(interaction, { ...askedOf(kept, contextOf(interaction, deps)), onTaken }, deps);
  // What was refused, or has become dearer, was not started: once there is room, the same button may do it.
  if (!isTaken) deps.confirmed.forget(typedId);
}

function askedOf(kept: KeptForm, context: ParseContext): Asked {
  const { agreedMicroUsd = 0 } = kept;
  switch (kept.kind) {
    case 'video': {
      const { command } = parseForm(kept.form, null, context);
      return { command, form: kept.form, belongsAt: kept.at, agreedMicroUsd };
    }
    case 'text': {
      const command = parseTyped(kept.command, kept.typed, context);
      return { command, form: null, belongsAt: null, agreedMicroUsd };
    }
  }
}
