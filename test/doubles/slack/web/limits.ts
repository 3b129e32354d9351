import type { Clock } from '../../../../src/core/ports/world.ts';
import { perMinute } from '../rules.ts';
import type { Method } from './method.ts';
import { rateLimited } from './refusal.ts';

export interface Limits {
  /** Counts a request, or refuses it. */
  count(method: Method, workspaceId: string, channelId: string | null): void;
}

/** `real`: what is promised and nothing above it, per method and workspace, and one message a second per channel. */
export function createLimits(clock: Clock, how: 'real' | 'wide'): Limits {
  const windows = new Map<string, number[]>();
  function take(key: string, countMax: number, windowMs: number): void {
    const nowMs = clock.nowMs();
    const recent = (windows.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    const [first = nowMs] = recent;
    if (recent.length >= countMax) throw rateLimited(Math.max(1, Math.ceil((first + windowMs - nowMs) / 1000)));
    windows.set(key, [...recent, nowMs]);
  }
  return {
    count(method, workspaceId, channelId) {
      if (how === 'wide') return;
      if (method.name === 'chat.postMessage' && channelId !== null) take(`${workspaceId} ${channelId}`, 1, 1000);
      take(`${workspaceId} ${method.name}`, perMinute[method.tier], 60_000);
    },
  };
}
