import type { Attempt, AttemptState } from '../../src/core/attempt.ts';
import type { Clip } from '../../src/core/clip.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Destination } from '../../src/core/destination.ts';
import type { EngineCapabilities } from '../../src/core/engine.ts';
import { fromAllowance } from '../../src/core/funding.ts';
import { formatId, type Id, type IdKind, parseTenantId } from '../../src/core/ids.ts';
import type { Job, JobState } from '../../src/core/job.ts';
import type { Account, EntrySet, Unit } from '../../src/core/ledger.ts';
import type { Lease } from '../../src/core/outcome.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { Provider } from '../../src/core/ports/provider.ts';
import type { Log } from '../../src/core/ports/world.ts';
import type { JobView, Request } from '../../src/core/request.ts';
import type { Ask, ClipSpec } from '../../src/core/spec.ts';
import { noonMs } from '../doubles/world.ts';

export function idOf<K extends IdKind>(kind: K, n = 1): Id<K> {
  return formatId(kind, String(n).padStart(26, '0'));
}

export const tenantId = parseTenantId('discord:1');
export const userId = idOf('user');
export const engineId = 'acme/reel-1';
export const quoteMicroUsd = 500_000;

export const destination: Destination = { platform: 'discord', tenantId, channel: 'c1', thread: null };

export const lease: Lease = { owner: idOf('owner'), untilMs: noonMs + 60_000 };

export const spec: ClipSpec = {
  operation: 'make',
  prompt: 'a red ball',
  seconds: 5,
  size: { width: 1_280, height: 720 },
  fps: 24,
  seed: 7,
  audio: false,
  style: null,
  input: null,
  wish: { engine: null, seconds: null, size: null, fps: null, style: null, seed: null, audio: null },
  adapted: [],
  route: null,
};

export const openAsk: Ask = {
  operation: 'make',
  prompt: 'a red ball',
  engine: null,
  seconds: null,
  size: null,
  fps: null,
  style: null,
  count: 1,
  seed: null,
  audio: null,
  fresh: false,
  private: false,
  input: null,
};

export function aJob(state: JobState = { kind: 'queued' }, more: Partial<Job> = {}): Job {
  return {
    id: idOf('job'),
    requestId: idOf('request'),
    tenantId,
    userId,
    number: 1,
    spec,
    engine: engineId,
    credential: 'main',
    quoteMicroUsd,
    playMoney: false,
    funding: fromAllowance,
    cacheKey: null,
    copyOf: null,
    state,
    admittedAtMs: noonMs,
    timeZone: 'UTC',
    stateSinceMs: noonMs,
    submittedAtMs: null,
    overdueAtMs: null,
    cancelRequestedAtMs: null,
    endedAtMs: null,
    retries: 0,
    dueAtMs: noonMs,
    ...more,
  };
}

export function anAttempt(state: AttemptState = { kind: 'submitting' }, more: Partial<Attempt> = {}): Attempt {
  return {
    id: idOf('attempt'),
    jobId: idOf('job'),
    engine: engineId,
    credential: 'main',
    callbackTokenHash: 'aa'.repeat(32),
    state,
    createdAtMs: noonMs,
    settledAtMs: null,
    ...more,
  };
}

export function aClip(more: Partial<Clip> = {}): Clip {
  return {
    id: idOf('clip'),
    jobId: idOf('job'),
    tenantId,
    ownerId: userId,
    file: { key: 'aa/att_1', bytes: 1_000, sha256: 'bb'.repeat(32) },
    facts: { mime: 'video/mp4', size: spec.size, durationMs: 5_000, fps: 24, codec: 'avc', hasAudio: false },
    storedAtMs: noonMs,
    deletedAtMs: null,
    ...more,
  };
}

export function aDelivery(more: Partial<Delivery> = {}): Delivery {
  return {
    id: idOf('delivery'),
    jobId: idOf('job'),
    requestId: idOf('request'),
    clipId: idOf('clip'),
    destination,
    state: { kind: 'sending' },
    createdAtMs: noonMs,
    retries: 0,
    upload: null,
    dueAtMs: noonMs,
    ...more,
  };
}

export function aRequest(more: Partial<Request> = {}): Request {
  return {
    id: idOf('request'),
    inboundKey: 'discord:1',
    tenantId,
    userId,
    actor: { kind: 'user', userId },
    destination,
    visibility: 'channel',
    locale: 'en',
    prompt: spec.prompt,
    statusMessage: null,
    isAdultPlace: false,
    createdAtMs: noonMs,
    ...more,
  };
}

export function someCapabilities(more: Partial<EngineCapabilities> = {}): EngineCapabilities {
  return {
    id: engineId,
    provider: 'acme',
    model: 'reel-1',
    label: 'Acme reel-1',
    also: [],
    asOf: '2026-01-01',
    playMoney: false,
    operations: ['make'],
    inputs: ['text', 'image'],
    sizes: {
      kind: 'listed',
      sizes: [
        { width: 1_280, height: 720 },
        { width: 720, height: 1_280 },
      ],
    },
    sizesFrom: {},
    seconds: { kind: 'whole', min: 2, max: 10 },
    extendSeconds: null,
    fps: [24, 30],
    audio: false,
    seed: true,
    promptCharsMax: 1_000,
    suits: [],
    price: { perSecondMicroUsd: 100_000 },
    concurrencyMax: 2,
    videosPerHourMax: null,
    typicalMsP95: 120_000,
    pollEveryMsMin: 5_000,
    horizonMs: 48 * 3_600_000,
    retiresOn: null,
    replacedBy: null,
    ...more,
  };
}

/** What an account gained over these entry sets. */
export function gained(sets: readonly EntrySet[], kind: Account['kind'], unit: Unit): number {
  return sets
    .flatMap((set) => set.postings)
    .filter((posting) => posting.account.kind === kind && posting.unit === unit)
    .reduce((sum, posting) => sum + posting.amount, 0);
}

export function unexpected(call: string) {
  return (): never => {
    throw new Error(`expected no call of ${call} here`);
  };
}

/** A provider that may be called only as the test says. */
export function aProvider(more: Partial<Provider> = {}): Provider {
  return {
    name: 'acme',
    capabilities: () => [someCapabilities()],
    submit: unexpected('submit'),
    poll: unexpected('poll'),
    find: null,
    cancel: null,
    openOutput: unexpected('openOutput'),
    verifyWebhook: null,
    ...more,
  };
}

/** A chat that may be called only as the test says. */
export function aChat(more: Partial<Chat> = {}): Chat {
  return {
    platform: 'discord',
    limits: () => ({ uploadBytesMax: 10_000_000, textCharsMax: 2_000, editWindowMs: 900_000, statusEveryMs: 5_000 }),
    showStatus: async ({ message }) => message ?? 'status',
    showApproval: unexpected('showApproval'),
    tellUndelivered: unexpected('tellUndelivered'),
    retract: unexpected('retract'),
    deliver: unexpected('deliver'),
    openInput: unexpected('openInput'),
    ...more,
  };
}

/** A log that keeps its warnings and errors. */
export function collectLog(): Log & { readonly warnings: string[]; readonly errors: string[] } {
  const warnings: string[] = [];
  const errors: string[] = [];
  return {
    warnings,
    errors,
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => warnings.push(message),
    error: (message) => errors.push(message),
  };
}

/** A finished job with all that belongs to it, as a chat is given it. */
export function aJobView(more: Partial<JobView> = {}): JobView {
  return {
    job: aJob({ kind: 'ready', attemptId: idOf('attempt'), clipId: idOf('clip') }),
    requester: { userId, externalId: '7', name: 'Ada' },
    request: aRequest(),
    clip: aClip(),
    deliveries: [],
    costMicroUsd: 1,
    chargedMicroUsd: 1,
    ahead: null,
    allowance: { videosLeft: 1, leftMicroUsd: null, resetsAtMs: null },
    copiedFrom: null,
    approval: null,
    billedRefusal: null,
    usualMs: null,
    ...more,
  };
}
