import type { ApiResult } from './api-call.ts';
import type { SlackApi } from './api.ts';
import type { KnownLength } from './file-transfer.ts';

/** Brings a file to Slack, which names it. Nobody sees it before its upload is completed. */
export async function putFile(
  api: SlackApi,
  { name, source }: { readonly name: string; readonly source: KnownLength },
  signal: AbortSignal,
): Promise<ApiResult<string>> {
  const place = await api.uploadUrl({ name, sizeBytes: source.bytes }, signal);
  if (place.kind !== 'done') return place;
  const sent = await api.uploadBytes(place.value.url, source, signal);
  // An address that is no good any more says nothing about a channel: another one may be.
  if (sent.kind === 'not_allowed') return { ...sent, kind: 'not_done' };
  return sent.kind === 'done' ? { kind: 'done', value: place.value.fileId } : sent;
}
