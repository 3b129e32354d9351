import { Hono } from 'hono';
import { type HttpBindings, serve } from '@hono/node-server';
import type { AddressInfo, Socket } from 'node:net';
import { type CommonFault, createFaultPlans, type FaultPlans } from './faults.ts';
import { createWatch, type Watch } from './watch.ts';

/** A call as an engine's double saw it, kept for tests to look at. */
export type EngineCall = {
  readonly method: string;
  readonly path: string;
  /** By lower-case name; what proves us is left out. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
};

export type EngineMatch = { readonly method?: string; readonly path?: RegExp };

export type EngineServer = AsyncDisposable & {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  readonly calls: readonly EngineCall[];
  readonly faults: FaultPlans<EngineMatch, EngineCall, CommonFault>;
  readonly watch: Watch;
  /** To be called after everything that changes there. */
  readonly changed: () => void;
};

const proofs: ReadonlySet<string> = new Set(['authorization', 'cookie']);

/** Requests to all doubles of engines here: whoever moves a clock waits until none is under way. */
const traffic = { begun: 0, ended: 0 };

export function engineTraffic(): Readonly<typeof traffic> {
  return traffic;
}

/** Serves an engine's double on loopback, with the faults that tests plan for it. */
export async function serveEngine(app: Hono): Promise<EngineServer> {
  const calls: EngineCall[] = [];
  const faults = createFaultPlans<EngineMatch, EngineCall, CommonFault>(
    ({ method, path }, call) => (method ?? call.method) === call.method && (path?.test(call.path) ?? true),
  );
  const watch = createWatch(10_000, () => calls.map(({ method, path }) => `${method} ${path}`).join('\n'));
  const front = new Hono<{ Bindings: HttpBindings }>();
  front.all('*', async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const headers = new Map(Array.from(c.req.raw.headers).filter(([name]) => !proofs.has(name)));
    const { pathname, search } = new URL(c.req.url);
    const call = { method: c.req.method, path: pathname + search, headers, body };
    calls.push(call);
    traffic.begun += 1;
    c.env.outgoing.once('close', () => {
      traffic.ended += 1;
    });
    const work = async (): Promise<Response> => {
      const { method, raw } = c.req;
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const answer = await app.fetch(
        new Request(raw.url, { method, headers: raw.headers, ...(hasBody ? { body } : {}) }),
      );
      watch.changed();
      return answer;
    };
    const hangUp = (): Response => {
      c.env.incoming.socket.destroy();
      return new Response(null, { status: 500 });
    };
    const fault = faults.take(call);
    if (fault === null) return work();
    if (fault === 'drop_request') return hangUp();
    if (fault === 'drop_answer') {
      await work();
      return hangUp();
    }
    if ('delayUntil' in fault) {
      await fault.delayUntil;
      return work();
    }
    if ('answerAfter' in fault) {
      const answer = await work();
      await fault.answerAfter;
      return answer;
    }
    if (fault.afterWork === true) await work();
    const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
    const type = typeof fault.body === 'string' ? 'text/plain' : 'application/json';
    return new Response(text, { status: fault.status, headers: { 'content-type': type, ...fault.headers } });
  });
  const { promise, resolve } = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch: front.fetch, hostname: '127.0.0.1', port: 0 }, resolve);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const { port } = await promise;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    faults,
    watch,
    changed: watch.changed,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
