import type { AttemptId } from '../ids.ts';
import type { Job } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { JobChoice } from './access.ts';

/** What a person found out about a create that was never answered, on the engine's own pages. */
export type Decision =
  /** The engine has it, under this name: watch it. */
  | { readonly kind: 'made'; readonly taskId: string }
  /** The engine never took it: submit it anew. Wrong, this buys a second clip. */
  | { readonly kind: 'never' }
  /** Nobody can tell: release the member now; the tenant books a possible loss. */
  | { readonly kind: 'give_up' };

export type ResolveResult =
  | { readonly kind: 'resolved'; readonly job: Job }
  | { readonly kind: 'not_unknown'; readonly job: Job }
  /** Another attempt has that task. */
  | { readonly kind: 'task_taken'; readonly job: Job }
  | { readonly kind: 'not_found' };

/** Decides an `unknown` job by a person's word. For the operator. */
export async function resolve(
  ask: { readonly choice: JobChoice; readonly decision: Decision },
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<ResolveResult> {
  const job = await store.findJob({ ...ask.choice, userId: null });
  if (!job) return { kind: 'not_found' };
  if (job.state.kind !== 'unknown') return { kind: 'not_unknown', job };
  const nowMs = clock.nowMs();
  const outcome = outcomeOf(ask.decision, job.state.attemptId, nowMs);
  const recorded = await store.record(outcome, nowMs, { kind: 'operator' });
  if (recorded.kind === 'changed') return { kind: 'resolved', job: recorded.now };
  return { kind: recorded.why === 'conflict' ? 'task_taken' : 'not_unknown', job };
}

function outcomeOf(decision: Decision, attemptId: AttemptId, nowMs: number): JobOutcome {
  switch (decision.kind) {
    case 'made':
      return { kind: 'accepted', attemptId, taskId: decision.taskId };
    case 'never':
      return { kind: 'never_accepted', attemptId, retryAtMs: nowMs };
    case 'give_up':
      return { kind: 'gave_up', attemptId };
  }
}
