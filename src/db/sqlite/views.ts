import { and, count, eq, sql } from 'drizzle-orm';
import { hasVerdict } from '../../core/attempt.ts';
import { memberDefaults } from '../../core/defaults.ts';
import { withoutWords } from '../../core/forgetting.ts';
import type { JobId } from '../../core/ids.ts';
import type { EntrySet } from '../../core/ledger.ts';
import type { AdmissionRules } from '../../core/policy.ts';
import type { Allowance, JobView } from '../../core/request.ts';
import { hasEnded, type Job } from '../../core/job.ts';
import type { StoredJob } from '../rows/job-row.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import { usualOn } from './usual.ts';
import { jobs } from './schema.ts';

/** The operator is held to no limit of a member. */
const unlimited: Allowance = { videosLeft: null, leftMicroUsd: null, resetsAtMs: null };

const free = { costMicroUsd: 0, chargedMicroUsd: 0 } as const;

export type Views = ReturnType<typeof viewsOn>;

/** Jobs as people are shown them. */
export function viewsOn(db: Db, repos: Repositories) {
  const { allowances, attempts, books, clips, deliveries, requests, users } = repos;
  const usual = usualOn(db);

  const countAhead = db
    .select({ jobs: count() })
    .from(jobs)
    .where(
      and(
        sql`${jobs.state} = 'queued'`,
        eq(jobs.engine, textPlaceholder('engine')),
        eq(jobs.credential, textPlaceholder('credential')),
        sql`(${jobs.fairTag}, ${jobs.admittedAtMs}, ${jobs.id}) <
          (${sql.placeholder('tag')}, ${sql.placeholder('admittedAtMs')}, ${sql.placeholder('id')})`,
      ),
    )
    .prepare();

  function viewOf(stored: StoredJob, rules: AdmissionRules, nowMs: number): JobView {
    const { job } = stored;
    const request = requests.get(job.requestId);
    return {
      job: request.prompt === null ? withoutWords(job) : job,
      requester: users.requester(job.userId),
      request,
      clip: clips.ofJob(job.id),
      deliveries: deliveries.ofJob(job.id),
      ...(job.copyOf === null ? moneyOf(stored, books.entriesOf(job.id)) : free),
      copiedFrom: job.copyOf === null ? null : clips.origin(job.copyOf),
      ahead: job.state.kind === 'queued' ? aheadOf(stored) : null,
      allowance: request.actor.kind === 'operator' ? unlimited : allowances.allowanceOf(job, rules, nowMs),
      approval: repos.approvals.ofRequest(job.requestId),
      billedRefusal: billedRefusalOf(job),
      usualMs: hasEnded(job.state) || job.copyOf !== null ? null : usual.msOf(job),
    };
  }

  function moneyOf({ job }: StoredJob, sets: readonly EntrySet[]): Pick<JobView, 'costMicroUsd' | 'chargedMicroUsd'> {
    const settled = attempts.ofJob(job.id).some(({ state }) => hasVerdict(state));
    const held = sets.every(({ kind }) => kind !== 'release' && kind !== 'capture');
    return {
      costMicroUsd: settled ? sumOf(sets, 'engine') : null,
      chargedMicroUsd: held ? null : 0 - sumOf(sets, 'member') - sumOf(sets, 'grant'),
    };
  }

  function billedRefusalOf(job: Job): JobView['billedRefusal'] {
    if (job.state.kind !== 'failed' || job.state.code !== 'moderation' || job.state.attemptId === null) return null;
    const attempt = attempts.load(job.state.attemptId);
    if (
      !attempt ||
      attempt.settledAtMs === null ||
      attempt.state.kind !== 'failed' ||
      attempt.state.costMicroUsd === 0
    ) {
      return null;
    }
    return { count: attempts.billedRefusals(job, attempt.settledAtMs), free: memberDefaults.freeRefusalsPerDay };
  }

  /** Those whose turn comes before, whether or not they are due yet. */
  function aheadOf({ job, fairTag }: StoredJob): number {
    const { engine, credential, admittedAtMs, id } = job;
    return countAhead.get({ engine, credential, tag: fairTag, admittedAtMs, id })?.jobs ?? 0;
  }

  return {
    viewOf,
    view(id: JobId, rules: AdmissionRules, nowMs: number): JobView | null {
      const stored = repos.jobs.load(id);
      return stored && viewOf(stored, rules, nowMs);
    },
  };
}

function sumOf(sets: readonly EntrySet[], account: 'engine' | 'member' | 'grant'): number {
  return sets
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.unit === 'usd_micro' && posting.account.kind === account)
    .reduce((sum, { amount }) => sum + amount, 0);
}
