import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { mayBeMade } from '../judging.ts';
import type { JobOutcome } from '../outcome.ts';
import type { JobClaim } from '../ports/claims.ts';
import type { Judged, PromptJudge } from '../ports/prompt-judge.ts';
import { styledPrompt } from '../styles.ts';
import { backoffs, judgeTimeoutMs, type StepDeps, triesMax } from './deps.ts';

type Deps = Pick<StepDeps, 'store' | 'judge' | 'clock' | 'random' | 'log'>;

/**
 * Before anything of a job is prepared its prompt is judged, where its tenant wants that: a copy's as well, since what it is a
 * copy of may have been asked for where more is allowed. Null where it may go on. The operator asks for what they like.
 */
export async function judgePrompt(claim: JobClaim, deps: Deps, signal: AbortSignal): Promise<JobOutcome | null> {
  const { job, request, lease } = claim;
  const { clock, random, store, log, judge = null } = deps;
  if (request.actor.kind === 'operator') return null;
  const { settings } = await store.tenant(job.tenantId, clock.nowMs());
  const { judging } = settings;
  const prompt = styledPrompt(job.spec);
  // There may be only a picture, or the words were taken away.
  if (judging === 'off' || (judging === 'when_possible' && !judge) || prompt.trim() === '') return null;
  const judged = await judgedBy(judge, prompt, deps, signal);
  switch (judged.kind) {
    case 'fine':
      return null;
    case 'flagged': {
      if (mayBeMade(judged.categories, settings, request)) return null;
      // Once for what was asked together, however many videos of it.
      const { tenantId, userId, requestId: key } = job;
      await store.members.strike({ tenantId, userId, key, kind: 'judged', nowMs: clock.nowMs() });
      return { kind: 'not_allowed', jobId: job.id, why: 'flagged' };
    }
    case 'unavailable': {
      const isRequired = judging === 'required';
      log.warn('a prompt could not be judged', { jobId: job.id, isRequired, why: judged.detail });
      if (!isRequired) return null;
      if (job.retries >= triesMax.judging) return { kind: 'not_allowed', jobId: job.id, why: 'not_judged' };
      const dueAtMs = clock.nowMs() + backoffMs(backoffs.judging, job.retries, random);
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs };
    }
  }
}

/** Asked again at once when it fails: nearly always that helps. */
async function judgedBy(
  judge: PromptJudge | null,
  prompt: string,
  { clock }: Deps,
  signal: AbortSignal,
): Promise<Judged> {
  if (!judge) return { kind: 'unavailable', detail: 'nothing here judges prompts' };
  const ask = async (): Promise<Judged> => {
    try {
      return await withDeadline(clock, judgeTimeoutMs, signal, (limit) => judge.judge(prompt, limit));
    } catch (error) {
      if (signal.aborted) throw error;
      return { kind: 'unavailable', detail: 'it took too long' };
    }
  };
  const first = await ask();
  return first.kind === 'unavailable' ? ask() : first;
}
