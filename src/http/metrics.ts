import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type MiddlewareHandler } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { answer } from './answer.ts';

export type MetricsRouteDeps = {
  readonly render: () => Promise<string>;
  readonly contentType: string;
  /** Whether people must sign in; then whoever reads metrics must as well. */
  readonly signInNeeded: boolean;
  readonly adminToken: string | null;
};

/** For Prometheus: with `Authorization: Bearer ADMIN_TOKEN`, or from this machine alone where nobody signs in. */
export function createMetricsRoute({ render, contentType, signInNeeded, adminToken }: MetricsRouteDeps): Hono {
  const app = new Hono();
  app.use(signInNeeded ? withToken(adminToken) : fromThisMachine);
  app.get('/', async (c) => c.body(await render(), 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }));
  return app;
}

function withToken(adminToken: string | null): MiddlewareHandler {
  if (adminToken === null) {
    return async (c) =>
      answer(c, 403, 'Metrics need a token here: start Reelay with ADMIN_TOKEN set, and send it as Bearer.');
  }
  const message = 'Send the ADMIN_TOKEN as Authorization: Bearer.\n';
  return bearerAuth({
    token: adminToken,
    noAuthenticationHeader: { message },
    invalidAuthenticationHeader: { message },
    invalidToken: { message },
  });
}

const fromThisMachine: MiddlewareHandler = async (c, next) => {
  const address = getConnInfo(c).remote.address ?? '';
  if (/^(::ffff:)?127\./.test(address) || address === '::1') return next();
  return answer(c, 403, 'Metrics are for this machine alone.');
};
