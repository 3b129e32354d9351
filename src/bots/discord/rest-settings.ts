import type { RESTOptions } from 'discord.js';
import { MINUTE } from '../../core/time.ts';

/** Where Discord is, and who we are there. */
export type RestSettings = { readonly apiUrl: string; readonly token: string };

/** An upload takes its time; one that is given up on and made again would be posted twice. */
const timeoutMs = 2 * MINUTE;

/** For everything asked of Discord: nothing is asked a second time beneath us. */
export function restOptions({ apiUrl }: RestSettings): Partial<RESTOptions> {
  return { api: apiUrl, timeout: timeoutMs, retries: 0 };
}
