import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { encodeMp4 } from '../../media/sample-clips.ts';
import { type EngineServer, serveEngine } from '../engine-server.ts';
import { type Callback, callbackFor } from './callback.ts';
import { VideoJob } from './job.ts';
import { type ListedModel, usualListing } from './listing.ts';
import { unsupported, videoRequest } from './request.ts';

export type OpenRouter = AsyncDisposable & {
  readonly server: EngineServer;
  /** Where signed addresses lead: another origin, which wants nobody's key. */
  readonly storage: EngineServer;
  /** `http://127.0.0.1:PORT/api/v1` */
  readonly baseUrl: string;
  readonly key: string;
  readonly webhookSecret: string;
  /** What can be changed while it runs. */
  readonly account: { isKeyGood: boolean; creditUsd: number; limitLeftUsd: number | null };
  models: readonly ListedModel[];
  /** Jobs that were accepted, the oldest first: what would be billed. */
  readonly jobs: readonly VideoJob[];
  /** Lets it end with a clip as long as was asked for. */
  readonly succeed: (job: VideoJob, costUsd?: number | null) => Promise<void>;
  /** Puts its clip at a signed address as well. */
  readonly sign: (job: VideoJob) => string;
  readonly callbackOf: (job: VideoJob, atMs: number) => Callback;
  /** Tells the address that came with the create how it ended. */
  readonly callBack: (job: VideoJob, origin?: string | null) => Promise<void>;
};

const key = 'sk-or-v1-double';
const webhookSecret = 'double-webhook-secret';
const prefix = '/api/v1';
const clips = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

/** OpenRouter's video API on loopback, with an account, a list of models and a store for finished files. */
export async function openOpenRouter({
  nowMs = Date.now,
}: { readonly nowMs?: () => number } = {}): Promise<OpenRouter> {
  const jobs: VideoJob[] = [];
  const account = { isKeyGood: true, creditUsd: 100, limitLeftUsd: null as number | null };
  const state = { models: usualListing, baseUrl: '', storageUrl: '' };
  let changed = (): void => undefined;

  const api = new Hono().basePath(prefix);
  api.get('/videos/models', (c) => c.json({ data: state.models }));
  api.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${key}`)
      return c.json(failure(401, 'Missing Authentication header'), 401);
    if (!account.isKeyGood) return c.json(failure(401, 'User not found.'), 401);
    await next();
    return undefined;
  });
  api.get('/key', (c) =>
    c.json({ data: { label: 'sk-or-v1-dou...ble', limit_remaining: account.limitLeftUsd, usage: 1 } }),
  );
  api.post('/videos', async (c) => {
    const read = videoRequest.safeParse(await c.req.json().catch(() => null));
    if (!read.success) return c.json(failure(400, read.error.issues.map(({ message }) => message).join('; ')), 400);
    const model = state.models.find(({ id }) => id === read.data.model);
    if (!model) return c.json(failure(400, `${read.data.model} is not a valid model ID`), 400);
    const problem = unsupported(read.data, model);
    const step = { failed_routing_step: 'Validate Video Parameters' };
    if (problem !== null) return c.json(failure(400, problem, step), 400);
    if (account.creditUsd <= 0) {
      return c.json(failure(402, 'Insufficient credits. Add more using https://openrouter.ai/credits'), 402);
    }
    const job = new VideoJob(`gen-vid-1763900000-${`${jobs.length}`.padStart(20, 'x')}`, read.data, () => changed());
    jobs.push(job);
    return c.json({ id: job.id, polling_url: `${prefix}/videos/${job.id}`, status: job.status }, 202);
  });
  api.get('/videos/:id', (c) => {
    const job = jobs.find(({ id }) => id === c.req.param('id'));
    if (!job) return c.json(failure(404, `Video job ${c.req.param('id')} not found`), 404);
    const isDone = job.status === 'completed';
    return c.json({
      id: job.id,
      generation_id: `gen-${job.id}`,
      polling_url: `${state.baseUrl}/videos/${job.id}`,
      status: job.status,
      ...(isDone ? { unsigned_urls: [`${state.baseUrl}/videos/${job.id}/content?index=0`] } : {}),
      ...(isDone && job.signedPath !== null ? { urls: [state.storageUrl + job.signedPath] } : {}),
      ...(job.usage ? { usage: job.usage } : {}),
      ...(job.error === undefined ? {} : { error: job.error }),
    });
  });
  api.get('/videos/:id/content', (c) => {
    const job = jobs.find(({ id }) => id === c.req.param('id'));
    if (!job) return c.json(failure(404, 'Resource not found'), 404);
    if (job.contentStatus !== null) {
      const status = statusOf(job.contentStatus);
      return c.json(failure(status, status === 410 ? 'Video output is no longer available' : 'Not available'), status);
    }
    if (job.clip === null) return c.json(failure(409, 'Video generation is not completed'), 409);
    return c.body(job.clip, 200, { 'content-type': 'video/mp4', 'content-length': String(job.clip.length) });
  });

  const bucket = new Hono();
  bucket.get('/:id', (c) => {
    if (c.req.header('authorization') !== undefined) return c.text('Only one auth mechanism allowed', 400);
    const job = jobs.find(({ signedPath }) => signedPath?.startsWith(c.req.path));
    if (!job?.clip || c.req.query('signature') !== 'good') return c.text('AccessDenied', 403);
    return c.body(job.clip, 200, { 'content-type': 'video/mp4' });
  });

  const server = await serveEngine(api);
  const storage = await serveEngine(bucket);
  ({ changed } = server);
  state.baseUrl = server.url + prefix;
  state.storageUrl = storage.url;

  const callbackOf = (of: VideoJob, atMs: number): Callback =>
    callbackFor(of, state.baseUrl, { secret: webhookSecret, atMs });

  return {
    server,
    storage,
    baseUrl: state.baseUrl,
    key,
    webhookSecret,
    account,
    get models() {
      return state.models;
    },
    set models(models) {
      state.models = models;
    },
    jobs,
    async succeed(of, costUsd = 0.17) {
      of.succeed(await clipOf(of.request.duration ?? 5), costUsd);
    },
    sign(of) {
      of.signedPath = `/${of.id}.mp4?signature=good`;
      return state.storageUrl + of.signedPath;
    },
    callbackOf,
    async callBack(of, origin = null) {
      const { callback_url: address } = of.request;
      if (address === undefined) return;
      const { body, headers } = callbackOf(of, nowMs());
      const { pathname, search } = new URL(address);
      const answer = await fetch(origin === null ? address : `${origin}${pathname}${search}`, {
        method: 'POST',
        body,
        headers,
      });
      await answer.body?.cancel();
      of.callbackAnswers.push(answer.status);
      changed();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([server[Symbol.asyncDispose](), storage[Symbol.asyncDispose]()]);
    },
  };
}

/** The API's own shape of an error. */
export function failure(code: number, message: string, metadata?: Readonly<Record<string, unknown>>) {
  return { error: { code, message, ...(metadata ? { metadata } : {}) }, user_id: 'user_double' };
}

function statusOf(status: number): ContentfulStatusCode {
  const known = [403, 404, 409, 410, 425, 429, 500, 502].find((each) => each === status) ?? 500;
  return known as ContentfulStatusCode;
}

function clipOf(seconds: number): Promise<Uint8Array<ArrayBuffer>> {
  const made = clips.get(seconds) ?? encodeMp4(seconds).then((bytes) => Uint8Array.from(bytes));
  clips.set(seconds, made);
  return made;
}
