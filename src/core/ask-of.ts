import type { Job } from './job.ts';
import { withoutOwnCopy } from './own-clip.ts';
import type { Ask } from './spec.ts';

/** What an earlier job asked for, as a new ask. Always a new take: the seed is drawn anew. */
export function askOf({ spec, engine }: Pick<Job, 'spec' | 'engine'>): Ask {
  const { operation, prompt, seconds, size, fps, style, audio, input } = spec;
  return {
    operation,
    prompt,
    engine,
    seconds,
    size,
    fps,
    style,
    count: 1,
    seed: null,
    audio,
    fresh: true,
    private: false,
    input: withoutOwnCopy(input),
  };
}
