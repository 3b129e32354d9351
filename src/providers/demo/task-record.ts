import { z } from 'zod';

const taskRecord = z.object({
  kind: z.literal('task'),
  prompt: z.string(),
  style: z.string().nullable(),
  seconds: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  fps: z.int().positive(),
  seed: z.number(),
  /** The input image on this machine's disk. */
  imagePath: z.string().nullable(),
  createdAtMs: z.int(),
});

/**
 * What the one file of an attempt holds. Whichever of the two is created first stands for good: a
 * task is accepted, a void attempt can never be.
 */
export const attemptRecord = z.discriminatedUnion('kind', [taskRecord, z.object({ kind: z.literal('void') })]);

/** How a task ended; the first verdict stands. */
export const verdictRecord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('succeeded') }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['moderation', 'invalid', 'transient']),
    detail: z.string(),
  }),
  z.object({ kind: z.literal('cancelled') }),
]);

/** What the renderer of a folder is busy with. */
export const progressRecord = z.object({
  attemptId: z.string(),
  progress: z.number().min(0).max(1),
  pid: z.int(),
});

/** How often a task's rendering was begun without an orderly end. */
export const startsRecord = z.object({ starts: z.int().nonnegative() });

export type TaskRecord = z.infer<typeof taskRecord>;
export type AttemptRecord = z.infer<typeof attemptRecord>;
export type Verdict = z.infer<typeof verdictRecord>;
export type Progress = z.infer<typeof progressRecord>;
