import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { type RequestIdVariables, requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { StoreUnavailable } from '../core/ports/store.ts';
import type { Log } from '../core/ports/world.ts';
import { allowedHosts, type OwnAddress } from './allowed-hosts.ts';
import { answer } from './answer.ts';
import { createHealth, type HealthDeps } from './health.ts';
import { measure } from './measure.ts';
import { createMediaLinks, type MediaLinksDeps } from './media.ts';
import { createMetricsRoute, type MetricsRouteDeps } from './metrics.ts';
import { sameOrigin } from './same-origin.ts';
import { strictHeaders } from './strict-headers.ts';
import { createWebhooks, type WebhooksDeps } from './webhooks.ts';

/** An app of its own at a path of ours. */
export type Mount = {
  readonly path: string;
  readonly app: Hono;
  /** Called by programs, which prove themselves and send no Origin; a page of another site must gain nothing by calling it. */
  readonly isMachine: boolean;
  /** Largest body that it takes; null where every route of its own looks to that, before it reads any. */
  readonly bodyBytesMax?: number | null;
};

export type HttpDeps = {
  readonly address: OwnAddress;
  readonly webhooks: WebhooksDeps;
  readonly media: MediaLinksDeps;
  readonly health: HealthDeps;
  readonly metrics: MetricsRouteDeps;
  readonly mounts: readonly Mount[];
  readonly log: Log;
};

const bodyBytesMaxDefault = 256 * 1_024;
const retryAfterSeconds = '10';

/** Everything that is answered over HTTP, behind the same checks. Ours comes before mounts, longer paths before shorter. */
export function createHttp({ address, webhooks, media, health, metrics, mounts, log }: HttpDeps): Hono<Env> {
  const app = new Hono<Env>();
  // An id from outside is not taken over: it would be written into our log.
  app.use(measure(webhooks), requestId({ headerName: '' }), strictHeaders(address.publicUrl));
  // Those who watch a container call it by an address of their own, and learn whether it is well.
  app.route('/health', createHealth(health));
  app.use(allowedHosts(address));
  app.route('/webhooks', createWebhooks(webhooks));
  app.route('/media', createMediaLinks(media));
  app.route('/metrics', createMetricsRoute(metrics));
  // What is not found at ours is not looked for at a mount.
  for (const own of ['/health', '/webhooks', '/media', '/metrics']) app.all(`${own}/*`, (c) => c.notFound());

  for (const { path, app: mounted, isMachine, bodyBytesMax = bodyBytesMaxDefault } of bySpecificity(mounts)) {
    const guarded = new Hono();
    if (!isMachine) guarded.use(sameOrigin(address.publicUrl));
    guarded.use(admittingOnly(health.isStopping));
    if (bodyBytesMax !== null) guarded.use(upTo(bodyBytesMax));
    guarded.route('/', mounted);
    app.route(path, guarded);
    // Nor is what a mount does not have looked for at the one behind it.
    if (path !== '/') app.all(`${path}/*`, (c) => c.notFound());
  }

  app.notFound((c) => answer(c, 404, 'There is nothing at this address.'));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof StoreUnavailable) {
      c.header('Retry-After', retryAfterSeconds);
      return answer(c, 503, 'Reelay cannot reach its database right now. Nothing was changed; try again in a moment.');
    }
    const id = c.get('requestId');
    // Whoever asked has left in the middle of it: nothing is wrong with us, and nobody reads this.
    if (c.req.raw.signal.aborted) return answer(c, 400, 'The request broke off.');
    log.error('a request failed', error, { requestId: id, method: c.req.method, route: routePath(c) });
    return answer(c, 500, `Something went wrong on our side. In the log it is ${id}.`);
  });
  return app;
}

function upTo(maxSize: number): MiddlewareHandler {
  return bodyLimit({ maxSize, onError: (c) => answer(c, 413, `This is larger than ${maxSize} bytes.`) });
}

/** What is asked while it stops is refused, so that nobody waits for an answer from a service that is gone. */
function admittingOnly(isStopping: () => boolean): MiddlewareHandler {
  return async (c, next) => {
    if (!isStopping() || c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    c.header('Retry-After', retryAfterSeconds);
    return answer(c, 503, 'Reelay is stopping. Ask again in a moment.');
  };
}

function bySpecificity(mounts: readonly Mount[]): Mount[] {
  return mounts.toSorted((one, other) => other.path.length - one.path.length);
}

type Env = { Variables: RequestIdVariables };
