import type { MediaSource } from '../../../core/ports/media.ts';
import type { ApiResult } from './api-call.ts';
import { problemOfNetwork, problemOfStatus } from './api-error.ts';

export type KnownLength = MediaSource & { readonly bytes: number };

/** Sends a file to the place that Slack gave for it; its address is all the right that it takes. */
export async function sendFile(url: URL, source: KnownLength, signal: AbortSignal): Promise<ApiResult<null>> {
  const settled = new AbortController();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(source.bytes) },
      body: exactly(source, AbortSignal.any([signal, settled.signal])),
      duplex: 'half',
      redirect: 'error',
      signal,
    });
    await response.body?.cancel();
    return response.ok ? { kind: 'done', value: null } : problemOfStatus(response.status);
  } catch (error) {
    return problemOfNetwork(error);
  } finally {
    settled.abort();
  }
}

/**
 * The last piece goes out when all are there, so that a file of another length is never taken for whole. `fetch` reads on
 * to the end when it has failed long ago, unless it is stopped here.
 */
async function* exactly({ body, bytes }: KnownLength, over: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  let length = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of body) {
    over.throwIfAborted();
    length += chunk.byteLength;
    if (length > bytes) break;
    if (held) yield held;
    held = chunk;
  }
  if (length !== bytes) throw new RangeError(`expected ${bytes} bytes of the clip, got ${length} or more`);
  if (held) yield held;
}

/** Opens a file that Slack keeps. With a token that may not read it, Slack shows a page to sign in on. */
export async function openFileAt(url: URL, token: string, signal: AbortSignal): Promise<ApiResult<MediaSource>> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      // A redirect would lead past the check of the host, and to that page.
      redirect: 'manual',
      signal,
    });
    const { status, body, headers } = response;
    const isPage = status === 200 && headers.get('content-type')?.startsWith('text/html') === true;
    if (status === 200 && body && !isPage) return { kind: 'done', value: { body, bytes: lengthOf(headers) } };
    await body?.cancel();
    if (isPage || (status >= 300 && status < 400)) {
      return { kind: 'not_allowed', detail: `Slack wants a sign-in for a file (${status})`, code: null };
    }
    if (status !== 404 && status !== 410) return problemOfStatus(status);
    return { kind: 'file_gone', detail: `Slack answered with status ${status}`, code: null };
  } catch (error) {
    return problemOfNetwork(error);
  }
}

function lengthOf(headers: Headers): number | null {
  const length = headers.get('content-encoding') === null ? headers.get('content-length') : null;
  return length === null ? null : Number(length);
}
