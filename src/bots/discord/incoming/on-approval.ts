import type { ButtonInteraction } from 'discord.js';
import type { ButtonId } from '../../button-id.ts';
import { answerWith } from './answering.ts';
import { askerOf } from './asker-of.ts';
import type { Incoming } from './deps.ts';
import { inWords } from './in-words.ts';
import { type Reply, replyOf } from './reply.ts';

/** A moderator's word about a request that waits for it. Whether they moderate is asked of the press itself. */
export async function onApproval(
  interaction: ButtonInteraction,
  { action, approvalId }: Extract<ButtonId, { kind: 'approval' }>,
  deps: Incoming,
): Promise<void> {
  const perform = async (): Promise<Reply> => {
    const asker = askerOf(interaction, deps);
    const about = { asker, channelId: interaction.channelId, form: null, belongsAt: null };
    const answer = await deps.decide({ action, approvalId }, asker);
    // It may start now, and everybody there is to see what became of it.
    if (action === 'approve') deps.wake();
    return replyOf(answer, about, deps);
  };
  const later = action === 'approve' ? 'private' : 'form';
  await answerWith(interaction, inWords(interaction, perform, deps), () => later, deps);
}
