import { z } from 'zod';
import { anyTaskId } from '../task-id.ts';

export type VideoState = 'waiting' | 'rendering' | 'completed' | 'failed' | 'cancelled' | 'expired' | 'unheard_of';

/** The words of the published API, and those that servers behind it let through. */
const stateOfWord: ReadonlyMap<string, VideoState> = new Map([
  ...named('waiting', ['queued', 'pending', 'submitted', 'created', 'scheduled', 'in_queue', 'not_start', 'starting']),
  ...named('rendering', ['in_progress', 'processing', 'running', 'generating', 'rendering']),
  ...named('completed', ['completed', 'complete', 'succeeded', 'success', 'done', 'finished']),
  ...named('failed', ['failed', 'failure', 'error']),
  ...named('cancelled', ['cancelled', 'canceled']),
  ...named('expired', ['expired']),
]);

/** Of every field, what cannot be read is as if it were not there: gateways leave out and change much. */
const answer = z.looseObject({
  id: id(),
  task_id: id(),
  status: z.string().nullish().catch(null),
  progress: z.union([z.number(), z.string()]).nullish().catch(null),
  expires_at: z.number().nullish().catch(null),
});

export type Video = {
  readonly id: string | null;
  /** Null where there is no word of it. */
  readonly state: VideoState | null;
  /** The word itself, fit for the log. */
  readonly word: string;
  /** 0 to 1. */
  readonly progress: number | null;
  readonly expiresAtMs: number | null;
};

/** A video job, in the words of whichever server describes it; null for an answer that is none. */
export function readVideo(json: unknown): Video | null {
  const parsed = answer.safeParse(json);
  if (!parsed.success) return null;
  const { status, progress, expires_at: expiresAt } = parsed.data;
  const word = (status ?? '').toLowerCase().replaceAll(/[^a-z\d]+/gu, '_');
  return {
    id: parsed.data.id ?? parsed.data.task_id ?? null,
    state: word === '' ? null : (stateOfWord.get(word) ?? 'unheard_of'),
    word: word.slice(0, 40),
    progress: fractionOf(progress),
    expiresAtMs: typeof expiresAt === 'number' && expiresAt > 0 ? Math.round(expiresAt * 1_000) : null,
  };
}

/** Published as 0 to 100; `45%` and fractions are about. */
function fractionOf(progress: string | number | null | undefined): number | null {
  if (progress === null || progress === undefined || progress === '') return null;
  const value = typeof progress === 'number' ? progress : Number(progress.trim().replace(/%$/, ''));
  if (!Number.isFinite(value)) return null;
  const isFraction = value > 0 && value < 1;
  return Math.min(1, Math.max(0, isFraction ? value : value / 100));
}

function id() {
  return z
    .union([anyTaskId, z.int().transform(String)])
    .nullish()
    .catch(null);
}

function named(state: VideoState, words: readonly string[]): (readonly [string, VideoState])[] {
  return words.map((word) => [word, state]);
}
