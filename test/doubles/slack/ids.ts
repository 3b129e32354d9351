import type { Clock } from '../../../src/core/ports/world.ts';

/** Ids and times in the form of Slack's, the same in every run. */
export interface Ids {
  /** `U0000000001`. */
  next(prefix: string): string;
}

/**
 * Counted from one. Those of users, channels and files are unique within a workspace only, as the documentation has
 * it, so each workspace counts its own.
 */
export function createIds(): Ids {
  const counts = new Map<string, number>();
  return {
    next(prefix) {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}0${count.toString(36).toUpperCase().padStart(9, '0')}`;
    },
  };
}

/** `1768478400.000001`: the time of a message, unique within its channel. */
export type Timestamps = () => string;

export function createTimestamps(clock: Clock): Timestamps {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.nowMs() * 1000);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}
