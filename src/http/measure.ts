import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Clock, Metrics } from '../core/ports/world.ts';

/** Measures every request, by the pattern of its route: paths hold ids and tokens. */
export function measure({ clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics }): MiddlewareHandler {
  return async function measureRequest(c, next) {
    const startedAtMs = clock.nowMs();
    await next();
    const { method } = c.req;
    const labels = {
      route: routePath(c),
      method: knownMethods.has(method) ? method : 'other',
      status: `${Math.floor(c.res.status / 100)}xx`,
    };
    metrics.observe('httpRequests', labels, clock.nowMs() - startedAtMs);
  };
}

const knownMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
