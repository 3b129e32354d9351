import { z } from 'zod';
import { type Funding, fromAllowance } from '../../core/funding.ts';
import { isInFlight, type Job, type JobState } from '../../core/job.ts';
import { units } from '../../core/ledger.ts';
import type { Lease } from '../../core/outcome.ts';
import type { JobClaim } from '../../core/ports/claims.ts';
import type { ClipSpec, Route, Wish } from '../../core/spec.ts';
import type { Tables } from '../tables.ts';
import { fieldsOf, idSchema, joinState, readRow, splitState } from './readable.ts';

export type JobRow = Tables['jobs']['$inferSelect'];

/** A job with what only a store knows of it. */
export type StoredJob = {
  readonly job: Job;
  readonly lease: Lease | null;
  /** When news was announced since the lease began. */
  readonly hintedAtMs: number | null;
  /** Its turn at its engine; null until it is queued. */
  readonly fairTag: number | null;
};

const attemptId = idSchema('attempt');
const taskId = z.string();
const engineId = z.templateLiteral([z.string(), '/', z.string()]);

const stateSchema: z.ZodType<JobState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('awaiting_approval') }),
  z.object({ kind: z.literal('preparing') }),
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('submitting'), attemptId }),
  z.object({ kind: z.literal('unknown'), attemptId, sinceMs: z.int() }),
  z.object({
    kind: z.literal('rendering'),
    attemptId,
    taskId,
    phase: z.enum(['waiting', 'rendering']),
    progress: z.number().nullable(),
  }),
  z.object({ kind: z.literal('fetching'), attemptId, taskId, badReads: z.int() }),
  z.object({ kind: z.literal('ready'), attemptId: attemptId.nullable(), clipId: idSchema('clip') }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum([
      'moderation',
      'invalid',
      'engine_failed',
      'engine_unavailable',
      'model_retired',
      'engine_busy',
      'output_gone',
      'output_broken',
      'horizon',
      'create_unknown',
    ]),
    attemptId: attemptId.nullable(),
  }),
  z.object({
    kind: z.literal('refused'),
    reason: z.enum([
      'moderation',
      'not_judged',
      'input_unusable',
      'input_too_long',
      'approval_denied',
      'approval_expired',
    ]),
  }),
  z.object({ kind: z.literal('cancelled'), attemptId: attemptId.nullable() }),
]);

const sizeSchema = z.object({ width: z.int(), height: z.int() });

const wishSchema: z.ZodType<Wish> = z.object({
  engine: z.string().nullable(),
  seconds: z.number().nullable(),
  size: sizeSchema.nullable(),
  fps: z.number().nullable(),
  style: z.string().nullable(),
  seed: z.number().nullable(),
  audio: z.boolean().nullable(),
});

const routeSchema: z.ZodType<Route> = z.object({
  because: z.enum([
    'only_one',
    'image_input',
    'video_input',
    'long',
    'sound',
    'size',
    'style',
    'physics',
    'story',
    'draft',
    'cheapest',
    'fastest',
    'instead',
  ]),
  tried: z.array(engineId),
  priceMicroUsd: z.int(),
});

/** What came later has a default, for rows of before. */
const specSchema: z.ZodType<ClipSpec> = z.object({
  operation: z.enum(['make', 'upscale', 'extend']).default('make'),
  prompt: z.string(),
  seconds: z.number(),
  size: sizeSchema,
  fps: z.number(),
  seed: z.number(),
  audio: z.boolean(),
  style: z.string().nullable(),
  input: z.object({ kind: z.enum(['image', 'video']), source: z.string(), mediaKey: z.string().nullable() }).nullable(),
  wish: wishSchema.nullable().default(null),
  adapted: z
    .array(
      z.object({
        option: z.enum(['size', 'seconds', 'fps', 'seed', 'audio', 'style']),
        asked: z.string(),
        got: z.string().nullable(),
      }),
    )
    .default([]),
  route: routeSchema.nullable().default(null),
});

const fundingSchema: z.ZodType<Funding> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allowance') }),
  z.object({
    kind: z.literal('grants'),
    unit: z.enum(units),
    draws: z.array(z.object({ grantId: idSchema('grant'), amount: z.int().positive() })),
  }),
]);

/** Of an earlier version's row: the allowance, there was nothing else. */
function fundingOf(funding: unknown): Funding {
  return funding === null ? fromAllowance : fundingSchema.parse(funding);
}

function specOf(spec: unknown): ClipSpec {
  return specSchema.parse(spec);
}

/** A spec without what the person said, as it is stored: its price stays. Also of one that cannot be read. */
export function emptiedSpec(spec: unknown): unknown {
  return { ...fieldsOf(spec), prompt: '', style: null, input: null, wish: null, adapted: [] };
}

/** The kind of step that a state asks for; a job that has ended is watched when a late answer may be had. */
function stepOf(state: JobState): JobClaim['step'] | null {
  switch (state.kind) {
    // Once nobody said yes in time.
    case 'awaiting_approval':
    case 'preparing':
      return 'prepare';
    case 'queued':
      return 'submit';
    case 'submitting':
    case 'unknown':
      return 'reconcile';
    case 'rendering':
    case 'ready':
    case 'failed':
    case 'refused':
    case 'cancelled':
      return 'watch';
    case 'fetching':
      return 'fetch';
  }
}

/** When a due thing may be claimed: not before its time, and not while it is leased. */
export function claimableAtMs(dueAtMs: number | null, lease: Lease | null): number | null {
  return dueAtMs === null ? null : Math.max(dueAtMs, lease?.untilMs ?? 0);
}

export function leaseOf(row: Pick<JobRow, 'leaseOwner' | 'leaseUntilMs'>): Lease | null {
  const { leaseOwner: owner, leaseUntilMs: untilMs } = row;
  return owner === null || untilMs === null ? null : { owner, untilMs };
}

export function jobRow({ job, lease, hintedAtMs, fairTag }: StoredJob): JobRow {
  const { state, ...rest } = job;
  return {
    ...rest,
    ...splitState(state),
    inFlight: isInFlight(job),
    step: stepOf(state),
    claimableAtMs: claimableAtMs(job.dueAtMs, lease),
    fairTag,
    leaseOwner: lease?.owner ?? null,
    leaseUntilMs: lease?.untilMs ?? null,
    hintedAtMs,
  };
}

export function storedJobOf(row: JobRow): StoredJob {
  return readRow('jobs', row.id, () => ({
    job: jobOf(row),
    lease: leaseOf(row),
    hintedAtMs: row.hintedAtMs,
    fairTag: row.fairTag,
  }));
}

export function joinJobState(row: Pick<JobRow, 'state' | 'stateData'>): JobState {
  return joinState(stateSchema, row);
}

function jobOf(row: JobRow): Job {
  const { id, requestId, tenantId, userId, number, engine, credential, quoteMicroUsd, playMoney } = row;
  const { admittedAtMs, timeZone, stateSinceMs, submittedAtMs, overdueAtMs, cancelRequestedAtMs, endedAtMs } = row;
  const { cacheKey, copyOf, retries, dueAtMs } = row;
  return {
    id,
    requestId,
    tenantId,
    userId,
    number,
    spec: specOf(row.spec),
    engine,
    credential,
    quoteMicroUsd,
    playMoney,
    funding: fundingOf(row.funding),
    cacheKey,
    copyOf,
    state: joinJobState(row),
    admittedAtMs,
    timeZone,
    stateSinceMs,
    submittedAtMs,
    overdueAtMs,
    cancelRequestedAtMs,
    endedAtMs,
    retries,
    dueAtMs,
  };
}
