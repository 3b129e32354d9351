import { Hono } from 'hono';
import { picture } from '../../media/sample-images.ts';
import { ApiError, refuse } from './api-error.ts';
import { checkClip, checkCreate, fieldsOf, type Models, readBody } from './bodies.ts';
import type { NewVideo, VideoTask } from './videos.ts';

export type ApiState = {
  readonly key: string;
  readonly models: () => Models;
  readonly takesCallbackUrl: boolean;
  /** Why nothing is made, such as a model that is gone. */
  readonly refusal: () => ApiError | null;
  readonly tasks: Map<string, VideoTask>;
  readonly create: (video: NewVideo) => VideoTask;
};

/** The published paths of the Videos API, and the list of models beside them. */
export function createApi(state: ApiState): Hono {
  const app = new Hono();
  const characters = new Map<string, { readonly id: string; readonly name: string; readonly created_at: number }>();

  app.onError((error) => {
    if (error instanceof ApiError) return refuse(error);
    throw error;
  });
  app.use('*', async (c, next) => {
    if (c.req.header('authorization') === `Bearer ${state.key}`) return next();
    return refuse(new ApiError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' }));
  });
  app.use('*', async (c, next) => {
    const refusal = c.req.method === 'POST' ? state.refusal() : null;
    return refusal === null ? next() : refuse(refusal);
  });

  app.get('/v1/models', (c) =>
    c.json({ object: 'list', data: Array.from(state.models().keys(), (id) => ({ id, object: 'model' })) }),
  );

  app.post('/v1/videos', async (c) => {
    const { callback_url: callbackUrl, ...fields } = Object(await fieldsOf(c.req)) as Record<string, unknown>;
    if (callbackUrl !== undefined && !state.takesCallbackUrl) {
      throw new ApiError(400, `Unknown parameter: 'callback_url'.`, {
        code: 'unknown_parameter',
        param: 'callback_url',
      });
    }
    const body = readBody('create', fields);
    await checkCreate(body, state.models());
    const { model, prompt, size, seconds } = body;
    const callback = typeof callbackUrl === 'string' ? { callbackUrl } : {};
    return c.json(state.create({ model, prompt, size, seconds, ...callback }).show());
  });

  app.get('/v1/videos', (c) => {
    const { limit = '20', order = 'desc', after } = c.req.query();
    if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
      throw new ApiError(400, `Invalid 'limit'.`, { param: 'limit' });
    }
    if (order !== 'asc' && order !== 'desc') throw new ApiError(400, `Invalid 'order'.`, { param: 'order' });
    const oldestFirst = Array.from(state.tasks.values(), (task) => task.show());
    const all = order === 'asc' ? oldestFirst : oldestFirst.toReversed();
    const rest = all.slice(after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1);
    const data = rest.slice(0, Number(limit));
    const ends = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
    return c.json({ object: 'list', data, ...ends, has_more: rest.length > data.length });
  });

  app.post('/v1/videos/edits', async (c) => {
    const { prompt, video } = readBody('edit', await fieldsOf(c.req));
    const { model, size, seconds } = await sourceOf(video);
    return c.json(state.create({ model, prompt, size, seconds }).show());
  });

  app.post('/v1/videos/extensions', async (c) => {
    const { prompt, video, seconds: more } = readBody('extension', await fieldsOf(c.req));
    const { model, size, seconds } = await sourceOf(video);
    return c.json(state.create({ model, prompt, size, seconds: String(Number(seconds) + Number(more)) }).show());
  });

  app.post('/v1/videos/characters', async (c) => {
    const { name, video } = readBody('character', await fieldsOf(c.req));
    await checkClip(video);
    const character = { id: `char_${characters.size + 1}`, name, created_at: 0 };
    characters.set(character.id, character);
    return c.json(character);
  });

  app.get('/v1/videos/characters/:id', (c) => {
    const character = characters.get(c.req.param('id'));
    if (!character) throw new ApiError(404, 'Character not found.');
    return c.json(character);
  });

  app.get('/v1/videos/:id', (c) => c.json(found(c.req.param('id')).show()));

  app.delete('/v1/videos/:id', (c) => {
    const { id, status } = found(c.req.param('id')).show();
    if (status !== 'completed' && status !== 'failed') {
      throw new ApiError(400, `Video '${id}' is ${status} and cannot be deleted.`);
    }
    state.tasks.delete(id);
    return c.json({ id, object: 'video.deleted', deleted: true });
  });

  app.get('/v1/videos/:id/content', (c) => {
    const clip = found(c.req.param('id')).content();
    const variant = c.req.query('variant') ?? 'video';
    if (variant === 'video') return file(clip, 'video/mp4');
    if (variant === 'thumbnail') return file(picture(64, 48, 'webp'), 'image/webp');
    if (variant === 'spritesheet') return file(picture(256, 48, 'jpeg'), 'image/jpeg');
    throw new ApiError(400, `Invalid value: '${variant}'.`, { code: 'invalid_value', param: 'variant' });
  });

  app.post('/v1/videos/:id/remix', async (c) => {
    const { prompt } = readBody('remix', await fieldsOf(c.req));
    const { id, model, size, seconds } = completed(c.req.param('id'));
    return c.json(state.create({ model, prompt, size, seconds, remixedFrom: id }).show());
  });

  app.all('*', (c) => {
    throw new ApiError(404, `Invalid URL (${c.req.method} ${c.req.path})`);
  });

  function found(id: string): VideoTask {
    const task = state.tasks.get(id);
    if (!task) throw new ApiError(404, `Video with id '${id}' not found.`, { param: 'id' });
    return task;
  }

  function completed(id: string) {
    const video = found(id).show();
    if (video.status === 'completed') return video;
    throw new ApiError(400, `Video '${id}' is not completed.`, { param: 'id' });
  }

  async function sourceOf(video: File | { readonly id: string }) {
    if (!(video instanceof File)) return completed(video.id);
    await checkClip(video);
    return { model: 'sora-2', size: '1280x720', seconds: '4' };
  }

  return app;
}

function file(bytes: Uint8Array, type: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type, 'content-length': String(bytes.length) },
  });
}
