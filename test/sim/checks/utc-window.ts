import type { WindowKind } from '../../../src/core/window.ts';

/** Start of the window that holds this moment. Tenants of the simulation live in UTC. */
export function startOfWindow(window: WindowKind, atMs: number): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), window === 'day' ? at.getUTCDate() : 1);
}
