import type { AdmissionQuestion } from '../../../src/core/admission.ts';
import type { ApprovalReason } from '../../../src/core/approval.ts';
import type { Clip } from '../../../src/core/clip.ts';
import type { Destination } from '../../../src/core/destination.ts';
import type { CredentialRef, EngineId } from '../../../src/core/engine.ts';
import { type OwnerId, parseTenantId, type RequestId, type TenantId, type UserId } from '../../../src/core/ids.ts';
import type { Job } from '../../../src/core/job.ts';
import type { MemberNote } from '../../../src/core/member.ts';
import type { JobOutcome, Recorded } from '../../../src/core/outcome.ts';
import type { AdmissionRules, Limit } from '../../../src/core/policy.ts';
import type { Claim, ClaimAsk, StepKind } from '../../../src/core/ports/claims.ts';
import type { Admission, NewJob, Store } from '../../../src/core/ports/store.ts';
import type { Clock, Ids } from '../../../src/core/ports/world.ts';
import type { Request } from '../../../src/core/request.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import { MINUTE } from '../../../src/core/time.ts';

export const tenantA = parseTenantId('discord:81384788765712384');
export const tenantB = parseTenantId('slack:T0FAKE');
export const engine: EngineId = 'demo/mandelbrot';
export const credential: CredentialRef = 'key-1';
export const quote = 50_000;
export const lease = 2 * MINUTE;

const sameForAll = <V>(value: V): Record<StepKind, V> => ({
  prepare: value,
  submit: value,
  reconcile: value,
  watch: value,
  fetch: value,
  deliver: value,
  status: value,
});
/** Every step that moves a job on; statuses are claimed where a test is about them. */
export const allSteps = ['prepare', 'submit', 'reconcile', 'watch', 'fetch', 'deliver'] as const;

export const noRules: AdmissionRules = {
  member: { limits: [], inFlightMax: null, requestsPerMinuteMax: null },
  service: [],
  freeBytesMin: 0,
};

/** Rules with only these limits for a member. */
export function memberRules(...limits: Limit[]): AdmissionRules {
  return { ...noRules, member: { ...noRules.member, limits } };
}

export const spec: ClipSpec = {
  operation: 'make',
  prompt: 'a red ball rolls across a wooden floor',
  seconds: 5,
  size: { width: 1280, height: 720 },
  fps: 24,
  seed: 7,
  audio: false,
  style: null,
  input: null,
  wish: null,
  adapted: [],
  route: null,
};

export type AskFor = {
  readonly userId: UserId;
  readonly tenantId?: TenantId;
  readonly jobs?: number;
  readonly quoteMicroUsd?: number;
  readonly engine?: EngineId;
  readonly credential?: CredentialRef;
  readonly playMoney?: boolean;
  readonly videosPerHourMax?: number | null;
  readonly asOperator?: boolean;
  readonly asModerator?: boolean;
  /** What the platform says of them. */
  readonly member?: MemberNote | null;
  /** It waits for a moderator's yes, for this reason. */
  readonly ask?: ApprovalReason;
  readonly freeBytes?: number;
  readonly isAnswered?: boolean;
  readonly repeats?: RequestId;
  readonly inboundKey?: string;
  readonly spec?: ClipSpec;
  readonly cacheKey?: string | null;
  /** Unless told otherwise, where there is a key. */
  readonly mayReuse?: boolean;
  readonly confirmAboveMicroUsd?: number | null;
  readonly rules?: AdmissionRules;
  readonly request?: Partial<Request>;
};

/** One process's store. Closing it is what the end of that process looks like to the others. */
export type Member = { readonly store: Store; readonly owner: OwnerId };

/** Does to a store what its callers do, with little said where little matters. */
export function driverOf({ store, owner }: Member, { clock, ids }: { clock: Pick<Clock, 'nowMs'>; ids: Ids }) {
  const nowMs = (): number => clock.nowMs();

  async function user(externalId = 'ada', platform = 'discord'): Promise<UserId> {
    return store.identify({ platform, externalId, name: externalId, newId: ids.next('user'), nowMs: nowMs() });
  }

  function questionOf(ask: AskFor): Parameters<Store['admit']>[0] {
    const { userId, tenantId = tenantA, jobs = 1, quoteMicroUsd = quote, playMoney = true } = ask;
    const id = ids.next('request');
    const destination: Destination = { platform: 'discord', tenantId, channel: 'C1', thread: null };
    const request: Request = {
      id,
      inboundKey: ask.inboundKey ?? `discord:${id}`,
      tenantId,
      userId,
      actor: { kind: 'user', userId },
      destination,
      visibility: 'channel',
      locale: 'en-GB',
      prompt: spec.prompt,
      statusMessage: null,
      isAdultPlace: false,
      createdAtMs: nowMs(),
      ...ask.request,
    };
    const one = (): NewJob => ({
      id: ids.next('job'),
      spec: ask.spec ?? spec,
      engine: ask.engine ?? engine,
      credential: ask.credential ?? credential,
      quoteMicroUsd,
      playMoney,
      cacheKey: ask.cacheKey ?? null,
      mayReuse: ask.mayReuse ?? (ask.cacheKey ?? null) !== null,
    });
    const made = Array.from({ length: jobs }, one);
    const question: AdmissionQuestion = {
      tenantId,
      userId,
      channels: [destination.channel],
      draws: [
        {
          engine: { id: ask.engine ?? engine, playMoney, videosPerHourMax: ask.videosPerHourMax ?? null },
          jobs: made.map(({ id: jobId }) => ({ id: jobId, quoteMicroUsd })),
        },
      ],
      asOperator: ask.asOperator ?? false,
      asModerator: ask.asModerator ?? false,
      member: ask.member ?? null,
      freeBytes: ask.freeBytes ?? 1,
      nowMs: nowMs(),
    };
    return {
      request,
      jobs: made,
      question,
      rules: ask.rules ?? noRules,
      isAnswered: ask.isAnswered ?? false,
      repeats: ask.repeats ?? null,
      confirmAboveMicroUsd: ask.confirmAboveMicroUsd ?? null,
      ask: ask.ask ? { id: ids.next('approval'), reason: ask.ask } : null,
    };
  }

  const admit = (ask: AskFor): Promise<Admission> => store.admit(questionOf(ask));

  /** Admits, and fails the test when that is refused. */
  async function admitted(ask: AskFor): Promise<{ request: Request; jobs: readonly Job[]; job: Job }> {
    const admission = await admit(ask);
    if (admission.kind !== 'admitted' && admission.kind !== 'repeated') {
      throw new Error(`expected to be admitted, got ${JSON.stringify(admission)}`);
    }
    const { request, jobs } = admission;
    return { request, jobs, job: only(jobs.slice(0, 1)) };
  }

  function claim(ask: Partial<ClaimAsk> = {}): Promise<Claim | null> {
    return store.claim({
      owner,
      nowMs: nowMs(),
      leaseMs: sameForAll(lease),
      rules: noRules,
      steps: allSteps,
      slots: [{ engine, credential, max: 100 }],
      only: null,
      attempt: { id: ids.next('attempt'), callbackTokenHash: 'a'.repeat(64) },
      ...ask,
    });
  }

  /** Claims this step, and fails the test when something else or nothing is due. */
  async function claimed<S extends StepKind>(step: S, ask: Partial<ClaimAsk> = {}): Promise<Claim & { step: S }> {
    const found = await claim({ steps: [step], ...ask });
    if (found === null) throw new Error(`expected a step to ${step}, found none`);
    if (!isStep(found, step)) throw new Error(`expected a step to ${step}, got ${found.step}`);
    return found;
  }

  const record = (outcome: JobOutcome): Promise<Recorded<Job>> => store.record(outcome, nowMs());

  /** Records, and fails the test when it is ignored. */
  async function recorded(outcome: JobOutcome): Promise<Job> {
    const result = await record(outcome);
    if (result.kind === 'ignored') throw new Error(`${outcome.kind} was ignored: ${result.why}`);
    return result.now;
  }

  /** A job in the queue. */
  async function queuedJob(ask: AskFor): Promise<Job> {
    const { job, request } = await admitted(ask);
    await claimed('prepare', { only: request.id });
    return recorded({ kind: 'prepared', jobId: job.id, input: job.spec.input });
  }

  /** A job whose create may be under way. */
  async function submittingJob(ask: AskFor) {
    const job = await queuedJob(ask);
    const slots = [{ engine: job.engine, credential: job.credential, max: 100 }];
    const { attempt, lease: held } = await claimed('submit', { only: job.requestId, slots });
    if (!attempt) throw new Error('expected an attempt with a claim to submit');
    return { job, attemptId: attempt.id, lease: held };
  }

  /** A job that the engine has as a task. */
  async function renderingJob(ask: AskFor, taskId = `task-${ids.next('entrySet')}`) {
    const { attemptId } = await submittingJob(ask);
    const job = await recorded({ kind: 'accepted', attemptId, taskId });
    return { job, attemptId, taskId };
  }

  async function fetchingJob(ask: AskFor, costMicroUsd: number | null = quote) {
    const { attemptId, taskId } = await renderingJob(ask);
    const job = await recorded({ kind: 'succeeded', attemptId, costMicroUsd });
    return { job, attemptId, taskId };
  }

  function clipOf(job: Pick<Job, 'id' | 'tenantId' | 'userId'>): Clip {
    return {
      id: ids.next('clip'),
      jobId: job.id,
      tenantId: job.tenantId,
      ownerId: job.userId,
      file: { key: `clips/${job.id}.mp4`, bytes: 123_456, sha256: 'b'.repeat(64) },
      facts: { mime: 'video/mp4', size: spec.size, durationMs: 5_005, fps: 23.976, codec: 'avc', hasAudio: false },
      storedAtMs: nowMs(),
      deletedAtMs: null,
    };
  }

  async function readyJob(ask: AskFor) {
    const { job: fetching, attemptId } = await fetchingJob(ask);
    const clip = clipOf(fetching);
    const deliveryId = ids.next('delivery');
    const job = await recorded({ kind: 'fetched', attemptId, clip, deliveryId });
    return { job, attemptId, clip, deliveryId };
  }

  return {
    store,
    owner,
    nowMs,
    user,
    questionOf,
    admit,
    admitted,
    claim,
    claimed,
    record,
    recorded,
    queuedJob,
    submittingJob,
    renderingJob,
    fetchingJob,
    clipOf,
    readyJob,
  };
}

export type Driver = ReturnType<typeof driverOf>;

function isStep<S extends StepKind>(claim: Claim, step: S): claim is Claim & { step: S } {
  return claim.step === step;
}

/** The one thing in a list. */
export function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (list.length !== 1 || first === undefined) throw new Error(`expected one, got ${list.length}`);
  return first;
}

/** Claims until nothing is due. */
export async function claimAll(driver: Driver, ask: Partial<ClaimAsk> = {}): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (let next = await driver.claim(ask); next; next = await driver.claim(ask)) claims.push(next);
  return claims;
}

export async function requestOf(store: Store, id: RequestId): Promise<Request> {
  const found = await store.request(id);
  if (!found) throw new Error(`expected the request ${id}`);
  return found.request;
}

/** What a claim is about. */
export function nameOf(claim: Claim): string {
  switch (claim.step) {
    case 'deliver':
      return claim.delivery.id;
    case 'status':
      return claim.request.id;
    case 'prepare':
    case 'submit':
    case 'reconcile':
    case 'watch':
    case 'fetch':
      return claim.job.id;
  }
}
