import type { Clock } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { within } from '../../within.ts';
import type { ApiResult } from '../outgoing/api-call.ts';

/** How long Slack may take. */
export const askMsMax = {
  /** Before a form, which Slack opens for 3 s and no longer. */
  name: 1 * SECOND,
  form: 3 * SECOND,
  lookUp: 5 * SECOND,
  answer: 10 * SECOND,
  upload: 120 * SECOND,
} as const;

/** One thing asked of Slack, for so long and no longer. Never rejects. */
export async function askSlack<T>(
  withinMs: number,
  call: (signal: AbortSignal) => Promise<ApiResult<T>>,
  clock: Clock,
): Promise<ApiResult<T>> {
  const stop = new AbortController();
  try {
    const answer = await within(withinMs, call(stop.signal), clock);
    if (answer.inTime) return answer.value;
    return { kind: 'ambiguous', detail: `nothing heard from Slack within ${withinMs} ms`, code: null };
  } finally {
    stop.abort();
  }
}
