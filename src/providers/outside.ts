import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { useAgent } from 'request-filtering-agent';
import { isLoopback } from '../core/loopback.ts';

export type OutsideOptions = {
  /** Whether the address may be on this machine: only where the provider's own API is. */
  readonly mayBeLoopback: boolean;
  readonly signal: AbortSignal;
};

/** An address that must not be asked. Its message names the host alone, since addresses of files are secrets. */
export class UnsafeAddress extends Error {
  override readonly name = 'UnsafeAddress';
}

const loopbackRanges = ['127.0.0.0/8', '::1/128'];

/** An address that an engine names, where it can be asked at all. Throws `UnsafeAddress`. */
export function outsideUrl(address: string, from: URL | null, { mayBeLoopback }: OutsideOptions): URL {
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

/**
 * Asks there once, and never at a private or link-local address, whatever its name resolves to. With a body it is a POST.
 * Rejects with what went wrong with the network; its answer is only begun.
 */
export function askOutside(
  url: URL,
  { headers, body, mayBeLoopback, signal }: OutsideOptions & { headers: OutgoingHttpHeaders; body?: Blob },
): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const isOwnMachine = mayBeLoopback && isLoopback(url.hostname);
  const agent = useAgent(url.href, { allowIPAddressList: isOwnMachine ? loopbackRanges : [] });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options = body
    ? { agent, signal, method: 'POST', headers: { ...headers, 'content-length': body.size } }
    : { agent, signal, headers };
  const request = (url.protocol === 'https:' ? https : http).request(url, options, resolve);
  request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
  // What goes wrong on either side ends both, and comes as an error of the request.
  if (body) pipeline(Readable.from(body.stream()), request, () => undefined);
  else request.end();
  return promise;
}
