import { backoffMs } from './backoff.ts';
import { withDeadline } from './deadline.ts';
import type { AdmissionRules } from './policy.ts';
import type { ApprovalToShow } from './ports/approvals.ts';
import { type Chat, StatusNotPosted } from './ports/chat.ts';
import type { Store } from './ports/store.ts';
import type { Clock, Log, Random } from './ports/world.ts';
import { backoffs, callTimeoutMs, leaseMs, notConfiguredMs, triesMax } from './steps/deps.ts';

type Deps = {
  readonly store: { readonly approvals: Pick<Store['approvals'], 'toShow' | 'shown' | 'notShown'> };
  readonly chats: ReadonlyMap<string, Chat>;
  readonly rules: AdmissionRules;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

const atOnceMax = 8;

/**
 * Approvals desk: shows moderators what waits for their yes, and how it ended. That a try begins is written down before it does,
 * so that one whose answer was lost is never shown twice; what fails is tried again for about as often as a status. Its failure
 * stops nothing: what waits can be decided by a command as well.
 */
export function createApprovalsDesk({ store, chats, rules, clock, random, log }: Deps) {
  async function show(toShow: ApprovalToShow, stopped: AbortSignal): Promise<void> {
    const { approval, request, version } = toShow;
    const { id, channel } = approval;
    const chat = chats.get(request.destination.platform);
    const notShown = async (why: string, dueAtMs: number | null, isCertain: boolean): Promise<void> => {
      log.warn('moderators could not be shown what waits for them', { approvalId: id, why });
      await store.approvals.notShown({ id, version, mayBeShown: toShow.mayBeShown || !isCertain, dueAtMs });
    };
    if (channel === null) return store.approvals.shown({ id, version, message: null, nowMs: clock.nowMs() });
    if (!chat) return notShown('its chat is not configured', clock.nowMs() + notConfiguredMs, true);
    try {
      const message = await withDeadline(clock, callTimeoutMs.status, stopped, async (limit) => {
        const posted = await chat.showApproval({ toShow, channel }, limit);
        // It came too late, and is seen all the same: whoever tries next edits it.
        if (limit.aborted && posted !== null) {
          await store.approvals.shown({ id, version, message: posted, nowMs: clock.nowMs() });
        }
        return posted;
      });
      if (message === null && approval.state.kind === 'open') {
        log.warn('moderators may not see what waits for them', { approvalId: id, channel });
      }
      await store.approvals.shown({ id, version, message, nowMs: clock.nowMs() });
    } catch (error) {
      if (stopped.aborted) throw error;
      const isOver = toShow.retries >= triesMax.status;
      const dueAtMs = isOver ? null : clock.nowMs() + backoffMs(backoffs.status, toShow.retries, random);
      await notShown(String(error), dueAtMs, error instanceof StatusNotPosted);
    }
  }

  async function told(showing: Promise<void>, stopped: AbortSignal): Promise<void> {
    try {
      await showing;
    } catch (error) {
      // Its lease ends by itself, and it is shown then.
      if (!stopped.aborted) log.error('what moderators were shown was not recorded', error);
    }
  }

  return {
    /** Shows what is due now, side by side: one that hangs holds up no other. */
    async look(stopped: AbortSignal): Promise<void> {
      const due = await store.approvals.toShow({
        nowMs: clock.nowMs(),
        leaseMs: leaseMs.status,
        limit: atOnceMax,
        rules,
      });
      await Promise.all(due.map((toShow) => told(show(toShow, stopped), stopped)));
    },
  };
}
