import { z } from 'zod';
import { type Attempt, type AttemptState, taskIdOf } from '../../core/attempt.ts';
import type { Tables } from '../tables.ts';
import { joinState, readRow, splitState } from './readable.ts';

export type AttemptRow = Tables['attempts']['$inferSelect'];

const taskId = z.string();
const costMicroUsd = z.int();
const providerCodes = [
  'moderation',
  'invalid',
  'rate_limited',
  'out_of_credit',
  'model_retired',
  'transient',
  'expired',
] as const;

const stateSchema: z.ZodType<AttemptState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('submitting') }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('accepted'), taskId }),
  z.object({ kind: z.literal('rejected'), code: z.enum([...providerCodes, 'never_accepted']) }),
  z.object({ kind: z.literal('succeeded'), taskId, costMicroUsd }),
  z.object({ kind: z.literal('failed'), taskId, code: z.enum(providerCodes), costMicroUsd }),
  z.object({ kind: z.literal('cancelled'), taskId }),
  z.object({ kind: z.literal('abandoned'), taskId: taskId.nullable() }),
]);

export function attemptRow({ state, ...rest }: Attempt): AttemptRow {
  return { ...rest, ...splitState(state), taskId: taskIdOf(state) };
}

export function attemptOf(row: AttemptRow): Attempt {
  const { id, jobId, engine, credential, callbackTokenHash, createdAtMs, settledAtMs } = row;
  const state = readRow('attempts', id, () => joinState(stateSchema, row));
  return { id, jobId, engine, credential, callbackTokenHash, state, createdAtMs, settledAtMs };
}
