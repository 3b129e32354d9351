import { hasEnded } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import { approvalExpired, cancelRequested, hinted, inputUnusable, notAllowed, prepared, stranded } from './ask.ts';
import { type Aggregate, type Change, changed, ignored } from './change.ts';
import { badOutput, copied, copyLost, fetched, outputLost } from './clip.ts';
import { accepted, createUnknown, neverAccepted, rejected } from './create.ts';
import { holds } from './lease.ts';
import { engineCancelled, failed, gaveUp, plannedDue, running, succeeded } from './verdict.ts';

/**
 * The life of a job as one pure function: what an outcome makes of it, with the books that go with it.
 * A store loads the aggregate, calls this, and writes the change, all in one transaction; so every
 * rule is here, and no store has rules of its own.
 */
export function apply(agg: Aggregate, outcome: JobOutcome, nowMs: number): Change {
  const change = transition(agg, outcome, nowMs);
  if (change.kind === 'ignored') return change;
  const isAtRest = hasEnded(change.job.state) && change.job.dueAtMs === null;
  return { ...change, endsLease: 'lease' in outcome || isAtRest || change.job.state.kind !== agg.job.state.kind };
}

function transition(agg: Aggregate, outcome: JobOutcome, nowMs: number): Change {
  switch (outcome.kind) {
    case 'prepared':
      return prepared(agg, outcome, nowMs);
    case 'copied':
      return copied(agg, outcome, nowMs);
    case 'copy_lost':
      return copyLost(agg, nowMs);
    case 'input_unusable':
      return inputUnusable(agg, outcome, nowMs);
    case 'not_allowed':
      return notAllowed(agg, outcome, nowMs);
    case 'approval_expired':
      return approvalExpired(agg, outcome, nowMs);
    case 'stranded':
      return stranded(agg, outcome, nowMs);
    case 'postponed': {
      if (!holds(agg.lease, outcome.lease)) return ignored('lease_lost');
      const { job } = agg;
      return changed({ ...job, retries: job.retries + 1, dueAtMs: plannedDue(agg, outcome.dueAtMs, nowMs) });
    }
    case 'blocked':
      if (!holds(agg.lease, outcome.lease)) return ignored('lease_lost');
      return changed({ ...agg.job, retries: 0, dueAtMs: plannedDue(agg, outcome.dueAtMs, nowMs) });
    case 'accepted':
      return accepted(agg, outcome, nowMs);
    case 'rejected':
      return rejected(agg, outcome, nowMs);
    case 'create_unknown':
      return createUnknown(agg, outcome, nowMs);
    case 'never_accepted':
      return neverAccepted(agg, outcome, nowMs);
    case 'running':
      return holds(agg.lease, outcome.lease) ? running(agg, outcome, nowMs) : ignored('lease_lost');
    case 'succeeded':
      return succeeded(agg, outcome, nowMs);
    case 'failed':
      return failed(agg, outcome, nowMs);
    case 'engine_cancelled':
      return engineCancelled(agg, outcome, nowMs);
    case 'gave_up':
      return gaveUp(agg, outcome, nowMs);
    case 'fetched':
      return fetched(agg, outcome, nowMs);
    case 'bad_output':
      return holds(agg.lease, outcome.lease) ? badOutput(agg, outcome) : ignored('lease_lost');
    case 'output_lost':
      return outputLost(agg, outcome, nowMs);
    case 'cancel_requested':
      return cancelRequested(agg, outcome, nowMs);
    case 'hinted':
      return hinted(agg, outcome, nowMs);
  }
}
