import type { AdmissionRules } from './core/policy.ts';
import type { Media } from './core/ports/media.ts';
import type { Store } from './core/ports/store.ts';
import type { Clock } from './core/ports/world.ts';
import { MINUTE } from './core/time.ts';
import type { HealthDeps } from './http/health.ts';

type Parts = {
  readonly store: Pick<Store, 'ping'>;
  readonly media: Pick<Media, 'freeBytes'>;
  readonly rules: Pick<AdmissionRules, 'freeBytesMin'>;
  readonly clock: Clock;
  /** When the worker last looked for work without trouble; null before it did. */
  readonly lookedAtMs: () => number | null;
  /** What is wrong with each chat that has a connection of its own; null when all is well. */
  readonly chats: ReadonlyMap<string, () => string | null>;
};

/** A worker that is well looks each second. */
const lookedMsMax = MINUTE;

/** What has to be well for requests to be taken and worked. */
export function healthChecks({ store, media, rules, clock, lookedAtMs, chats }: Parts): HealthDeps['checks'] {
  return {
    async database() {
      await store.ping();
      return null;
    },
    async disk() {
      const freeBytes = await media.freeBytes();
      if (freeBytes >= rules.freeBytesMin) return null;
      return `${freeBytes} bytes are free where clips go; new requests are taken from ${rules.freeBytesMin}`;
    },
    async worker() {
      const atMs = lookedAtMs();
      if (atMs !== null && clock.nowMs() - atMs <= lookedMsMax) return null;
      return atMs === null ? 'it has not looked for work yet' : 'it has not looked for work for more than a minute';
    },
    ...Object.fromEntries(Array.from(chats, ([name, trouble]) => [name, async () => trouble()])),
  };
}
