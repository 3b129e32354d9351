import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../core/loopback.ts';
import { answer } from './answer.ts';

export type OwnAddress = {
  /** What the server listens on. */
  readonly host: string;
  /** Where people reach it from outside; null when they cannot. */
  readonly publicUrl: string | null;
};

/**
 * Refuses requests whose Host is not ours: a page elsewhere that points its own name at this machine (DNS
 * rebinding) still sends that name. Names of this machine count with any port, because tunnels and containers map
 * ports, and no rebinding can bring a browser to send them.
 */
export function allowedHosts({ host, publicUrl }: OwnAddress): MiddlewareHandler {
  const outside = publicUrl === null ? null : new URL(publicUrl);
  return async function checkHost(c, next) {
    const given = c.req.header('host') ?? '';
    const isOurs =
      isThisMachine(given) ||
      hostnameOf(given, 'http:') === hostnameOf(host.includes(':') ? `[${host}]` : host, 'http:') ||
      (outside !== null && hostOf(given, outside.protocol) === outside.host);
    if (isOurs) return next();
    return answer(
      c,
      421,
      'This address is not one of ours. To reach Reelay by another name, start it with PUBLIC_URL set to that address.',
    );
  };
}

/** Whether a Host names this machine and nothing else. */
export function isThisMachine(host: string): boolean {
  return isLoopback(hostnameOf(host, 'http:') ?? '');
}

function hostnameOf(host: string, protocol: string): string | null {
  return parse(host, protocol)?.hostname ?? null;
}

/** Name and port, without the port that the protocol implies. */
export function hostOf(host: string, protocol: string): string | null {
  return parse(host, protocol)?.host ?? null;
}

function parse(host: string, protocol: string): URL | null {
  return /^[\w.:[\]-]+$/.test(host) ? URL.parse(`${protocol}//${host}/`) : null;
}
