import type { World } from '../world.ts';
import type { Delivery } from './delivery.ts';
import { signedHeaders } from './sign.ts';

/** A request that Slack might send, or somebody who pretends to be Slack. */
export interface RawRequest {
  readonly body: string | Buffer;
  /** Default: that of a form. */
  readonly contentType?: string;
  /** By the signature's account; default: now, by the double's clock. */
  readonly atMs?: number;
  /** What it is signed with; default: the app's. */
  readonly secret?: string;
  /** In place of those above; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly method?: string;
  /** Behind the app's address; default: the address itself. */
  readonly path?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

/** The part of the language for requests that nobody typed. */
export function createRaw(world: World, delivery: Delivery) {
  async function send(
    url: string,
    body: string | Buffer,
    headers: Readonly<Record<string, string>>,
    method = 'POST',
  ): Promise<RawAnswer> {
    const bytes = typeof body === 'string' ? body : new Uint8Array(body);
    const response = await fetch(url, {
      method,
      headers: { ...headers, connection: 'close' },
      redirect: 'manual',
      signal: world.ended,
      ...(method === 'GET' ? {} : { body: bytes }),
    });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  function address(): string {
    if (delivery.to.url === null) throw new Error('The app has no address: deliverTo({ url })');
    return delivery.to.url;
  }

  function raw(request: RawRequest): Promise<RawAnswer> {
    const given: Record<string, string | null> = {
      'content-type': request.contentType ?? 'application/x-www-form-urlencoded',
      ...signedHeaders(
        request.body.toString('utf8'),
        request.atMs ?? world.clock.nowMs(),
        request.secret ?? world.signingSecret,
      ),
      ...request.headers,
    };
    const kept = Object.entries(given).filter((one): one is [string, string] => one[1] !== null);
    const url = request.path === undefined ? address() : new URL(request.path, address()).href;
    return send(url, request.body, Object.fromEntries(kept), request.method);
  }

  return {
    sign: (body: string, how: { readonly atMs?: number; readonly secret?: string } = {}): Record<string, string> =>
      signedHeaders(body, how.atMs ?? world.clock.nowMs(), how.secret ?? world.signingSecret),

    /** Signed and on time unless it says otherwise. */
    raw,

    /** The same bytes and the same signature once more, as somebody does who listened. */
    replay(of: { readonly id: string }): Promise<RawAnswer> {
      const { wire = null } = world.interactions.get(of.id) ?? {};
      if (!wire) throw new Error('It did not go over HTTP yet');
      return send(address(), wire.body, wire.headers);
    },

    /** What Slack asks when an address is entered in the app's settings. */
    verifyUrl(challenge = 'double-challenge'): Promise<RawAnswer> {
      const body = JSON.stringify({ token: world.verificationToken, challenge, type: 'url_verification' });
      return raw({ body, contentType: 'application/json' });
    },

    /** What Slack asks now and then to see whether the certificate is good. */
    sslCheck(): Promise<RawAnswer> {
      return raw({ body: new URLSearchParams({ ssl_check: '1', token: world.verificationToken }).toString() });
    },
  };
}
