import { MINUTE } from '../../core/time.ts';
import type { GatewayState } from './gateway.ts';
import type { TokenStanding } from '../token-standing.ts';

/** A connection that is made anew is no trouble yet. */
const patienceMs = MINUTE;

/** What keeps people on Discord from being answered; null when nothing does. */
export function troubleOf(gateway: GatewayState, standing: TokenStanding, nowMs: number): string | null {
  if (gateway.kind === 'refused') return `Discord does not let us in: ${gateway.why}`;
  if (standing.refusedAtMs() !== null) {
    return 'Discord refuses the token in DISCORD_TOKEN; npm run reelay -- doctor discord says what to do';
  }
  if (gateway.kind === 'connected' || nowMs - gateway.sinceMs <= patienceMs) return null;
  return `Discord cannot be reached since ${new Date(gateway.sinceMs).toISOString()}`;
}
