import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { type EngineServer, serveEngine } from '../engine-server.ts';
import { bodies } from './bodies.ts';
import { createSigner, type Signer } from './signing.ts';
import { createTask, type FalTask, type StoredTask } from './task.ts';

export type { FalTask } from './task.ts';

export type FalOptions = {
  /** The time that callbacks are signed with; the system's unless given. */
  readonly nowMs?: () => number;
  /** What a wish to stop is answered with while the request waits: done (`OK`), or only taken down. */
  readonly cancelAnswer?: 'OK' | 'CANCELLATION_REQUESTED';
};

/** A fal on this machine: its queue, the files that it keeps, its prices and the keys that its callbacks are signed with. */
export type Fal = AsyncDisposable &
  Pick<EngineServer, 'url' | 'calls' | 'faults' | 'watch'> & {
    readonly key: string;
    readonly jwksUrl: string;
    readonly signer: Signer;
    /** Every create that was taken, in their order. */
    readonly tasks: readonly FalTask[];
    last(): FalTask;
    find(taskId: string): FalTask;
    /** Why the account is locked; null when it is not. Locked accounts can still ask for what they have. */
    lockedFor: string | null;
    /** The key in use stops to work. */
    revokeKey(): void;
    /** The endpoint is gone. */
    retire(endpoint: string): void;
    /** Calls back for a task that is over, at its address or another; answers with the status that it got. */
    callBack(task: FalTask, to?: string): Promise<number>;
    /** What is sent then, signed at that time. */
    delivery(task: FalTask, atMs?: number): { readonly body: string; readonly headers: Record<string, string> };
  };

export async function openFal({ nowMs = Date.now, cancelAnswer = 'OK' }: FalOptions = {}): Promise<Fal> {
  const key = 'key-id-of-this-test:key-secret-of-this-test';
  const signer = createSigner();
  const tasks: StoredTask[] = [];
  const retired = new Set<string>();
  let isRevoked = false;
  const app = new Hono();
  const server = await serveEngine(app);

  const refused = (c: Context): Response | null => {
    if (!isRevoked && c.req.header('authorization') === `Key ${key}`) return null;
    return c.json({ detail: 'Authentication is required to access this application' }, 401);
  };
  const taskAt = (c: Context): StoredTask | null => {
    const { owner = '', alias = '', id = '' } = c.req.param();
    const task = tasks.find((one) => one.id === id && one.word !== null);
    return task && appOf(task) === `${owner}/${alias}` ? task : null;
  };
  const unknownTask = (c: Context): Response => c.json({ detail: 'Request not found' }, 404);
  const addresses = (task: FalTask) => {
    const response_url = `${server.url}/${appOf(task)}/requests/${task.id}`;
    return { response_url, status_url: `${response_url}/status`, cancel_url: `${response_url}/cancel` };
  };

  app.get('/.well-known/jwks.json', (c) => c.json(signer.keySet()));

  app.get('/v1/models/pricing', (c) => {
    const endpoint_id = c.req.query('endpoint_id') ?? '';
    const refusal = refused(c);
    if (refusal) return refusal;
    return c.json({ prices: [{ endpoint_id, unit_price: 0.1, unit: 'second', currency: 'USD' }] });
  });

  // Files are open to whoever knows their address, and nobody sends a key there.
  app.get('/files/:name', (c) => {
    if (c.req.header('authorization') !== undefined) return c.text('a key came to the files', 400);
    const clip = tasks.find(({ id }) => `${id}.mp4` === c.req.param('name'))?.clip;
    if (!clip) return c.text('not found', 404);
    return c.body(new Uint8Array(clip), 200, { 'content-type': 'video/mp4' });
  });

  app.get('/:owner/:alias/requests/:id/status', (c) => {
    const task = taskAt(c);
    const refusal = refused(c);
    if (refusal) return refusal;
    if (!task) return unknownTask(c);
    const queue = task.word === 'IN_QUEUE' ? { queue_position: tasks.indexOf(task) } : { logs: null };
    const body = { status: task.word, request_id: task.id, ...addresses(task), ...queue };
    return task.word === 'COMPLETED' ? c.json({ ...body, metrics: { inference_time: 1 } }) : c.json(body, 202);
  });

  app.get('/:owner/:alias/requests/:id', (c) => {
    const task = taskAt(c);
    const refusal = refused(c);
    if (refusal) return refusal;
    if (!task) return unknownTask(c);
    if (task.result === null) return c.json({ detail: 'Request is still in progress' }, 400);
    const { status, body, headers = {} } = task.result;
    return c.json(z.json().parse(JSON.parse(JSON.stringify(body))), contentful(status), headers);
  });

  app.put('/:owner/:alias/requests/:id/cancel', (c) => {
    const task = taskAt(c);
    const refusal = refused(c);
    if (refusal) return refusal;
    if (!task) return c.json({ status: 'NOT_FOUND' }, 404);
    if (task.word === 'COMPLETED') return c.json({ status: 'ALREADY_COMPLETED' }, 400);
    if (task.word !== 'IN_QUEUE') return c.json({ status: 'CANCELLATION_REQUESTED' }, 202);
    task.forget();
    return c.json({ status: cancelAnswer }, cancelAnswer === 'OK' ? 200 : 202);
  });

  app.post('/*', async (c) => {
    const refusal = refused(c);
    if (refusal) return refusal;
    const endpoint = new URL(c.req.url).pathname.slice(1);
    const schema = retired.has(endpoint) ? undefined : bodies.get(endpoint);
    if (!schema) return c.json({ detail: `Application '${endpoint}' not found` }, 404);
    if (fal.lockedFor !== null) return c.json({ detail: `User is locked. Reason: ${fal.lockedFor}.` }, 403);
    const parsed = schema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return c.json({ detail: parsed.error.issues.map(asDetail) }, 422);
    const callbackUrl = c.req.query('fal_webhook') ?? null;
    if (callbackUrl !== null && !URL.canParse(callbackUrl)) return c.json({ detail: 'Invalid webhook' }, 422);
    const headers = new Map(Array.from(c.req.raw.headers).filter(([name]) => name !== 'authorization'));
    const body = z.record(z.string(), z.unknown()).parse(parsed.data);
    const task = createTask(randomUUID(), { endpoint, body, headers, callbackUrl }, server.url, server.changed);
    tasks.push(task);
    return c.json({ status: 'IN_QUEUE', request_id: task.id, ...addresses(task), queue_position: 0 });
  });

  app.all('/*', (c) => c.json({ detail: 'Method Not Allowed' }, 405));

  const known = (task: FalTask | undefined): FalTask => {
    if (!task) throw new Error(`expected such a request at the double, got ${tasks.length} others`);
    return task;
  };
  const fal: Fal = {
    url: server.url,
    calls: server.calls,
    faults: server.faults,
    watch: server.watch,
    key,
    jwksUrl: `${server.url}/.well-known/jwks.json`,
    signer,
    tasks,
    lockedFor: null,
    last: () => known(tasks.at(-1)),
    find: (taskId) => known(tasks.find(({ id }) => id === taskId)),
    revokeKey() {
      isRevoked = true;
    },
    retire: (endpoint) => retired.add(endpoint),
    delivery(task, atMs = nowMs()) {
      const body = JSON.stringify(payloadOf(task));
      return { body, headers: signer.headers(body, { requestId: task.id, atMs }) };
    },
    async callBack(task, to = task.callbackUrl ?? '') {
      const { body, headers } = fal.delivery(task);
      const response = await fetch(to, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'application/json' },
        redirect: 'manual',
      });
      await response.body?.cancel();
      return response.status;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return fal;
}

/** Endpoints share the queue of the app they begin with. */
function appOf({ endpoint }: FalTask): string {
  return endpoint.split('/').slice(0, 2).join('/');
}

/** What a callback says of a task that is over. */
function payloadOf({ id, result }: FalTask): object {
  if (result === null) throw new Error('expected a request that is over, got one that is not');
  const ids = { request_id: id, gateway_request_id: id };
  if (result.status < 300) return { ...ids, status: 'OK', payload: result.body };
  return { ...ids, status: 'ERROR', error: `Invalid status code: ${result.status}`, payload: result.body };
}

function asDetail({ path, message, code }: z.core.$ZodIssue): object {
  return { loc: ['body', ...path], msg: message, type: code === 'invalid_type' ? 'missing' : 'value_error' };
}

function contentful(status: number): ContentfulStatusCode {
  return z.custom<ContentfulStatusCode>((value) => Number(value) >= 200 && Number(value) !== 204).parse(status);
}
