import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { type EngineServer, serveEngine } from '../engine-server.ts';
import { bodies } from './bodies.ts';
import { createTask, type RunwayTask, type StoredTask } from './task.ts';

export type { RunwayTask } from './task.ts';

export type ModelLimits = { maxConcurrentGenerations: number | null; maxDailyGenerations: number | null };

/** A Runway on this machine. */
export type Runway = AsyncDisposable &
  Pick<EngineServer, 'url' | 'calls' | 'faults'> & {
    readonly key: string;
    /** Every create that was taken, in their order. */
    readonly tasks: readonly RunwayTask[];
    /** Bytes that were uploaded, by their `runway://` address. */
    readonly uploads: ReadonlyMap<string, File>;
    /** Of the tier, by model; what is changed here holds from then on. */
    readonly limits: Map<string, ModelLimits>;
    /** What is left on the account. Creates take their estimate from it at once. */
    credits: number;
    /** Credits for a body; 12 a second unless changed. */
    price: (body: Readonly<Record<string, unknown>>) => number;
    /** The task made last. */
    last(): RunwayTask;
    find(taskId: string): RunwayTask;
    readonly until: EngineServer['watch']['until'];
    /** The model is in no request any more. */
    retire(model: string): void;
    /** The key in use stops to work. */
    revokeKey(): void;
  };

const docUrl = 'https://docs.dev.runwayml.com/api';
const version = '2024-11-06';
const uploadBody = z.strictObject({
  filename: z.string().regex(/\.(?:png|jpe?g|webp|mp4|webm|mov)$/),
  type: z.literal('ephemeral'),
});

export async function openRunway(): Promise<Runway> {
  const key = 'key_runway_of_this_test';
  const tasks: StoredTask[] = [];
  const deleted = new Set<string>();
  const uploads = new Map<string, File>();
  const places = new Map<string, string>();
  const retired = new Set<string>();
  const limits = new Map<string, ModelLimits>();
  let isRevoked = false;
  const app = new Hono();
  const server = await serveEngine(app);

  const active = (model: string): number =>
    tasks.filter((task) => task.model === model && ['PENDING', 'RUNNING'].includes(task.status)).length;
  const roomFor = (model: string): boolean => active(model) < (limits.get(model)?.maxConcurrentGenerations ?? 100);

  app.use('/v1/*', async (c, next) => {
    if (isRevoked || c.req.header('authorization') !== `Bearer ${key}`) {
      return c.json({ error: 'You did not provide a valid API key.', docUrl }, 401);
    }
    if (c.req.header('x-runway-version') !== version) return c.json({ error: 'No API version', docUrl }, 400);
    return next();
  });

  app.post('/v1/uploads', async (c) => {
    const asked = uploadBody.safeParse(await c.req.json().catch(() => null));
    if (!asked.success) return c.json(invalid(asked.error.issues), 400);
    const name = randomUUID();
    places.set(name, `runway://${name}/${asked.data.filename}`);
    const fields = { key: name, policy: 'signed' };
    return c.json({ uploadUrl: `${server.url}/storage`, fields, runwayUri: places.get(name) });
  });

  // Object storage: it takes no key of Runway's, and answers in XML.
  app.post('/storage', async (c) => {
    const form = await c.req.formData();
    const place = form.get('key');
    const uri = typeof place === 'string' ? places.get(place) : undefined;
    const file = form.get('file');
    if (
      uri === undefined ||
      form.get('policy') !== 'signed' ||
      !(file instanceof File) ||
      c.req.header('authorization') !== undefined
    ) {
      return c.body('<Error><Code>AccessDenied</Code></Error>', 403);
    }
    uploads.set(uri, file);
    return c.body(null, 204);
  });

  app.post('/v1/:endpoint', async (c) => {
    const endpoint = c.req.param('endpoint');
    const schemas = schemasOf(endpoint);
    if (!schemas) return c.json({ error: 'Not found', docUrl }, 404);
    const json: unknown = await c.req.json().catch(() => null);
    const model = z.looseObject({ model: z.string() }).safeParse(json).data?.model ?? '';
    const schema = schemas[model];
    if (!schema) {
      return c.json(invalid([{ code: 'invalid_union', path: ['model'], message: 'Invalid input' }]), 400);
    }
    if (retired.has(model)) return c.json({ error: 'Model variant is not available', docUrl }, 403);
    const parsed = schema.safeParse(json);
    if (!parsed.success) return c.json(invalid(parsed.error.issues), 400);
    const body = z.record(z.string(), z.unknown()).parse(parsed.data);
    const missing = missingInput(body, uploads);
    if (missing !== null) return c.json(invalid([{ code: 'custom', path: [missing], message: 'Not found' }]), 400);
    const estimate = runway.price(body);
    if (runway.credits < estimate) {
      return c.json({ error: 'You do not have enough credits to run this task.', docUrl }, 400);
    }
    const daily = limits.get(model)?.maxDailyGenerations ?? Number.POSITIVE_INFINITY;
    if (tasks.filter((task) => task.model === model).length >= daily) {
      return c.json({ error: 'You have reached the daily limit of generations for this model.', docUrl }, 429, {
        'retry-after': '3600',
      });
    }
    runway.credits -= estimate;
    const changed = (): void => {
      const next = tasks.find((task) => task.status === 'THROTTLED' && task.model === model);
      if (next && next.id !== task.id && roomFor(model)) next.become('PENDING');
      server.changed();
    };
    const isThrottled = !roomFor(model);
    const createdAtMs = Date.parse('2026-11-23T03:00:00.000Z') + tasks.length;
    const task = createTask({ id: randomUUID(), endpoint, model, body, createdAtMs, estimate, isThrottled, changed });
    tasks.push(task);
    return c.json({ id: task.id, estimatedCost: { credits: estimate } });
  });

  app.get('/v1/tasks/:id', (c) => {
    const task = tasks.find(({ id }) => id === c.req.param('id') && !deleted.has(id));
    return task ? c.json(task.answer(server.url)) : c.json({ error: 'Could not find Task' }, 404);
  });

  // Stops what has not ended, and destroys what has; both are gone afterwards.
  app.delete('/v1/tasks/:id', (c) => {
    const task = tasks.find(({ id }) => id === c.req.param('id') && !deleted.has(id));
    if (!task) return c.json({ error: 'Could not find Task' }, 404);
    deleted.add(task.id);
    task.become('CANCELLED');
    return c.body(null, 204);
  });

  app.get('/v1/organization', (c) => {
    const models = Object.fromEntries(limits);
    const used = Object.fromEntries(
      Array.from(limits.keys(), (model) => [
        model,
        { dailyGenerations: tasks.filter((task) => task.model === model).length },
      ]),
    );
    return c.json({
      creditBalance: runway.credits,
      tier: { maxMonthlyCreditSpend: 10_000, models },
      usage: { models: used },
    });
  });

  app.get('/files/:name', (c) => {
    const task = tasks.find(({ id }) => `${id}.mp4` === c.req.param('name') && !deleted.has(id));
    const clip = task?.open(c.req.query('_jwt') ?? null);
    if (!clip || c.req.header('authorization') !== undefined)
      return c.body('<Error><Code>AccessDenied</Code></Error>', 403);
    return c.body(new Uint8Array(clip), 200, { 'content-type': 'video/mp4', 'content-length': String(clip.length) });
  });

  const find = (taskId: string): RunwayTask => {
    const task = tasks.find(({ id }) => id === taskId);
    if (!task) throw new Error(`expected a task that was made here, got ${taskId}`);
    return task;
  };
  const runway: Runway = {
    url: server.url,
    calls: server.calls,
    faults: server.faults,
    key,
    tasks,
    uploads,
    limits,
    credits: 100_000,
    price: ({ duration }) => 12 * (typeof duration === 'number' ? duration : 5),
    last: () => find(tasks.at(-1)?.id ?? 'none'),
    find,
    until: (look, what, signal) => server.watch.until(look, what, signal),
    retire: (model) => retired.add(model),
    revokeKey: () => {
      isRevoked = true;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return runway;
}

function schemasOf(endpoint: string): Readonly<Record<string, z.ZodType>> | null {
  return Object.entries(bodies).find(([name]) => name === endpoint)?.[1] ?? null;
}

type Issue = { readonly code?: string | undefined; readonly path: readonly PropertyKey[]; readonly message: string };

function invalid(issues: readonly Issue[]): { error: string; issues: object[]; docUrl: string } {
  const told = issues.map(({ code, path, message }) => ({ code, path: path.map(String), message }));
  return { error: 'Validation of body failed', issues: told, docUrl };
}

/** The field whose `runway://` address nobody uploaded. */
function missingInput(body: Readonly<Record<string, unknown>>, uploads: ReadonlyMap<string, File>): string | null {
  for (const field of ['promptImage', 'promptVideo', 'videoUri']) {
    const said = JSON.stringify(body[field] ?? '');
    const uri = /runway:\/\/[^"]+/.exec(said)?.[0];
    if (uri !== undefined && !uploads.has(uri)) return field;
  }
  return null;
}
