import type { EngineId } from '../../src/core/engine.ts';
import type { ApprovalId, AttemptId, JobId, UserId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import type { JobOutcome } from '../../src/core/outcome.ts';
import type { AdmissionRules } from '../../src/core/policy.ts';
import type { Admission } from '../../src/core/ports/store.ts';
import type { Clock, Ids } from '../../src/core/ports/world.ts';
import { HOUR } from '../../src/core/time.ts';
import { windowEndMs } from '../../src/core/window.ts';
import { type Connection, openConnection } from '../../src/db/sqlite/connection.ts';
import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { type AskFor, type Driver, driverOf, engine as toyEngine, tenantA } from '../contracts/store/driver.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { personKey, seededRandom, sequentialIds, silentLog } from '../doubles/world.ts';
import type { Zones } from './oracle.ts';
import { type Ending, type Step, type Turn, twice } from './steps.ts';

const engine: EngineId = 'acme/reel-1';
const credential = 'key-1';
const capabilities = { playMoney: false, videosPerHourMax: null } as const;
const engines = new Map([
  [engine, { id: engine, ...capabilities }],
  [toyEngine, { id: toyEngine, ...capabilities, playMoney: true }],
] as const);

export const rules: AdmissionRules = {
  member: {
    limits: [
      { unit: 'videos', window: 'day', amount: 3 },
      { unit: 'usd_micro', window: 'day', amount: 1_200_000 },
      { unit: 'videos', window: 'week', amount: 8 },
    ],
    inFlightMax: null,
    requestsPerMinuteMax: null,
  },
  service: [{ unit: 'usd_micro', window: 'month', amount: 90_000_000 }],
  providers: new Map([['acme', 30_000_000]]),
  freeBytesMin: 0,
};

export const budget = { perDayMicroUsd: 4_000_000, perMonthMicroUsd: 20_000_000 };

/** What a step came to, as far as limits are concerned. */
export type Came = {
  /** Whose limits may have been passed by it, since they are others by it, or held nobody. */
  readonly mayPass: boolean;
  /** What was admitted, and is not held by the operator alone. */
  readonly admitted: readonly Job[];
};

/** One tenant with two members, a real store, and what somebody who looks on knows of them. */
export type TestTenant = Awaited<ReturnType<typeof openTenants>>;

/** The database is emptied for each story: opening it takes longer than to live through one. */
export async function openTenants() {
  const connection = openConnection(':memory:');
  const ids = sequentialIds();
  const clock: TestClock = {
    atMs: 0,
    nowMs: () => clock.atMs,
    sleep: () => Promise.reject(new Error('expected nobody to wait')),
  };
  const owner = ids.next('owner');
  const owners = memoryOwners().join(owner);
  const store = await openSharedStore({
    connection,
    owner,
    owners,
    clock,
    random: seededRandom(),
    log: silentLog,
    personKey,
  });
  const driver = driverOf({ store, owner }, { clock, ids });
  const world: World = { connection, clock, ids };
  return { close: () => store.close(), begin: (atMs: number) => begin(world, driver, atMs) };
}

/** Each story has its own time. */
type TestClock = Clock & { atMs: number };

function endingOf(to: Ending): readonly Turn[] {
  return to in twice ? twice[to as keyof typeof twice] : [to as Turn];
}

type World = { readonly connection: Connection; readonly clock: TestClock; readonly ids: Ids };

async function begin(world: World, driver: Driver, atMs: number) {
  const { connection, clock } = world;
  const tables = connection
    .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and name <> 'meta'")
    .all();
  connection.pragma('foreign_keys = OFF');
  connection.exec(tables.map(({ name }) => `delete from "${name}"`).join('; '));
  connection.pragma('foreign_keys = ON');
  clock.atMs = atMs;
  const { store, nowMs } = driver;
  const operator = { kind: 'operator' } as const;
  const by = { tenantId: tenantA, actor: operator, reason: null } as const;
  await store.allowTenant(tenantA, budget, operator, nowMs());
  const settings = { approvalChannel: 'mods', accountAgeMsMin: 0, memberAgeMsMin: 0 } as const;
  await store.setSettings({ ...by, change: settings, nowMs: nowMs() });
  const members = [await driver.user('ada'), await driver.user('bo')] as const;
  const jobs: JobId[] = [];
  const approvals: ApprovalId[] = [];
  const attempts = new Map<JobId, AttemptId[]>();
  const zones = { timeZone: 'UTC', former: [] as { timeZone: string; untilMs: number }[] };
  const nothing: Came = { mayPass: false, admitted: [] };
  const whose = (who: number): UserId => members[who] ?? members[0];

  function noteAdmitted(admission: Admission): readonly Job[] {
    if (admission.kind !== 'admitted') return [];
    jobs.push(...admission.jobs.map(({ id }) => id));
    return admission.jobs;
  }

  async function ask(step: Extract<Step, { do: 'ask' | 'ask a moderator' }>): Promise<Came> {
    const userId = whose(step.who);
    const isToy = step.do === 'ask' && step.toy;
    const asOperator = step.do === 'ask' && step.as === 'operator';
    const common = { userId, jobs: step.jobs, quoteMicroUsd: step.price, rules, asOperator, credential };
    const at = isToy ? { engine: toyEngine, playMoney: true } : { engine, playMoney: false };
    const asked: AskFor = { ...common, ...at };
    const given = driver.questionOf(step.do === 'ask' ? asked : { ...asked, ask: 'over_quota' });
    const admission = await store.admit(given);
    const admitted = noteAdmitted(admission);
    if (given.ask && admission.kind === 'admitted') approvals.push(given.ask.id);
    if (given.ask || asOperator) return { mayPass: asOperator, admitted: [] };
    return { mayPass: false, admitted };
  }

  async function decide({ pick, verdict, credits }: Extract<Step, { do: 'decide' }>): Promise<Came> {
    const id = approvals[pick % Math.max(1, approvals.length)];
    if (id === undefined) return nothing;
    const limit = verdict === 'with credits' ? { microUsd: credits, expiresAtMs: nowMs() + 5 * HOUR } : null;
    const decided = await store.approvals.decide({
      id,
      verdict: verdict === 'deny' ? { kind: 'deny' } : { kind: 'approve', limit },
      grantId: world.ids.next('grant'),
      engines,
      rules,
      freeBytes: 1,
      actor: operator,
      reason: null,
      nowMs: nowMs(),
    });
    return decided.kind === 'approved' ? { mayPass: false, admitted: decided.jobs } : nothing;
  }

  /** What happens to a video next, as its engine, its person or we would say it. */
  async function outcomeOf(job: Job, to: Turn): Promise<JobOutcome | null> {
    const jobId = job.id;
    const mine = attempts.get(jobId) ?? [];
    const attemptId = to === 'late' ? mine[0] : mine.at(-1);
    const dueAtMs = nowMs();
    switch (to) {
      case 'cancelled':
        return { kind: 'cancel_requested', jobId };
      case 'unusable':
        return { kind: 'input_unusable', jobId };
      case 'not allowed':
        return { kind: 'not_allowed', jobId, why: 'flagged' };
      case 'next':
        break;
      default:
        if (attemptId === undefined) return null;
    }
    if (to === 'next') {
      switch (job.state.kind) {
        case 'awaiting_approval':
          return { kind: 'approval_expired', jobId };
        case 'preparing':
          return { kind: 'prepared', jobId, input: null };
        case 'queued':
          return null;
        default:
          if (attemptId === undefined) return null;
      }
      if (job.state.kind === 'submitting') return { kind: 'accepted', attemptId, taskId: `task of ${attemptId}` };
      if (job.state.kind === 'unknown') return { kind: 'never_accepted', attemptId, retryAtMs: dueAtMs };
      if (job.state.kind === 'rendering') return { kind: 'succeeded', attemptId, costMicroUsd: null };
      const clip = driver.clipOf(job);
      return { kind: 'fetched', attemptId, clip, deliveryId: world.ids.next('delivery') };
    }
    if (attemptId === undefined) return null;
    switch (to) {
      case 'cheaper':
        return { kind: 'succeeded', attemptId, costMicroUsd: Math.floor(job.quoteMicroUsd / 3) };
      case 'dearer':
      case 'late':
        return { kind: 'succeeded', attemptId, costMicroUsd: job.quoteMicroUsd + 50_000 };
      case 'failed':
        return { kind: 'failed', attemptId, code: 'transient', costMicroUsd: null };
      case 'failed and billed':
        return { kind: 'failed', attemptId, code: 'transient', costMicroUsd: 120_000 };
      case 'refused and billed':
        return { kind: 'failed', attemptId, code: 'moderation', costMicroUsd: 120_000 };
      case 'lost':
        return { kind: 'output_lost', attemptId, code: 'output_gone' };
      case 'stopped by the engine':
        return { kind: 'engine_cancelled', attemptId };
      case 'given up':
        return job.state.kind === 'submitting'
          ? { kind: 'create_unknown', attemptId, dueAtMs }
          : { kind: 'gave_up', attemptId };
    }
  }

  async function goOn({ pick, turns, to }: Extract<Step, { do: 'go on' }>): Promise<Came> {
    const id = jobs[Math.max(0, jobs.length - 1 - pick)];
    if (id === undefined) return nothing;
    for (const turn of [...Array.from<Turn>({ length: turns }).fill('next'), ...endingOf(to)]) await turnOf(id, turn);
    return nothing;
  }

  async function turnOf(id: JobId, to: Turn): Promise<void> {
    const job = await store.job(id);
    if (!job) return;
    if (job.state.kind === 'queued' && to === 'next') {
      const slots = [{ engine: job.engine, credential, max: 100 }];
      const claim = await driver.claim({ steps: ['submit'], only: job.requestId, slots });
      if (claim?.step === 'submit' && claim.attempt) {
        attempts.set(claim.job.id, [...(attempts.get(claim.job.id) ?? []), claim.attempt.id]);
      }
      return;
    }
    const outcome = await outcomeOf(job, to);
    if (outcome) await driver.record(outcome);
  }

  async function take(step: Step): Promise<Came> {
    const at = { ...by, nowMs: nowMs() };
    switch (step.do) {
      case 'ask':
      case 'ask a moderator':
        return ask(step);
      case 'decide':
        return decide(step);
      case 'go on':
        return goOn(step);
      case 'grant': {
        const { who, unit, amount, forMs } = step;
        const expiresAtMs = forMs === null ? null : nowMs() + forMs;
        const id = world.ids.next('grant');
        const grant = { id, tenantId: tenantA, userId: whose(who), unit, amount, expiresAtMs, grantedAtMs: nowMs() };
        await store.grants.give({ grant, actor: operator, reason: null });
        return nothing;
      }
      case 'reset':
        await store.grants.reset({ ...at, ref: world.ids.next('entrySet'), userId: whose(step.who), rules });
        return nothing;
      case 'set': {
        const { unit, window, amount } = step;
        const change =
          amount === null
            ? ({ kind: 'unlimited', unit } as const)
            : ({ kind: 'set', limit: { unit, window, amount } } as const);
        await store.setPolicy({ ...at, subject: subjectOf(step.subject), change, rules });
        return { ...nothing, mayPass: true };
      }
      case 'take back':
        await store.setPolicy({ ...at, subject: subjectOf(step.subject), change: { kind: 'default' }, rules });
        return { ...nothing, mayPass: true };
      case 'role': {
        const note = { roles: step.has ? ['r1'] : [], joinedAtMs: null, accountMadeAtMs: null };
        await store.members.note({ tenantId: tenantA, userId: whose(step.who), note });
        return { ...nothing, mayPass: true };
      }
      case 'block': {
        const block = step.forMs === 'lift' ? null : { untilMs: step.forMs === null ? null : nowMs() + step.forMs };
        await store.members.block({ ...at, userId: whose(step.who), block });
        return nothing;
      }
      case 'move to': {
        const before = zones.timeZone;
        const { after } = await moved(step.timeZone);
        if (after !== before) zones.former.push({ timeZone: before, untilMs: nowMs() });
        zones.timeZone = after;
        return { ...nothing, mayPass: true };
      }
      case 'wait':
        clock.atMs += step.ms;
        return nothing;
      case 'wait until': {
        const endMs = windowEndMs(step.window, nowMs(), zones.timeZone);
        clock.atMs = Math.max(clock.atMs, endMs + step.offMs);
        return nothing;
      }
    }
  }

  /** What its zone is then: a tenant that moves too often stays where it is. */
  async function moved(timeZone: string): Promise<{ readonly after: string }> {
    await store.setSettings({ ...by, change: { timeZone }, nowMs: nowMs() });
    return { after: (await store.tenant(tenantA, nowMs())).timeZone };
  }

  function subjectOf(name: 'first' | 'second' | 'role:r1' | 'default' | 'budget') {
    if (name === 'first') return members[0];
    return name === 'second' ? members[1] : name;
  }

  return {
    store,
    connection,
    members,
    nowMs,
    zones: (): Zones => zones,
    take,
  };
}
