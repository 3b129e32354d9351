import type { UserId } from '../../core/ids.ts';
import type { Channel, Message, Messages } from '../../core/ports/messages.ts';
import type { Clock, Log } from '../../core/ports/world.ts';
import { SECOND } from '../../core/time.ts';

const lookEveryMs = 2 * SECOND;
const looksPerBeat = 7;
export const changesMax = 200;
const sharedMax = 200;

type Drawn = { readonly message: Message; readonly html: string };

export type News = {
  readonly drawn: readonly Drawn[];
  /** All changes up to this version were looked at, also those that the viewer may not see. */
  readonly upTo: number;
};

export type Feed = {
  /** A change was made in this process; null when its version is not known. */
  changed(version: number | null): void;
  /** Somebody listens from now on. Returns how to stop. */
  join(): () => void;
  /** Resolves when there is something after a version, or when it is time for a sign of life. */
  next(afterVersion: number, signal: AbortSignal): Promise<'changed' | 'beat'>;
  /** At most `changesMax`, drawn once for all who ask alike. */
  changes(viewer: UserId, afterVersion: number): Promise<News>;
  close(): void;
};

type Deps = {
  readonly messages: Messages;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly log: Log;
  readonly draw: (message: Message) => Promise<string>;
};

type Waiter = { readonly afterVersion: number; readonly wake: (why: 'changed' | 'beat') => void };

/**
 * What changes in a channel, for all open pages together: one look at the store for changes of other processes, one
 * query per viewer and place, and each message drawn once per version.
 */
export function createFeed({ messages, channel, clock, log, draw }: Deps): Feed {
  const closing = new AbortController();
  const waiters = new Set<Waiter>();
  const shared = new Map<string, Promise<News>>();
  const drawn = new Map<number, Drawn>();
  let known = 0;
  let listeners = 0;
  let isLooking = false;

  function wake(why: 'changed' | 'beat'): void {
    for (const waiter of waiters) if (why === 'beat' || waiter.afterVersion < known) waiter.wake(why);
  }

  function sawVersion(version: number): void {
    if (version <= known) return;
    known = version;
    shared.clear();
    wake('changed');
  }

  async function look(): Promise<void> {
    try {
      sawVersion(await messages.version(channel));
    } catch (error) {
      log.warn('the console could not look for new messages; it looks again', { why: String(error) });
    }
  }

  async function keepLooking(): Promise<void> {
    isLooking = true;
    for (let looks = 1; listeners > 0 && !closing.signal.aborted; looks += 1) {
      await clock.sleep(lookEveryMs, closing.signal);
      await look();
      if (looks % looksPerBeat === 0) wake('beat');
    }
    isLooking = false;
  }

  function background(work: Promise<void>): void {
    work.catch((error: unknown) => log.error('the console stopped looking for new messages', error));
  }

  async function drawOnce(message: Message): Promise<Drawn> {
    const earlier = drawn.get(message.position);
    if (earlier?.message.version === message.version) return earlier;
    const now = { message, html: await draw(message) };
    if (drawn.size >= sharedMax) drawn.clear();
    drawn.set(message.position, now);
    return now;
  }

  async function read(viewer: UserId, afterVersion: number): Promise<News> {
    const knownBefore = known;
    const found = await messages.changes({ ...channel, viewer, afterVersion, limit: changesMax });
    const last = found.at(-1)?.version ?? afterVersion;
    const upTo = found.length < changesMax ? Math.max(last, knownBefore) : last;
    return { drawn: await Promise.all(found.map(drawOnce)), upTo };
  }

  return {
    changed(version) {
      if (version === null) background(look());
      else sawVersion(version);
    },
    join() {
      listeners += 1;
      if (!isLooking) background(keepLooking());
      return () => {
        listeners -= 1;
      };
    },
    next(afterVersion, signal) {
      if (afterVersion < known) return Promise.resolve('changed');
      return new Promise((resolve) => {
        const done = (why: 'changed' | 'beat'): void => {
          waiters.delete(waiter);
          signal.removeEventListener('abort', aborted);
          resolve(why);
        };
        const aborted = (): void => done('beat');
        const waiter: Waiter = { afterVersion, wake: done };
        waiters.add(waiter);
        signal.addEventListener('abort', aborted);
        if (signal.aborted) aborted();
      });
    },
    changes(viewer, afterVersion) {
      const key = `${viewer} ${afterVersion}`;
      const earlier = shared.get(key);
      if (earlier) return earlier;
      const now = read(viewer, afterVersion);
      if (shared.size >= sharedMax) shared.clear();
      shared.set(key, now);
      now.catch(() => shared.delete(key));
      return now;
    },
    close: () => closing.abort(),
  };
}
