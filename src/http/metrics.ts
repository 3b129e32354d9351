import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import type { GuessLimit } from '../core/guess-limit.ts';
import { SECOND } from '../core/time.ts';
import { answer } from './answer.ts';
import { isFromThisMachine, peerOf } from './peer.ts';

export type MetricsRouteDeps = {
  readonly render: () => Promise<string>;
  readonly contentType: string;
  /** Whether people must sign in; then whoever reads metrics must as well. */
  readonly signInNeeded: boolean;
  readonly adminToken: string | null;
  /** Shared with every other place where that token is asked for. */
  readonly guesses: GuessLimit;
};

/** For Prometheus: with `Authorization: Bearer ADMIN_TOKEN`, or from this machine alone where nobody signs in. */
export function createMetricsRoute(deps: MetricsRouteDeps): Hono {
  const { render, contentType, signInNeeded, adminToken, guesses } = deps;
  const app = new Hono();
  app.use(signInNeeded ? withToken(adminToken, guesses) : fromThisMachine);
  app.get('/', async (c) => c.body(await render(), 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }));
  return app;
}

function withToken(adminToken: string | null, guesses: GuessLimit): MiddlewareHandler {
  if (adminToken === null) {
    return async (c) =>
      answer(c, 403, 'Metrics need a token here: start Reelay with ADMIN_TOKEN set, and send it as Bearer.');
  }
  const message = 'Send the ADMIN_TOKEN as Authorization: Bearer.\n';
  return bearerAuth({
    verifyToken(given, c) {
      const guesser = { kind: 'address', address: peerOf(c) } as const;
      const verdict = guesses.judge({ guesser, at: '/metrics', given, expected: adminToken });
      if (verdict.kind === 'wait') throw new HTTPException(429, { res: tooOften(c, verdict.waitMs) });
      return verdict.kind === 'right';
    },
    noAuthenticationHeader: { message },
    invalidAuthenticationHeader: { message },
    invalidToken: { message },
  });
}

function tooOften(c: Context, waitMs: number): Response {
  c.header('Retry-After', String(Math.ceil(waitMs / SECOND)));
  return answer(c, 429, 'Too many wrong tokens came from this address. Try again in a minute.');
}

const fromThisMachine: MiddlewareHandler = async (c, next) =>
  isFromThisMachine(c) ? next() : answer(c, 403, 'Metrics are for this machine alone.');
