import { and, count, eq, sql } from 'drizzle-orm';
import { hasVerdict } from '../../core/attempt.ts';
import type { JobId } from '../../core/ids.ts';
import type { EntrySet } from '../../core/ledger.ts';
import type { AdmissionRules } from '../../core/policy.ts';
import type { Allowance, JobView } from '../../core/request.ts';
import { windowEndMs, windowStartMs } from '../../core/window.ts';
import type { StoredJob } from '../rows/job-row.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import { jobs } from './schema.ts';

type Member = Pick<StoredJob['job'], 'tenantId' | 'userId'>;

/** The operator is held to no limit of a member. */
const unlimited: Allowance = { videosLeft: null, leftMicroUsd: null, resetsAtMs: null };

export type Views = ReturnType<typeof viewsOn>;

/** Jobs as people are shown them. */
export function viewsOn(db: Db, repos: Repositories) {
  const { attempts, books, clips, deliveries, requests, tenants } = repos;

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
      job,
      requester: { userId: job.userId, name: tenants.nameOf(job.userId) },
      request,
      clip: clips.ofJob(job.id),
      deliveries: deliveries.ofJob(job.id),
      ...moneyOf(stored, books.entriesOf(job.id)),
      ahead: job.state.kind === 'queued' ? aheadOf(stored) : null,
      allowance: request.actor.kind === 'operator' ? unlimited : allowanceOf(job, rules, nowMs),
    };
  }

  function moneyOf({ job }: StoredJob, sets: readonly EntrySet[]): Pick<JobView, 'costMicroUsd' | 'chargedMicroUsd'> {
    const settled = attempts.ofJob(job.id).some(({ state }) => hasVerdict(state));
    const held = sets.every(({ kind }) => kind !== 'release' && kind !== 'capture');
    return {
      costMicroUsd: settled ? sumOf(sets, 'engine') : null,
      chargedMicroUsd: held ? null : 0 - sumOf(sets, 'member'),
    };
  }

  /** Those whose turn comes before, whether or not they are due yet. */
  function aheadOf({ job, fairTag }: StoredJob): number {
    const { engine, credential, admittedAtMs, id } = job;
    return countAhead.get({ engine, credential, tag: fairTag, admittedAtMs, id })?.jobs ?? 0;
  }

  function allowanceOf({ tenantId, userId }: Member, { member }: AdmissionRules, nowMs: number): Allowance {
    const { timeZone } = tenants.get(tenantId);
    const left = member.limits.map(({ unit, window, amount }) => {
      const startsAtMs = windowStartMs(window, nowMs, timeZone);
      const used = books.used({ scope: { kind: 'member', tenantId, userId }, unit, window, startsAtMs });
      return { unit, amount: Math.max(0, amount - used), endsAtMs: windowEndMs(window, nowMs, timeZone) };
    });
    const tightest = (unit: 'videos' | 'usd_micro') =>
      left.filter((limit) => limit.unit === unit).toSorted((a, b) => a.amount - b.amount || b.endsAtMs - a.endsAtMs)[0];
    const videos = tightest('videos');
    const money = tightest('usd_micro');
    const resets = [videos, money].flatMap((limit) => (limit ? [limit.endsAtMs] : []));
    return {
      videosLeft: videos?.amount ?? null,
      leftMicroUsd: money?.amount ?? null,
      resetsAtMs: resets.length > 0 ? Math.min(...resets) : null,
    };
  }

  return {
    viewOf,
    view(id: JobId, rules: AdmissionRules, nowMs: number): JobView | null {
      const stored = repos.jobs.load(id);
      return stored && viewOf(stored, rules, nowMs);
    },
  };
}

function sumOf(sets: readonly EntrySet[], account: 'engine' | 'member'): number {
  return sets
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.unit === 'usd_micro' && posting.account.kind === account)
    .reduce((sum, { amount }) => sum + amount, 0);
}
