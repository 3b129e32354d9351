import type { Job } from '../job.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { findJobTo, type JobRef, type NoAccess, type Standing } from './access.ts';

export type CancelResult =
  /** Nothing was sent to an engine: over, free. */
  | { readonly kind: 'cancelled'; readonly job: Job }
  /** The engine has it, or may: it will be stopped if that loses nothing, else kept and not posted. */
  | { readonly kind: 'wished'; readonly job: Job }
  | { readonly kind: 'too_late'; readonly job: Job }
  | NoAccess;

/** Cancels a job. Asking twice is the same as asking once. */
export async function cancel(
  ask: Standing & { readonly choice: JobRef },
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<CancelResult> {
  const found = await findJobTo('stop', ask.choice, ask, store);
  if (found.kind !== 'found') return found;
  const jobId = found.job.id;
  const recorded = await store.record({ kind: 'cancel_requested', jobId }, clock.nowMs(), ask.actor);
  if (recorded.kind === 'changed') {
    const job = recorded.now;
    return { kind: job.state.kind === 'cancelled' ? 'cancelled' : 'wished', job };
  }
  switch (recorded.why) {
    case 'already_recorded':
      return { kind: 'wished', job: found.job };
    case 'moved_on': {
      // What it moved on to may be younger than what was read before.
      const job = (await store.job(jobId)) ?? found.job;
      return { kind: job.state.kind === 'cancelled' ? 'cancelled' : 'too_late', job };
    }
    case 'not_found':
    case 'conflict':
    case 'lease_lost':
      return { kind: 'not_found' };
  }
}
