import type { OwnerId } from '../../src/core/ids.ts';
import type { Owners } from '../../src/db/sqlite/owners.ts';

/** Who lives, in a world without processes: a test says who dies. */
export type MemoryOwners = {
  /** The owner starts to live. */
  join(owner: OwnerId): Owners;
  /** The owner dies without a word; its leases stay. */
  kill(owner: OwnerId): void;
};

export function memoryOwners(): MemoryOwners {
  const living = new Set<OwnerId>();
  return {
    join(owner) {
      living.add(owner);
      return { isDead: (other) => !living.has(other), release: () => void living.delete(owner) };
    },
    kill: (owner) => void living.delete(owner),
  };
}
