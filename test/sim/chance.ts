import type { Random } from '../../src/core/ports/world.ts';
import { seededRandom } from '../doubles/world.ts';

/** Chance of one seed. Branches are independent, so that what one part draws does not shift what another does. */
export type Chance = Random & {
  branch(name: string): Chance;
  /** True in `share` of all cases. */
  hits(share: number): boolean;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** From `min` to `max`, small and large orders of magnitude alike. */
  scale(min: number, max: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
};

export function createChance(seed: number): Chance {
  const random = seededRandom(seed);
  const int = (min: number, max: number): number => min + Math.floor(random.fraction() * (max - min + 1));
  return {
    ...random,
    branch: (name) => createChance(mix(seed, name)),
    hits: (share) => random.fraction() < share,
    int,
    scale: (min, max) => Math.round(min * (max / min) ** random.fraction()),
    pick: (values) => values[int(0, values.length - 1)] ?? values[0],
  };
}

/** FNV-1a over the name, started from the seed. */
function mix(seed: number, name: string): number {
  let hash = (2_166_136_261 ^ Math.imul(seed, 2_654_435_761)) >>> 0;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 16_777_619) >>> 0;
  return hash;
}
