import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** The address that a request comes from: behind a proxy, that of the proxy. */
export function peerOf(c: Context): string {
  return getConnInfo(c).remote.address ?? 'unknown';
}

export function isFromThisMachine(c: Context): boolean {
  const address = peerOf(c);
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}
