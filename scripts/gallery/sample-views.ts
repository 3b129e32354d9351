import { askOf } from '../../src/core/ask-of.ts';
import type { Clip } from '../../src/core/clip.ts';
import type { Delivery, DeliveryState } from '../../src/core/delivery.ts';
import { fromAllowance } from '../../src/core/funding.ts';
import { formatId, type IdKind, parseTenantId } from '../../src/core/ids.ts';
import type { Job, JobState, JobStateKind } from '../../src/core/job.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { captureSuccess, hold } from '../../src/core/settlement.ts';
import type { JobStory } from '../../src/core/story.ts';
import type { JobView } from '../../src/core/request.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { Made } from '../../src/core/offer.ts';
import type { Offers } from '../../src/core/offers.ts';

/** A fixed moment, so that the same sources give the same page. */
export const nowMs = Date.UTC(2026, 10, 23, 14, 0, 0);
const askedAtMs = nowMs - 2 * MINUTE;

export const idOf = <K extends IdKind>(kind: K) => formatId(kind, '01jd0000000000000000000000');
const attemptId = idOf('attempt');
const tenantId = parseTenantId('discord:1');
const userId = idOf('user');
const destination = { platform: 'discord', tenantId, channel: '2', thread: null };
const credits = (amount: number) => amount * CREDIT_MICRO_USD;

/** Every state that a job can be in, in the order of its life. */
export const states: Readonly<Record<JobStateKind, readonly [JobState, ...JobState[]]>> = {
  awaiting_approval: [{ kind: 'awaiting_approval' }],
  preparing: [{ kind: 'preparing' }],
  queued: [{ kind: 'queued' }],
  submitting: [{ kind: 'submitting', attemptId }],
  unknown: [{ kind: 'unknown', attemptId, sinceMs: nowMs - MINUTE }],
  rendering: [
    { kind: 'rendering', attemptId, taskId: 'task', phase: 'waiting', progress: null },
    { kind: 'rendering', attemptId, taskId: 'task', phase: 'rendering', progress: null },
    { kind: 'rendering', attemptId, taskId: 'task', phase: 'rendering', progress: 0.45 },
  ],
  fetching: [{ kind: 'fetching', attemptId, taskId: 'task', badReads: 0 }],
  ready: [{ kind: 'ready', attemptId, clipId: idOf('clip') }],
  failed: [{ kind: 'failed', code: 'engine_failed', attemptId }],
  refused: [{ kind: 'refused', reason: 'moderation' }],
  cancelled: [{ kind: 'cancelled', attemptId: null }],
};

export const sampleJob: Job = {
  id: idOf('job'),
  requestId: idOf('request'),
  tenantId,
  userId,
  number: 412,
  spec: {
    operation: 'make',
    prompt: 'a red ball rolls across a wooden floor',
    seconds: 5,
    size: { width: 1080, height: 1920 },
    fps: 24,
    seed: 7,
    audio: false,
    style: null,
    input: null,
    wish: null,
    adapted: [],
    route: null,
  },
  engine: 'runway/gen4.5',
  credential: 'default',
  quoteMicroUsd: credits(60),
  playMoney: false,
  funding: fromAllowance,
  cacheKey: null,
  copyOf: null,
  state: { kind: 'queued' },
  admittedAtMs: askedAtMs,
  timeZone: 'UTC',
  stateSinceMs: askedAtMs,
  submittedAtMs: null,
  overdueAtMs: null,
  cancelRequestedAtMs: null,
  endedAtMs: null,
  retries: 0,
  dueAtMs: null,
};

export const sampleClip: Clip = {
  id: idOf('clip'),
  jobId: sampleJob.id,
  tenantId,
  ownerId: userId,
  file: { key: 'clips/412.mp4', bytes: 3_214_000, sha256: '0'.repeat(64) },
  facts: {
    mime: 'video/mp4',
    size: { width: 1080, height: 1920 },
    durationMs: 5_000,
    fps: 24,
    codec: 'h264',
    hasAudio: false,
  },
  storedAtMs: nowMs - 10 * SECOND,
  deletedAtMs: null,
};

export function sampleDelivery(state: DeliveryState): Delivery {
  return {
    id: idOf('delivery'),
    jobId: sampleJob.id,
    requestId: sampleJob.requestId,
    clipId: sampleClip.id,
    destination,
    state,
    createdAtMs: nowMs - 10 * SECOND,
    retries: 0,
    upload: null,
    dueAtMs: null,
  };
}

/** One video as people are shown it; `job` and `view` change what a sample is about. */
export function sampleView(job: Partial<Job> = {}, view: Partial<Omit<JobView, 'job'>> = {}): JobView {
  return {
    job: { ...sampleJob, ...job },
    requester: { userId, externalId: '7', name: 'Ada' },
    request: {
      id: sampleJob.requestId,
      inboundKey: 'discord:3',
      tenantId,
      userId,
      actor: { kind: 'user', userId },
      destination,
      visibility: 'channel',
      locale: 'en-GB',
      prompt: sampleJob.spec.prompt,
      statusMessage: null,
      isAdultPlace: false,
      createdAtMs: askedAtMs,
    },
    clip: null,
    deliveries: [],
    costMicroUsd: null,
    chargedMicroUsd: null,
    ahead: null,
    copiedFrom: null,
    approval: null,
    billedRefusal: null,
    usualMs: null,
    allowance: { videosLeft: null, leftMicroUsd: credits(140), resetsAtMs: null },
    ...view,
  };
}

const rendering = { state: states.rendering.at(-1) ?? states.rendering[0], submittedAtMs: nowMs - MINUTE };
const readyJob = { state: states.ready[0], endedAtMs: nowMs - 10 * SECOND, submittedAtMs: nowMs - MINUTE };
const readyView = {
  clip: sampleClip,
  deliveries: [sampleDelivery({ kind: 'sent', message: '4' })],
  costMicroUsd: credits(60),
  chargedMicroUsd: credits(60),
};
const released = { allowance: { videosLeft: null, leftMicroUsd: credits(200), resetsAtMs: null } };
const inputFile = { kind: 'image', source: 'ball.png', mediaKey: null } as const;

/** What a person may see of one video, by what is going on. */
export const statusViews: readonly (readonly [string, JobView])[] = [
  ['waiting for approval', sampleView({ state: states.awaiting_approval[0] })],
  ['copying an image', sampleView({ state: states.preparing[0], spec: { ...sampleJob.spec, input: inputFile } })],
  ['in line', sampleView({}, { ahead: 2, usualMs: 12 * SECOND })],
  ['next in line', sampleView({}, { ahead: 0, usualMs: 3 * SECOND })],
  ['in line at a new engine', sampleView({}, { ahead: 1 })],
  ['turned away for now', sampleView({ retries: 2 })],
  ['being sent', sampleView({ state: states.submitting[0] })],
  ['no answer', sampleView({ state: states.unknown[0] })],
  ['waiting at the engine', sampleView({ state: states.rendering[0], submittedAtMs: nowMs })],
  [
    'rendering, no word of progress',
    sampleView(
      { state: states.rendering[1] ?? states.rendering[0], submittedAtMs: nowMs - MINUTE },
      { usualMs: 100 * SECOND },
    ),
  ],
  ['rendering', sampleView(rendering)],
  ['overdue', sampleView({ ...rendering, overdueAtMs: nowMs })],
  ['cancelling asked for', sampleView({ ...rendering, cancelRequestedAtMs: nowMs })],
  ['being stored', sampleView({ state: states.fetching[0], stateSinceMs: nowMs })],
  ['storing is tried again', sampleView({ state: states.fetching[0], stateSinceMs: nowMs - MINUTE })],
  ['posted', sampleView(readyJob, readyView)],
  [
    'posted, made by the demo',
    sampleView(
      { ...readyJob, engine: 'demo/pictures', playMoney: true },
      { ...readyView, allowance: { videosLeft: 2, leftMicroUsd: credits(140), resetsAtMs: null } },
    ),
  ],
  [
    'posting is tried again',
    sampleView(readyJob, { ...readyView, deliveries: [{ ...sampleDelivery({ kind: 'pending' }), retries: 1 }] }),
  ],
  [
    'not postable',
    sampleView(readyJob, {
      ...readyView,
      deliveries: [sampleDelivery({ kind: 'undeliverable', reason: 'not_allowed' })],
    }),
  ],
  [
    'finished after a cancel',
    sampleView({ ...readyJob, cancelRequestedAtMs: askedAtMs }, { ...readyView, deliveries: [] }),
  ],
  ['turned up after it was given up', sampleView(readyJob, { ...readyView, chargedMicroUsd: 0 })],
  ['file deleted', sampleView(readyJob, { ...readyView, clip: { ...sampleClip, deletedAtMs: nowMs } })],
  ['failed', sampleView({ state: states.failed[0] }, released)],
  ['refused', sampleView({ state: states.refused[0] }, released)],
  ['cancelled', sampleView({ state: states.cancelled[0] }, released)],
  [
    'after the person asked to be forgotten',
    sampleView(rendering, { request: { ...sampleView().request, prompt: null } }),
  ],
];

export const readySample = sampleView(readyJob, readyView);

/** One that its engine can also make in HD. */
export const smallSample = sampleView(
  { ...readyJob, spec: { ...sampleJob.spec, size: { width: 720, height: 1280 } } },
  { ...readyView, clip: { ...sampleClip, facts: { ...sampleClip.facts, size: { width: 720, height: 1280 } } } },
);
/** Larger where it is small, and what happens next in any. */
export function sampleOffers({ job }: Made): Offers {
  const ask = askOf(job);
  const larger = { ask: { ...ask, size: { width: 1080, height: 1920 } }, quoteMicroUsd: credits(90) };
  return {
    hd: job.spec.size.width < 1080 ? larger : null,
    continue: { ask, quoteMicroUsd: credits(60) },
  };
}

/** Three videos of one request, each somewhere else. */
export const batch: readonly [JobView, ...JobView[]] = [
  readySample,
  sampleView({ ...rendering, number: 413 }),
  sampleView({ state: states.failed[0], number: 414 }),
];

const captured = captureSuccess(
  { job: readySample.job, booked: [{ kind: 'hold', ref: sampleJob.id }], nowMs },
  {
    id: attemptId,
    jobId: sampleJob.id,
    engine: sampleJob.engine,
    credential: sampleJob.credential,
    callbackTokenHash: '',
    state: { kind: 'succeeded', taskId: 'task', costMicroUsd: credits(60) },
    createdAtMs: askedAtMs,
    settledAtMs: nowMs,
  },
  credits(60),
);

export const story: JobStory = {
  view: readySample,
  attempts: [],
  events: [
    { actor: null, atMs: askedAtMs, outcome: 'admitted', state: 'queued' },
    { actor: null, atMs: nowMs - MINUTE, outcome: 'claimed', state: 'submitting' },
    { actor: null, atMs: nowMs - 50 * SECOND, outcome: 'accepted', state: 'rendering' },
    { actor: null, atMs: nowMs - 40 * SECOND, outcome: 'running', state: 'rendering' },
    { actor: null, atMs: nowMs - 15 * SECOND, outcome: 'succeeded', state: 'fetching' },
    { actor: null, atMs: nowMs - 10 * SECOND, outcome: 'fetched', state: 'ready' },
  ],
  entries: [hold(readySample.job, askedAtMs), ...captured],
  grants: [],
};
