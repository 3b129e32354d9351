/**
 * `fetch` that sends a body once and no more. Node's own sends it again by itself on a 421, and to where a 307 or 308
 * points, as long as it has the body at hand; of a stream it has not. The length goes along, so that it is not sent in
 * chunks, which not every server takes.
 */
export async function fetchOnce(address: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const once: RequestInit = { ...init, redirect: 'manual' };
  if (init.body === null || init.body === undefined) return fetch(address, once);
  const body = typeof init.body === 'string' ? new Blob([init.body]) : init.body;
  if (!(body instanceof Blob)) throw new TypeError('expected the body of a request to be a text or a blob');
  const headers = new Headers(init.headers);
  headers.set('content-length', String(body.size));
  return fetch(address, { ...once, headers, body: body.stream(), duplex: 'half' });
}
