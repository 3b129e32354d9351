import { MessageFlags } from 'discord.js';
import type { MessageRef } from '../../../core/destination.ts';
import type { RequestId } from '../../../core/ids.ts';
import { inboundKeyOf, messageRefOf } from '../places.ts';
import type { Answerable } from './answerable.ts';
import { answerMsMax, attempt } from './attempt.ts';
import type { Incoming } from './deps.ts';

/** Remembers which message the status is. Where that fails, it is found again by the event that it answers. */
export async function noteStatus(
  interaction: Answerable,
  requestId: RequestId,
  messageId: string,
  { openAnswers, noteAnswer, log }: Pick<Incoming, 'openAnswers' | 'noteAnswer' | 'log'>,
): Promise<void> {
  const message = keepOpen(interaction, messageId, { openAnswers });
  if (message === null) {
    log.warn('Discord did not say in which channel the status is', { interaction: interaction.id, request: requestId });
    return;
  }
  try {
    await noteAnswer(requestId, message);
  } catch (error) {
    log.error('which message the status is could not be noted', error, { request: requestId });
  }
}

/** From now on workers find it by the event, and can edit it. */
function keepOpen(
  { id, applicationId, token, channelId }: Answerable,
  messageId: string,
  { openAnswers }: Pick<Incoming, 'openAnswers'>,
): MessageRef | null {
  if (channelId === null) return null;
  const message = messageRefOf(channelId, messageId);
  openAnswers.keep(message, { applicationId, token, inboundKey: inboundKeyOf(id) });
  return message;
}

/**
 * Asks which message the answer is, when that was not heard; by the event's token, which needs no right in the channel.
 * `isPromiseOurs`: a promise that is still empty is ours for sure, so that a worker can keep it.
 */
export async function findStatus(
  interaction: Answerable,
  requestId: RequestId,
  isPromiseOurs: boolean,
  deps: Incoming,
): Promise<void> {
  const call = () => interaction.fetchReply();
  const found = await attempt({ what: 'find the status', withinMs: answerMsMax.first, call }, deps);
  if (found.kind !== 'done') return;
  const { id, flags } = found.value;
  // Said to one person alone, by another process.
  if (flags.has(MessageFlags.Ephemeral)) return;
  if (flags.has(MessageFlags.Loading)) {
    if (isPromiseOurs) keepOpen(interaction, id, deps);
    return;
  }
  // discord.js goes by what it has heard itself.
  interaction.replied = true;
  await noteStatus(interaction, requestId, id, deps);
}
