import { isLoopback } from '../../core/loopback.ts';
import { networkFailure } from '../../core/network-failure.ts';
import type { Output } from '../../core/ports/provider.ts';
import { type Download, openDownload } from '../download.ts';
import type { Answer, Client } from './client.ts';
import { video } from './answers.ts';

export type OutputDeps = { readonly client: Client; readonly baseUrl: string; readonly key: string };

type Refused = Extract<Download, { kind: 'refused' }>;

/** Not finished, not there yet, or too many requests. */
const early: ReadonlySet<number> = new Set([409, 425, 429]);
const addressesMax = 4;

/** Opens the first clip of a job: through the API itself, else where the job says that the file is. */
export async function openClip(taskId: string, deps: OutputDeps, signal: AbortSignal): Promise<Output> {
  const content = `${videoPath(taskId)}/content?index=0`;
  const own = await open(`${deps.baseUrl}${content}`, deps, signal);
  if (own.kind === 'stream') return own;
  if (early.has(own.status)) return { kind: 'not_ready', retryAfterMs: own.retryAfterMs };

  const job = await deps.client({ path: videoPath(taskId), signal });
  const troubles: string[] = [];
  for (const address of addressesIn(job, content)) {
    try {
      const elsewhere = await open(address, deps, signal);
      if (elsewhere.kind === 'stream') return elsewhere;
      troubles.push(`HTTP ${elsewhere.status}`);
    } catch (error) {
      signal.throwIfAborted();
      troubles.push(networkFailure(error).word);
    }
  }
  return withoutFile(own, troubles);
}

export function videoPath(taskId: string): string {
  return `/videos/${encodeURIComponent(taskId)}`;
}

/** The key goes to the API's own origin and to nobody else: a signed address needs none, and could be anybody's. */
function open(address: string, { baseUrl, key }: OutputDeps, signal: AbortSignal): Promise<Download> {
  const base = new URL(baseUrl);
  const isOwn = URL.parse(address)?.origin === base.origin;
  return openDownload(address, {
    ...(isOwn ? { headers: { authorization: `Bearer ${key}` } } : {}),
    mayBeLoopback: isLoopback(base.hostname),
    signal,
  });
}

/** Where else the file may be: signed addresses first; what the API itself serves was asked already. */
function addressesIn({ status, json }: Answer, content: string): readonly string[] {
  const job = status === 200 ? video.safeParse(json).data : undefined;
  const all = [...(job?.urls ?? []), ...(job?.unsigned_urls ?? [])];
  return [...new Set(all)].filter((address) => !address.endsWith(content)).slice(0, addressesMax);
}

function withoutFile({ status, retryAfterMs }: Refused, elsewhere: readonly string[]): Output {
  if (status === 404 || status === 410) {
    const answers = [`HTTP ${status}`, ...elsewhere].join(', ');
    return { kind: 'gone', detail: `where the clip should be: ${answers}` };
  }
  if (status === 401 || status === 403) throw new Error(`expected the clip, got HTTP ${status}: check the key`);
  return { kind: 'not_ready', retryAfterMs };
}
