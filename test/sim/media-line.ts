import type { Media, MediaSource } from '../../src/core/ports/media.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import type { MemoryMedia } from '../doubles/memory-media.ts';
import type { Chance } from './chance.ts';
import { fenced, withOverrides } from './fence.ts';
import type { Journal } from './journal.ts';
import type { Process } from './process.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Weather } from './weather.ts';

type Deps = {
  readonly media: MemoryMedia;
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly journal: Journal;
};

/** The disk that all processes share: full at times, failing now and then. */
export function createMediaLine({ media, clock, chance, weather, journal }: Deps) {
  async function carry(method: string, run: () => Promise<unknown>): Promise<unknown> {
    if (method !== 'freeBytes' && weather.strikes('media', 0.03, chance)) {
      journal.count('media: failed');
      throw new Error(`simulated: EIO in ${method}`);
    }
    return run();
  }

  return {
    mediaFor(process: Process): Media {
      const reached = fenced<Media>(media, [], (method, run) =>
        process.call(`media.${method}`, () => carry(method, run)),
      );
      return withOverrides<Media>(reached, {
        open: async (key) => {
          const source = await reached.open(key);
          return source && readBy(process, source);
        },
      });
    },
    fillDisk(): void {
      const forMs = chance.scale(MINUTE, 6 * HOUR);
      journal.count('disk: full for a while');
      journal.say('disk', null, `is full for ${Math.round(forMs / MINUTE)} min`);
      media.setDiskFull(true);
      clock.after('world', forMs, () => media.setDiskFull(false));
    },
    keys: (): readonly string[] => media.keys(),
    calmDown: (): void => media.setDiskFull(false),
  };
}

/** A stream that a process reads chunk by chunk, and that breaks with it. */
export function readBy(process: Process, source: MediaSource): MediaSource {
  const chunks = source.body[Symbol.asyncIterator]();
  return {
    bytes: source.bytes,
    body: { [Symbol.asyncIterator]: () => ({ next: () => process.call('a read', () => chunks.next()) }) },
  };
}
