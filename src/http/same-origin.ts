import type { MiddlewareHandler } from 'hono';
import { hostOf } from './allowed-hosts.ts';
import { answer } from './answer.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that change something unless they come from a page of ours: their Origin is the address they
 * were sent to, or PUBLIC_URL where a proxy renames hosts; under its own host, PUBLIC_URL alone. Under `no-referrer` browsers send forms with the Origin
 * `null`; then their own word for it counts. A program must send Origin as well. Expects a Host that is checked.
 */
export function sameOrigin(publicUrl: string | null): MiddlewareHandler {
  const outside = publicUrl === null ? null : new URL(publicUrl);
  return async function checkOrigin(c, next) {
    if (safeMethods.has(c.req.method)) return next();
    const origin = c.req.header('origin') ?? 'null';
    const host = c.req.header('host') ?? '';
    const isOutside = outside !== null && hostOf(host, outside.protocol) === outside.host;
    const isOurs =
      origin === 'null'
        ? c.req.header('sec-fetch-site') === 'same-origin'
        : origin === outside?.origin || (!isOutside && URL.parse(origin)?.host === host);
    if (isOurs) return next();
    return answer(c, 403, 'This was asked from another site. Open Reelay itself and do it there.');
  };
}
