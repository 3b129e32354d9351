import { type ButtonInteraction, MessageFlags } from 'discord.js';
import type { Answer } from '../../answered.ts';
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

/** The answer to being asked back, or a wish that a moderator be asked. It is done once, however often it is pressed. */
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
  let isDone = false;
  const onAnswer = (answer: Answer): void => {
    isDone = answer.kind === 'taken' || (isAdmin(kept) && !(answer.kind === 'said' && answer.view.tone === 'bad'));
  };
  // Where only one person sees it, the question goes with its buttons.
  const isAlone = interaction.message.flags.has(MessageFlags.Ephemeral);
  const asked = { ...askedOf(kept, contextOf(interaction, deps)), isInPlace: isAdmin(kept) && isAlone, onAnswer };
  await carryOut(interaction, asked, deps);
  // What was refused, or has become dearer, was not started: once there is room, the same button may do it.
  if (!isDone) deps.confirmed.forget(typedId);
}

/** What moderators decide has no price. */
function isAdmin({ agreedMicroUsd }: KeptForm): boolean {
  return agreedMicroUsd === null;
}

function askedOf(kept: KeptForm, context: ParseContext): Asked {
  const { asksModerator } = kept;
  const told = asksModerator === undefined ? { agreedMicroUsd: kept.agreedMicroUsd ?? 0 } : { asksModerator };
  switch (kept.kind) {
    case 'video': {
      const { command } = parseForm(kept.form, null, context);
      return { command, form: kept.form, belongsAt: kept.at, ...told };
    }
    case 'text': {
      const command = parseTyped(kept.command, kept.typed, context);
      return { command, form: null, belongsAt: null, ...told };
    }
  }
}
