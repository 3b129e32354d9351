import type { IncomingMessage } from 'node:http';
import type { Output } from '../core/ports/provider.ts';
import { askOutside, type OutsideOptions, outsideUrl, UnsafeAddress } from './outside.ts';
import { retryAfterMs } from './retry-after.ts';

const redirectsMax = 3;

export type Download =
  | Extract<Output, { kind: 'stream' }>
  /** Another status than 200 where the file should be. */
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfterMs: number | null };

export type DownloadOptions = OutsideOptions & {
  /** Sent to the first host alone: a redirect to another one does not get them. */
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Opens a file that an engine names, wherever it is: over https, and never at a private or link-local address, whatever
 * its name resolves to, here and after each redirect. Throws `UnsafeAddress`, or what went wrong with the network.
 */
export async function openDownload(address: string, options: DownloadOptions): Promise<Download> {
  let url = outsideUrl(address, null, options);
  const { host } = url;
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    const headers = url.host === host ? options.headers : undefined;
    const response = await askOutside(url, { ...options, headers: { 'accept-encoding': 'identity', ...headers } });
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
    url = outsideUrl(location, url, options);
  }
  throw new UnsafeAddress(`expected a file after at most ${redirectsMax} redirects, got more from ${host}`);
}

function lengthOf({ headers }: IncomingMessage): number | null {
  const length = Number(headers['content-length'] ?? Number.NaN);
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return isPlain && Number.isSafeInteger(length) ? length : null;
}
