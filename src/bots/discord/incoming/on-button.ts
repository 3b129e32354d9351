import { type ButtonInteraction, MessageFlags } from 'discord.js';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { PressAction } from '../../view.ts';
import { agreedIn, type PressId, readButtonId } from '../../button-id.ts';
import { asksForVideo, findPressed, type Pressed } from '../../pressed.ts';
import { answerWith, type Later } from './answering.ts';
import { onApproval } from './on-approval.ts';
import { onConfirm } from './on-confirm.ts';
import { askerAt, askerOf } from './asker-of.ts';
import type { Incoming } from './deps.ts';
import { inWords } from './in-words.ts';
import { isLost } from '../../kept-forms.ts';
import { whyNotHere } from './place.ts';
import { openForm, type Reply, replyOf, textReply } from './reply.ts';

/** A button of ours. It is never believed: who may do what with a video is decided from what is stored. */
export async function onButton(interaction: ButtonInteraction, deps: Incoming): Promise<void> {
  const id = readButtonId(interaction.customId);
  if (id === null || id.kind === 'retry') {
    const open = async (): Promise<Reply> => reopen(interaction, id?.typedId ?? null, deps);
    await answerWith(interaction, inWords(interaction, open, deps), () => 'form', deps);
    return;
  }
  if (id.kind === 'approval') return onApproval(interaction, id, deps);
  if (id.kind === 'confirm' || id.kind === 'ask') return onConfirm(interaction, id.typedId, deps);
  let isPublic = false;
  const perform = async (): Promise<Reply> => {
    const pressed = await findPressed(id, deps.store);
    if (!pressed) return textReply(catalogueFor(interaction.locale).answers.gone());
    isPublic = pressed.request.visibility === 'channel' && interaction.guildId !== null;
    return press(interaction, id, pressed, deps);
  };
  await answerWith(
    interaction,
    inWords(interaction, perform, deps),
    () => laterOf(interaction, id.action, isPublic),
    deps,
  );
}

function laterOf({ message }: ButtonInteraction, action: PressAction, isPublic: boolean): Later {
  switch (action) {
    case 'edit':
      return 'form';
    case 'again':
    case 'hd':
    case 'continue':
      return isPublic ? 'public' : 'private';
    case 'delete_now':
      // It stands where only the asker sees it; a message for everybody is never written over.
      return message.flags.has(MessageFlags.Ephemeral) ? 'in_place' : 'private';
    case 'cancel':
    case 'delete':
      return 'private';
  }
}

async function press(
  interaction: ButtonInteraction,
  id: PressId,
  { jobs, request }: Pressed,
  deps: Incoming,
): Promise<Reply> {
  const { action } = id;
  const makesVideo = asksForVideo(action);
  const words = catalogueFor(interaction.locale);
  const why = makesVideo && request.visibility === 'channel' ? whyNotHere(interaction, words) : null;
  if (why !== null) return textReply(why);
  const { user, message, customId } = interaction;
  if (makesVideo && deps.isDoublePress(user.id, `${message.id} ${customId}`))
    return textReply(words.taking.pressedTwice());
  const at = await askerAt(interaction, request.destination, deps);
  if (at.kind === 'refused') return textReply(at.why);
  const { channelId } = interaction;
  const isHere = at.asker.destination.channel === channelId;
  const asker = makesVideo && isHere ? { ...at.asker, answersWithStatus: true as const } : at.asker;
  const about = { asker, channelId, form: null, belongsAt: isHere ? null : asker.destination };
  return replyOf(await deps.press({ action, jobs, agreedMicroUsd: agreedIn(id) }, asker), about, deps);
}

function reopen(interaction: ButtonInteraction, typedId: string | null, deps: Incoming): Reply {
  const { taking: words } = catalogueFor(interaction.locale);
  if (typedId === null) return textReply(words.unknownButton());
  const kept = deps.forms.of(typedId, interaction.user.id);
  if (isLost(kept)) return textReply(words.typedLost(kept.kind));
  return { kind: 'form', form: openForm(kept, askerOf(interaction, deps), deps) };
}
