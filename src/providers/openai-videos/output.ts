import { isLoopback } from '../../core/loopback.ts';
import type { Output } from '../../core/ports/provider.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { Answer } from '../answer.ts';
import { openDownload } from '../download.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { VideosClient } from './client.ts';
import { readVideo } from './video.ts';

type Deps = { readonly client: VideosClient; readonly baseUrl: string; readonly clock: Clock };

/**
 * Opens a finished video. What is said to be completed may not be there yet, so a missing one counts as gone only past
 * its expiry, or where the job itself is gone.
 */
export async function openVideo(taskId: string, deps: Deps, signal: AbortSignal): Promise<Output> {
  const { client, clock } = deps;
  const path = videoPath(taskId);
  const opened = await client.open(`${path}/content`, signal);
  if (opened.kind === 'open') return streamOf(opened.response);
  const { status, header } = opened.answer;
  if (status >= 300 && status < 400)
    return elsewhere(header('location'), `${deps.baseUrl}${path}/content`, deps, signal);
  const notReady: Output = { kind: 'not_ready', retryAfterMs: retryAfterMs(header, clock.nowMs()) };
  if (status === 410) return gone(status);
  if (status !== 404) return notReady;
  return isOver(await client.get(path, signal), clock.nowMs()) ? gone(status) : notReady;
}

/** Where the API keeps the video of a task, below its base. */
export function videoPath(taskId: string): string {
  return `/videos/${encodeURIComponent(taskId)}`;
}

async function streamOf(response: Response): Promise<Output> {
  const { body, headers, status } = response;
  const type = headers.get('content-type') ?? '';
  // A clip is no JSON: what came says in words that there is none now.
  if (status !== 200 || body === null || /\bjson\b|^text\//u.test(type)) {
    await body?.cancel();
    return { kind: 'not_ready', retryAfterMs: null };
  }
  const length = Number(headers.get('content-length') ?? Number.NaN);
  const isPlain = (headers.get('content-encoding') ?? 'identity') === 'identity';
  return { kind: 'stream', body, bytes: isPlain && Number.isSafeInteger(length) ? length : null };
}

/** The address behind a redirect is looked at before it is asked, and never gets our key: it carries its own. */
async function elsewhere(location: string | null, from: string, deps: Deps, signal: AbortSignal): Promise<Output> {
  const url = location === null ? null : URL.parse(location, from);
  if (url === null) return { kind: 'not_ready', retryAfterMs: null };
  const mayBeLoopback = isLoopback(new URL(deps.baseUrl).hostname);
  const download = await openDownload(url.href, { mayBeLoopback, signal });
  // An address that has expired is replaced by a new one the next time.
  return download.kind === 'stream' ? download : { kind: 'not_ready', retryAfterMs: download.retryAfterMs };
}

function isOver({ status, json }: Answer, nowMs: number): boolean {
  if (status === 404 || status === 410) return true;
  const video = readVideo(json);
  return video?.state === 'expired' || (video?.expiresAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
}

function gone(status: number): Output {
  return { kind: 'gone', detail: `HTTP ${status}` };
}
