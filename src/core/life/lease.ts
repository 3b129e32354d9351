import type { Lease } from '../outcome.ts';

/** Whether a plan was made under the lease that is held now. */
export function holds(held: { readonly owner: string; readonly untilMs: number } | null, claimed: Lease): boolean {
  return held !== null && held.owner === claimed.owner && held.untilMs === claimed.untilMs;
}
