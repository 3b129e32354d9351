import type { RESTOptions } from 'discord.js';
import { MINUTE, SECOND } from '../../core/time.ts';

/** Where Discord is, and who we are there. */
export type RestSettings = { readonly apiUrl: string; readonly token: string };

/** An upload takes its time; one that is given up on and made again would be posted twice. */
const timeoutMs = 2 * MINUTE;

/** For everything asked of Discord: nothing is asked a second time beneath us. */
export function restOptions({ apiUrl }: RestSettings): Partial<RESTOptions> {
  return { api: apiUrl, timeout: timeoutMs, retries: 0 };
}

/** An answer that Discord wants later than this comes too late, and whoever gives it has to be able to stop. */
const patienceMsMax = 5 * SECOND;

/** For answers to what people type and press. */
export function answerRestOptions(settings: RestSettings): Partial<RESTOptions> {
  return {
    ...restOptions(settings),
    rejectOnRateLimit: ({ retryAfter, timeToReset, sublimitTimeout }) =>
      Math.max(retryAfter, timeToReset, sublimitTimeout) > patienceMsMax,
  };
}
