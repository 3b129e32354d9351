import type { ApiResult } from './api-call.ts';
import type { DiscordApi } from './api.ts';

/** Does something in a thread; where it is archived, opens it and does it once more. A locked one stays shut. */
export async function unarchiving<T>(
  api: Pick<DiscordApi, 'unarchive'>,
  channelId: string,
  attempt: () => Promise<ApiResult<T>>,
  signal: AbortSignal,
): Promise<ApiResult<T>> {
  const first = await attempt();
  if (first.kind !== 'archived') return first;
  const opened = await api.unarchive(channelId, signal);
  const second = opened.kind === 'done' ? await attempt() : opened;
  return second.kind === 'archived' ? { kind: 'not_allowed', detail: 'the thread is archived and locked' } : second;
}
