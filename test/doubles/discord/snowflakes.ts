import type { Clock } from '../../../src/core/ports/world.ts';

const discordEpochMs = 1_420_070_400_000;
const countMax = 2 ** 22;

export interface Snowflakes {
  /** An id of now, greater than every one before it. */
  next(): string;
  /** An id of something that has long been there, such as a server. Each of them is of another millisecond. */
  old(): string;
  /** The id of a server. One after the other belongs to the next shard. */
  server(): string;
}

export function createSnowflakes(clock: Clock): Snowflakes {
  let count = 0;
  let lastMs = 0;
  let oldMs = Date.UTC(2024, 0, 1);
  let serverMs = Date.UTC(2023, 0, 1);
  return {
    next() {
      lastMs = Math.max(lastMs, clock.nowMs());
      count += 1;
      if (count === countMax) {
        count = 0;
        lastMs += 1;
      }
      return snowflakeAt(lastMs, count);
    },
    old() {
      oldMs += 1;
      return snowflakeAt(oldMs, 0);
    },
    server() {
      serverMs += 1;
      return snowflakeAt(serverMs, 0);
    },
  };
}

function snowflakeAt(atMs: number, count = 0): string {
  return String((BigInt(atMs - discordEpochMs) << 22n) | BigInt(count));
}

/** Which of `shards` a server belongs to. Direct messages belong to the first. */
export function shardOf(guildId: string | null, shards: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

export function isOlder(id: string, than: string): boolean {
  return BigInt(id) < BigInt(than);
}
