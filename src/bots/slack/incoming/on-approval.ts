import type { ButtonId } from '../../button-id.ts';
import { askMsMax } from './ask-slack.ts';
import type { Incoming } from './deps.ts';
import type { Press } from './read-press.ts';
import { replyOf } from './reply.ts';
import type { Deed } from './taking.ts';
import { askerOf, roleOf } from './who-asks.ts';

type ApprovalId = Extract<ButtonId, { kind: 'approval' }>;

/**
 * A moderator's word about a request that waits for it. Whoever presses it answers for it: what they may do is asked anew.
 * The message that it stands below is refreshed once that is decided.
 */
export function deciding({ action, approvalId }: ApprovalId, { came }: Pick<Press, 'came'>, deps: Incoming): Deed {
  // A form that comes late cannot be opened.
  const withinMs = action === 'approve' ? askMsMax.lookUp : askMsMax.name;
  return {
    came,
    mayDecide: action === 'approve',
    async perform() {
      const asker = askerOf(came, await roleOf(came, true, deps, withinMs));
      const answer = await deps.decide({ action, approvalId }, asker);
      if (action === 'approve') deps.wake();
      return replyOf(answer, { came, asker, belongsAt: null }, deps);
    },
  };
}
