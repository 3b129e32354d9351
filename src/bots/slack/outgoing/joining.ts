import type { ApiResult } from './api-call.ts';
import type { SlackApi } from './api.ts';

/** Does something in a channel; where we are not in it, joins it and does it once more. Only public ones let us in. */
export async function joining<T>(
  api: Pick<SlackApi, 'join'>,
  channelId: string,
  attempt: () => Promise<ApiResult<T>>,
  signal: AbortSignal,
): Promise<ApiResult<T>> {
  const first = await attempt();
  if (first.kind !== 'not_in_channel') return first;
  const joined = await api.join(channelId, signal);
  if (joined.kind === 'done') return attempt();
  // Whether we are in it says nothing about what was to be done there, which was not.
  return joined.kind === 'ambiguous' ? { ...joined, kind: 'not_done' } : joined;
}
