import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { type AdmissionFacts, type AdmissionQuestion, type Recent, sumOf } from '../../core/admission.ts';
import { decide } from '../../core/decide-admission.ts';
import { type Approval, approvalDefaults } from '../../core/approval.ts';
import { withoutCopies } from '../../core/copies.ts';
import { cacheDefaults } from '../../core/defaults.ts';
import { withoutWords } from '../../core/forgetting.ts';
import type { EngineId } from '../../core/engine.ts';
import { fromAllowance, type Funding } from '../../core/funding.ts';
import type { JobId, UserId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import { type AdmissionRules, capOf, memberPolicyOf } from '../../core/policy.ts';
import type { Admission, NewJob, Store } from '../../core/ports/store.ts';
import type { Request } from '../../core/request.ts';
import { hold } from '../../core/settlement.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import type { Kept } from './cache.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import { jobs } from './schema.ts';

type Ask = Parameters<Store['admit']>[0];

const none: Recent = { count: 0, oldestAtMs: 0 };

/** The clips that jobs become copies of. */
type KeptClips = ReadonlyMap<JobId, Kept>;
type Fundings = ReadonlyMap<JobId, Funding>;

export type Admissions = ReturnType<typeof admissionsOn>;

/** Admission: reads the facts, asks core, writes request, jobs and holds. */
export function admissionsOn(db: Db, repos: Repositories) {
  const { approvals, books, cache, events, grants, held, members, policies, requests, statuses, tenants, users } =
    repos;

  const max = sql.placeholder('max');
  const selectInFlight = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        sql`${jobs.inFlight}`,
        eq(jobs.userId, textPlaceholder('userId')),
        eq(jobs.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .limit(max)
    .prepare();
  const selectOfEngine = db
    .select({ atMs: jobs.admittedAtMs })
    .from(jobs)
    .where(
      and(
        eq(jobs.engine, textPlaceholder('engine')),
        gt(jobs.admittedAtMs, sql.placeholder('sinceMs')),
        isNull(jobs.copyOf),
      ),
    )
    .orderBy(desc(jobs.admittedAtMs))
    .limit(max)
    .prepare();

  /** What is counted is counted up to its limit, and not at all without one. */
  function factsFor(question: AdmissionQuestion, rules: AdmissionRules): AdmissionFacts {
    const { nowMs, tenantId, userId, draws } = question;
    const tenant = tenants.ensure(tenantId, nowMs);
    const member = members.of({ tenantId, userId, nowMs });
    const { budget, ...setLimits } = policies.saidOf(tenantId, userId, member.roles);
    const limits = memberPolicyOf(setLimits, rules);
    const [inFlightMax, requestsPerMinuteMax] = [capOf(limits, 'jobs'), capOf(limits, 'requests')];
    const [minuteAgoMs, hourAgoMs] = [nowMs - MINUTE, nowMs - HOUR];
    const hourlyMax = (id: EngineId): number =>
      draws.find(({ engine }) => engine.id === id)?.engine.videosPerHourMax ?? 0;
    return {
      tenant,
      setLimits,
      budget,
      member,
      grants: grants.open({ tenantId, userId, nowMs }),
      usage: books.used,
      heldAt: held.at,
      inFlight: inFlightMax === null ? 0 : selectInFlight.all({ userId, tenantId, max: inFlightMax }).length,
      requestsInLastMinute:
        requestsPerMinuteMax === null
          ? none
          : recentFrom(requests.newestOf({ userId, tenantId, sinceMs: minuteAgoMs, max: requestsPerMinuteMax })),
      engineVideosInLastHour: (engine) =>
        recentFrom(selectOfEngine.all({ engine, sinceMs: hourAgoMs, max: hourlyMax(engine) })),
      openAsk: approvals.openAskOf(userId, tenantId),
    };
  }

  function write(admit: Ask, kept: KeptClips, fundings: Fundings): Job[] {
    const { request, jobs: newJobs, question, isAnswered, ask } = admit;
    const { nowMs } = question;
    const { timeZone, leftAtMs, settings } = tenants.get(request.tenantId);
    if (leftAtMs !== null) tenants.comeBack(request.tenantId, nowMs);
    const first = tenants.takeNumbers(request.tenantId, newJobs.length);
    requests.insert(request);
    statuses.start(request.id, nowMs, isAnswered);
    const admitted = newJobs.map((job, index) => {
      const funding = fundings.get(job.id) ?? fromAllowance;
      return admittedJob({ ...asCopy(job, kept), funding, timeZone }, request, first + index, admit);
    });
    for (const job of admitted) {
      repos.jobs.insert(job);
      events.add(job, 'admitted', nowMs, request.actor);
    }
    if (ask === null) books.book(admitted.filter(({ copyOf }) => copyOf === null).map((job) => hold(job, nowMs)));
    else {
      const { id: requestId, tenantId, userId } = request;
      const { jobs: count, quoteMicroUsd } = sumOf(question.draws);
      const asked: Approval = {
        ...ask,
        tenantId,
        requestId,
        userId,
        quoteMicroUsd,
        jobs: count,
        playMoney: admitted.every(({ playMoney }) => playMoney),
        askedAtMs: nowMs,
        expiresAtMs: nowMs + approvalDefaults.expiresAfterMs,
        state: { kind: 'open' },
        channel: settings.approvalChannel,
        message: null,
      };
      approvals.insert(asked, nowMs);
    }
    return admitted;
  }

  /** What somebody who came back asks for is none of what is still being taken away. */
  function afterMs(userId: UserId): number {
    const forgottenAtMs = users.forgottenAtMs(userId);
    return forgottenAtMs === null ? 0 : forgottenAtMs + 1;
  }

  const keptSinceMs = ({ nowMs }: AdmissionQuestion): number => nowMs - cacheDefaults.keptMs;

  /** The only video that is asked for, where the person waits for it already. */
  function coming({ request, jobs: newJobs, question }: Ask): Extract<Admission, { kind: 'same_in_flight' }> | null {
    const [only, ...others] = newJobs;
    if (!only?.mayReuse || only.cacheKey === null || others.length > 0) return null;
    const { tenantId, userId } = request;
    const id = cache.coming({ key: only.cacheKey, tenantId, userId, sinceMs: keptSinceMs(question) });
    const job = id === null ? null : (repos.jobs.load(id)?.job ?? null);
    return job && { kind: 'same_in_flight', request: requests.get(job.requestId), job };
  }

  function keptFor({ request, jobs: newJobs, question }: Ask): KeptClips {
    const { tenantId, userId, destination } = request;
    const { platform, channel } = destination;
    const of = { tenantId, userId, platform, channel, sinceMs: keptSinceMs(question) };
    const found = newJobs.flatMap(({ id, cacheKey: key, mayReuse }) => {
      const kept = mayReuse && key !== null ? cache.kept({ ...of, key }) : null;
      return kept ? [[id, kept] as const] : [];
    });
    return new Map(found);
  }

  return {
    factsFor,

    admit(given: Ask): Admission {
      const { request, question, rules } = given;
      const known = requests.findByKey(request.inboundKey);
      if (known) {
        const jobsOfKnown = repos.jobs.ofRequest(known.id);
        return {
          kind: 'repeated',
          request: known,
          jobs: known.prompt === null ? jobsOfKnown.map(withoutWords) : jobsOfKnown,
        };
      }
      if (!users.isKnown(request.userId)) return { kind: 'unknown_person' };
      if (given.repeats !== null && (requests.find(given.repeats)?.prompt ?? null) === null)
        return { kind: 'nothing_to_repeat' };
      const { tenantId, userId } = request;
      const { settings } = tenants.ensure(tenantId, question.nowMs);
      if (question.member) members.note({ tenantId, userId, note: question.member });
      // Where nobody can be asked any more it is as if nobody were.
      const ask = settings.approvalChannel === null ? { ...given, ask: null } : given;
      const isReused = settings.reusesClips && ask.ask === null;
      const same = isReused ? coming(ask) : null;
      if (same) return same;
      const kept: KeptClips = isReused ? keptFor(ask) : new Map();
      const toMake = withoutCopies(
        question,
        ask.jobs.filter(({ id }) => kept.has(id)),
      );
      const decision = decide(toMake, rules, factsFor(toMake, rules), ask.ask === null ? 'usual' : 'ask');
      if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal };
      if (decision.kind === 'grant_first') throw new Error('expected what nobody has agreed to not to be granted');
      const { quoteMicroUsd } = sumOf(toMake.draws);
      // Whoever asks a moderator has seen the price.
      const confirmAboveMicroUsd = ask.ask === null ? ask.confirmAboveMicroUsd : null;
      if (confirmAboveMicroUsd !== null && quoteMicroUsd > confirmAboveMicroUsd)
        return { kind: 'confirm', jobs: ask.jobs.length, copies: kept.size, quoteMicroUsd };
      const after = { ...request, createdAtMs: Math.max(request.createdAtMs, afterMs(request.userId)) };
      const admitted = write({ ...ask, request: after }, kept, decision.fundings);
      return { kind: 'admitted', request: after, jobs: admitted };
    },
  };
}

/** From times, newest first. Only as many as the limit are counted: then the oldest of those is the one to wait for. */
function recentFrom(rows: readonly { readonly atMs: number }[]): Recent {
  return { count: rows.length, oldestAtMs: rows.at(-1)?.atMs ?? 0 };
}

type Admitted = Pick<
  Job,
  'id' | 'spec' | 'engine' | 'credential' | 'quoteMicroUsd' | 'playMoney' | 'cacheKey' | 'copyOf'
>;

/** Nothing is paid for a copy, and what is made of it is made of that clip. */
function asCopy(job: NewJob, kept: KeptClips): Admitted {
  const { id, spec, engine, credential, quoteMicroUsd, playMoney, cacheKey } = job;
  const asked = { id, spec, engine, credential, quoteMicroUsd, playMoney, cacheKey, copyOf: null };
  const clip = kept.get(id);
  return clip ? { ...asked, spec: { ...spec, seed: clip.seed }, quoteMicroUsd: 0, copyOf: clip.clipId } : asked;
}

function admittedJob(
  job: Admitted & Pick<Job, 'timeZone' | 'funding'>,
  request: Request,
  number: number,
  { question: { nowMs }, ask }: Pick<Ask, 'question' | 'ask'>,
): Job {
  return {
    ...job,
    requestId: request.id,
    tenantId: request.tenantId,
    userId: request.userId,
    number,
    state: { kind: ask === null ? 'preparing' : 'awaiting_approval' },
    admittedAtMs: nowMs,
    stateSinceMs: nowMs,
    submittedAtMs: null,
    overdueAtMs: null,
    cancelRequestedAtMs: null,
    endedAtMs: null,
    retries: 0,
    dueAtMs: ask === null ? nowMs : nowMs + approvalDefaults.expiresAfterMs,
  };
}
