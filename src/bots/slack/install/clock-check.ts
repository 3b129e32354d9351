import { MINUTE, SECOND } from '../../../core/time.ts';

const askMsMax = 10 * SECOND;
/** From 5 minutes on, what Slack signs is refused as too old or too new; an answer takes a while. */
export const clockMsMax = 4 * MINUTE;

/** What time it is at Slack, whose answers are dated; null where that is not told. Never rejects. */
export async function timeAt(apiUrl: string, signal: AbortSignal): Promise<number | null> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(askMsMax)]);
    // A refusal says it as well, so no token goes along.
    const body = new URLSearchParams();
    const response = await fetch(`${apiUrl}auth.test`, { method: 'POST', body, redirect: 'manual', signal: limit });
    const atMs = Date.parse(response.headers.get('date') ?? '');
    return Number.isNaN(atMs) ? null : atMs;
  } catch {
    // Whether Slack can be reached at all is asked, and told, elsewhere.
    return null;
  }
}
