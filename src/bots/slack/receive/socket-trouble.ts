import { MINUTE } from '../../../core/time.ts';
import type { SocketState } from './socket.ts';

/** A connection that is made anew is no trouble yet. */
const patienceMs = MINUTE;

/** What keeps people from reaching us over Socket Mode; null when nothing does. */
export function socketTrouble(socket: SocketState, nowMs: number): string | null {
  switch (socket.kind) {
    case 'connected':
      return null;
    case 'refused':
      return `Slack does not let us in over Socket Mode (${socket.why}); npm run reelay -- doctor slack says what to do`;
    case 'away':
      return nowMs - socket.sinceMs <= patienceMs
        ? null
        : `Slack cannot be reached over Socket Mode since ${new Date(socket.sinceMs).toISOString()}`;
  }
}
