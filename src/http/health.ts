import { type Context, Hono } from 'hono';
import type { Clock } from '../core/ports/world.ts';
import { SECOND } from '../core/time.ts';
import { isThisMachine } from './allowed-hosts.ts';
import { isFromThisMachine } from './peer.ts';

/** Null when all is well, else what is wrong, in a sentence for the operator. Throwing means the same. */
export type HealthCheck = () => Promise<string | null>;

export type HealthDeps = {
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly isStopping: () => boolean;
  readonly clock: Clock;
};

type Finding = { readonly ok: boolean; readonly reason: string | null };

const checkTimeoutMs = 2 * SECOND;

/**
 * `live`: the process answers. `ready`: it can take requests and work them; the reasons why not hold paths and are
 * for whoever asks on this machine, under a name of it.
 */
export function createHealth({ checks, isStopping, clock }: HealthDeps): Hono {
  async function find(name: string, check: HealthCheck): Promise<[string, Finding]> {
    const answered = new AbortController();
    const late = clock.sleep(checkTimeoutMs, answered.signal).then(() => `no answer in ${checkTimeoutMs / SECOND} s`);
    const reason = await Promise.race([check().catch(reasonOf), late]);
    answered.abort();
    return [name, { ok: reason === null, reason }];
  }

  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.get('/live', (c) => c.json({ live: true }));
  app.get('/ready', async (c) => {
    const findings = await Promise.all(Object.entries(checks).map(([name, check]) => find(name, check)));
    const stopping = isStopping();
    const ready = !stopping && findings.every(([, { ok }]) => ok);
    const found = isLocal(c) ? { ready, stopping, checks: Object.fromEntries(findings) } : { ready };
    return c.json(found, ready ? 200 : 503);
  });
  return app;
}

/** A proxy on this machine sends the name that it was asked for, or says that it is one. */
function isLocal(c: Context): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'via'].some((name) => c.req.header(name) !== undefined);
  return isFromThisMachine(c) && isThisMachine(c.req.header('host') ?? '') && !isForwarded;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
