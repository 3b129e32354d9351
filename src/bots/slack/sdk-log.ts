import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../../core/ports/world.ts';

/**
 * What Slack's libraries say, in our log. Below a warning they write out whole events, with all that people typed, so
 * nothing of that is taken.
 */
export function sdkLog(log: Log): Logger {
  const heard = (said: readonly unknown[]): void =>
    log.warn('a library of Slack says', { said: said.map(String).join(' ') });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said: unknown[]) => heard(said),
    error: (...said: unknown[]) => heard(said),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
