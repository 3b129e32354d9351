import type { Outcome } from '../recorder.ts';
import type { JobOutcome } from '../outcome.ts';
import type { Claim, JobClaim } from '../ports/claims.ts';
import { copyClip } from './copy-clip.ts';
import { deliver } from './deliver.ts';
import type { StepDeps } from './deps.ts';
import { fetch } from './fetch.ts';
import { judgePrompt } from './judge-prompt.ts';
import { prepare } from './prepare.ts';
import { reconcile } from './reconcile.ts';
import { showStatus } from './show-status.ts';
import { submit } from './submit.ts';
import { watch } from './watch.ts';

/**
 * Step: under a lease, at most one non-repeatable outside call, whose outcome is then recorded. `onLateAnswer` gets
 * what an engine or a chat answered after the time limit.
 */
export function runStep(
  claim: Claim,
  deps: StepDeps,
  onLateAnswer: (outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  if (claim.step === 'deliver') return deliver(claim, { ...deps, onLateAnswer }, signal);
  if (claim.step === 'status') return showStatus(claim, { ...deps, onLateAnswer }, signal);
  if (claim.step === 'prepare') {
    return makeReady(claim, deps, signal);
  }
  const { attempt } = claim;
  if (!attempt) throw new Error(`expected an attempt with a claim to ${claim.step}, got none for ${claim.job.id}`);
  switch (claim.step) {
    case 'submit':
      return submit(claim, attempt, { ...deps, onLateAnswer }, signal);
    case 'reconcile':
      return reconcile(claim, attempt, deps, signal);
    case 'watch':
      return watch(claim, attempt, deps, signal);
    case 'fetch':
      return fetch(claim, attempt, deps, signal);
  }
}

/** What waits for a yes is due when nobody has said one in time. */
async function makeReady(claim: JobClaim, deps: StepDeps, signal: AbortSignal): Promise<JobOutcome> {
  const { job } = claim;
  if (job.state.kind === 'awaiting_approval') return { kind: 'approval_expired', jobId: job.id };
  const stopped = await judgePrompt(claim, deps, signal);
  return stopped ?? (job.copyOf === null ? prepare(claim, deps, signal) : copyClip(claim, deps, signal));
}
