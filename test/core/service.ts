import { defaultRules } from '../../src/core/policy.ts';
import type { Attempt } from '../../src/core/attempt.ts';
import { callbackToken, hashOfToken } from '../../src/core/callback-token.ts';
import { createEngines } from '../../src/core/engines.ts';
import type { Job, JobStateKind } from '../../src/core/job.ts';
import type { JobOutcome } from '../../src/core/outcome.ts';
import type { AdmissionRules } from '../../src/core/policy.ts';
import type { Provider } from '../../src/core/ports/provider.ts';
import { type Store, StoreUnavailable } from '../../src/core/ports/store.ts';
import type { Ask } from '../../src/core/spec.ts';
import { leaseMs } from '../../src/core/steps/deps.ts';
import {
  type RequestDeps,
  type RequestInput,
  type RequestResult,
  requestVideo,
} from '../../src/core/usecases/request.ts';
import { openConnection } from '../../src/db/sqlite/connection.ts';
import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { createMemoryMedia } from '../doubles/memory-media.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { manualClock, personKey, seededRandom, sequentialIds, silentMetrics } from '../doubles/world.ts';
import { aClip, aProvider, collectLog, destination, openAsk, someCapabilities, tenantId } from './samples.ts';

export const callbackSecret = 'secret';
/** Nobody is kept waiting by these: a test that is about a limit sets it. */
export const generous: AdmissionRules = {
  member: { limits: [], inFlightMax: null, requestsPerMinuteMax: null },
  service: [],
  freeBytesMin: 0,
};

export const ada = { platform: 'discord', externalId: '100', name: 'Ada' } as const;
export const bob = { platform: 'discord', externalId: '200', name: 'Bob' } as const;
export const demo = someCapabilities({ id: 'demo/pictures', provider: 'demo', label: 'Demo', playMoney: true });
export const real = someCapabilities();

/** States that a job can be brought to. Nothing asks for approval yet. */
export type Reachable = Exclude<JobStateKind, 'awaiting_approval'>;

/** The real store, in memory, with engines and a disk in the hands of a test. */
export async function openService(options: { readonly provider?: Partial<Provider> } = {}) {
  const clock = manualClock();
  const ids = sequentialIds();
  const owner = ids.next('owner');
  const log = collectLog();
  const random = seededRandom();
  const connection = openConnection(':memory:');
  const opened = await openSharedStore({
    owner,
    clock,
    random,
    log,
    connection,
    personKey,
    owners: memoryOwners().join(owner),
  });
  const store: Store = opened;
  const media = createMemoryMedia();
  const engines = createEngines(
    [
      { provider: aProvider({ name: 'demo', capabilities: () => [demo], ...options.provider }), credential: 'none' },
      { provider: aProvider({ capabilities: () => [real], ...options.provider }), credential: 'main' },
    ],
    { clock, standings: store.engines },
  );
  const deps: RequestDeps = { metrics: silentMetrics, store, engines, media, clock, random, ids, log, rules: generous };
  let asked = 0;

  /** Asks for a clip, each time under a new key, and for a new take unless told otherwise. */
  function request(ask: Partial<Ask> = {}, more: Partial<RequestInput> = {}, using = deps): Promise<RequestResult> {
    asked += 1;
    const input: RequestInput = {
      inboundKey: `discord:${asked}`,
      person: ada,
      as: 'user',
      destination,
      locale: 'en',
      asks: [{ ...openAsk, fresh: true, ...ask }],
      ...more,
    };
    return requestVideo(input, using);
  }

  async function admitted(ask: Partial<Ask> = {}, more: Partial<RequestInput> = {}): Promise<Job> {
    const result = await request(ask, more);
    if (result.kind !== 'admitted' && result.kind !== 'repeated') {
      throw new Error(`expected to be admitted, got ${JSON.stringify(result)}`);
    }
    const [job] = result.jobs;
    if (!job) throw new Error('expected a job, got none');
    return job;
  }

  async function recorded(outcome: JobOutcome): Promise<Job> {
    const result = await store.record(outcome, clock.nowMs());
    if (result.kind === 'ignored') throw new Error(`expected ${outcome.kind} to be recorded, got ${result.why}`);
    return result.now;
  }

  /** Starts the attempt of a queued job, as a worker does. */
  async function submitted(job: Job): Promise<Attempt> {
    const id = ids.next('attempt');
    const callbackTokenHash = hashOfToken(callbackToken(callbackSecret, id));
    const attempt = { id, callbackTokenHash };
    const nowMs = clock.nowMs();
    const slots = engines.slots().map((slot) => ({ ...slot, max: 99 }));
    const claim = await store.claim({
      owner,
      nowMs,
      leaseMs,
      rules: defaultRules,
      steps: ['submit'],
      slots,
      only: job.requestId,
      attempt,
    });
    if (claim?.step !== 'submit' || !claim.attempt) throw new Error('expected an attempt to start');
    return claim.attempt;
  }

  /** Lives a new job through to a state, and gives its attempt where it has one. */
  async function bring(job: Job, to: Reachable): Promise<{ readonly job: Job; readonly attempt: Attempt | null }> {
    const jobId = job.id;
    if (to === 'preparing') return { job, attempt: null };
    if (to === 'refused') return { job: await recorded({ kind: 'input_unusable', jobId }), attempt: null };
    if (to === 'cancelled') return { job: await recorded({ kind: 'cancel_requested', jobId }), attempt: null };
    const queued = await recorded({ kind: 'prepared', jobId, input: null });
    if (to === 'queued') return { job: queued, attempt: null };
    const attempt = await submitted(queued);
    const { id: attemptId } = attempt;
    const found = await store.request(job.requestId);
    let last = found?.jobs.find(({ id }) => id === jobId) ?? queued;
    if (to === 'unknown') last = await recorded({ kind: 'create_unknown', attemptId, dueAtMs: clock.nowMs() });
    if (to === 'submitting' || to === 'unknown') return { job: last, attempt };
    last = await recorded({ kind: 'accepted', attemptId, taskId: `task of ${attemptId}` });
    if (to === 'failed') last = await recorded({ kind: 'failed', attemptId, code: 'transient', costMicroUsd: null });
    if (to === 'rendering' || to === 'failed') return { job: last, attempt };
    last = await recorded({ kind: 'succeeded', attemptId, costMicroUsd: null });
    if (to === 'fetching') return { job: last, attempt };
    const clip = aClip({ id: ids.next('clip'), jobId, tenantId: job.tenantId, ownerId: job.userId });
    last = await recorded({ kind: 'fetched', attemptId, clip, deliveryId: ids.next('delivery') });
    return { job: last, attempt };
  }

  async function now(job: Job): Promise<Job> {
    const found = await store.findJob({ tenantId: job.tenantId, number: job.number, userId: null });
    if (!found) throw new Error(`expected #${job.number} in the store`);
    return found;
  }

  return {
    clock,
    ids,
    owner,
    log,
    random,
    store,
    messages: opened.messages,
    endedSessions: opened.endedSessions,
    media,
    engines,
    deps,
    request,
    admitted,
    recorded,
    bring,
    now,
    allow: () =>
      store.allowTenant(
        tenantId,
        { perDayMicroUsd: 10 ** 9, perMonthMicroUsd: 10 ** 9 },
        { kind: 'operator' },
        clock.nowMs(),
      ),
    number: (value: number | null) => ({ tenantId, number: value }),
    userOf: (person: RequestInput['person']) =>
      store.identify({ ...person, newId: ids.next('user'), nowMs: clock.nowMs() }),
  };
}

/** The same store, of which some methods cannot reach the database. */
export function without(store: Store, ...away: readonly (keyof Store)[]): Store {
  const unavailable = async (): Promise<never> => {
    throw new StoreUnavailable('the database is away');
  };
  return { ...store, ...Object.fromEntries(away.map((name) => [name, unavailable])) };
}
