import type { Job } from '../../src/core/job.ts';
import { idOf } from '../core/samples.ts';

/** A job that is under way, as a status shows it. */
export function rendering(progress: number | null = null): Partial<Job> {
  return { state: { kind: 'rendering', attemptId: idOf('attempt'), taskId: 'task', phase: 'rendering', progress } };
}
