import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { useAgent } from 'request-filtering-agent';
import { isLoopback } from '../core/loopback.ts';
import type { Output } from '../core/ports/provider.ts';
import { retryAfterMs } from './retry-after.ts';

const redirectsMax = 3;
const loopbackRanges = ['127.0.0.0/8', '::1/128'];

export type Download =
  | Extract<Output, { kind: 'stream' }>
  /** Another status than 200 where the file should be. */
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfterMs: number | null };

export type DownloadOptions = {
  /** Sent to the first host alone: a redirect to another one does not get them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the address may be on this machine: only where the provider's own API is. */
  readonly mayBeLoopback: boolean;
  readonly signal: AbortSignal;
};

/** An address that must not be asked. Its message names the host alone, since addresses of files are secrets. */
export class UnsafeAddress extends Error {
  override readonly name = 'UnsafeAddress';
}

/**
 * Opens a file that an engine names, wherever it is: over https, and never at a private or link-local address, whatever
 * its name resolves to, here and after each redirect. Throws `UnsafeAddress`, or what went wrong with the network.
 */
export async function openDownload(address: string, options: DownloadOptions): Promise<Download> {
  let url = safeUrl(address, null, options);
  const { host } = url;
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    const headers = url.host === host ? options.headers : undefined;
    const response = await get(url, { ...options, headers: { 'accept-encoding': 'identity', ...headers } });
    const { statusCode: status = 0 } = response;
    const location = response.headers.location;
    if (status === 200) return { kind: 'stream', body: response, bytes: lengthOf(response) };
    // What is not read keeps its connection.
    response.destroy();
    if (status < 300 || status > 399 || location === undefined) {
      const header = (name: string): string | null => String(response.headers[name] ?? '') || null;
      const dateMs = Date.parse(response.headers.date ?? '');
      return { kind: 'refused', status, retryAfterMs: retryAfterMs(header, dateMs) };
    }
    url = safeUrl(location, url, options);
  }
  throw new UnsafeAddress(`expected a file after at most ${redirectsMax} redirects, got more from ${host}`);
}

function get(
  url: URL,
  { headers, mayBeLoopback, signal }: DownloadOptions & Required<Pick<DownloadOptions, 'headers'>>,
): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const isOwnMachine = mayBeLoopback && isLoopback(url.hostname);
  const agent = useAgent(url.href, { allowIPAddressList: isOwnMachine ? loopbackRanges : [] });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (url.protocol === 'https:' ? https : http).get(url, { agent, headers, signal }, resolve);
  request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
  return promise;
}

function safeUrl(address: string, from: URL | null, { mayBeLoopback }: DownloadOptions): URL {
  const url = URL.parse(address, from?.href);
  if (!url) throw new UnsafeAddress('expected an address of a file, got something else');
  const isOwnMachine = mayBeLoopback && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwnMachine)) {
    throw new UnsafeAddress(`expected an https address, got ${url.protocol} at ${url.hostname}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UnsafeAddress(`expected an address without a user or password, got one at ${url.hostname}`);
  }
  return url;
}

function lengthOf({ headers }: IncomingMessage): number | null {
  const length = Number(headers['content-length'] ?? Number.NaN);
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return isPlain && Number.isSafeInteger(length) ? length : null;
}
