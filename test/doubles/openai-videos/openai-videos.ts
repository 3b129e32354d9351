import { type EngineServer, serveEngine } from '../engine-server.ts';
import type { ApiError } from './api-error.ts';
import { createApi } from './app.ts';
import { type Models, publishedModels } from './bodies.ts';
import { signEvent } from './signing.ts';
import { createTask, type VideoTask } from './videos.ts';

export type OpenAiVideosOptions = {
  readonly nowMs?: () => number;
  /** A gateway has its own. */
  readonly models?: Models;
  readonly takesCallbackUrl?: boolean;
};

/** A server of the Videos API that makes nothing until a test says so. */
export type OpenAiVideos = EngineServer & {
  /** What OPENAI_BASE_URL is set to. */
  readonly baseUrl: string;
  readonly key: string;
  readonly tasks: ReadonlyMap<string, VideoTask>;
  /** The one that was created last. */
  newest(): VideoTask;
  /** Every POST that came in, whatever became of it. */
  posts(): number;
  /** From now on every POST is refused so; null ends that. */
  refuse(refusal: ApiError | null): void;
  /** Tells this address of each end of a video, signed with all of the secrets; without one, nobody is told. */
  subscribe(url: string | null, secrets: readonly string[]): void;
  /** Sends what was sent last once more, as it is. Gives the status. */
  sendAgain(): Promise<number>;
  /** Resolves when all that was to be sent was answered. */
  sent(): Promise<readonly number[]>;
};

export async function openOpenAiVideos({
  nowMs = Date.now,
  models = publishedModels,
  takesCallbackUrl = false,
}: OpenAiVideosOptions = {}): Promise<OpenAiVideos> {
  const key = 'sk-double-0123456789abcdef';
  const tasks = new Map<string, VideoTask>();
  let refusal: ApiError | null = null;
  let made = 0;
  let subscription: { readonly url: string | null; readonly secrets: readonly string[] } = { url: null, secrets: [] };
  let last: (() => Promise<number>) | null = null;
  const sends: Promise<number>[] = [];
  const announced = new Set<string>();

  const app = createApi({
    key,
    models: () => models,
    takesCallbackUrl,
    refusal: () => refusal,
    tasks,
    create(video) {
      made += 1;
      const task = createTask(`video_${String(made).padStart(4, '0')}`, video, nowMs, (changed) => {
        announce(changed);
        server.changed();
      });
      tasks.set(task.id, task);
      return task;
    },
  });
  const server = await serveEngine(app);

  function announce(task: VideoTask): void {
    const { status } = task.show();
    const url = task.callbackUrl ?? subscription.url;
    if (url === null || (status !== 'completed' && status !== 'failed') || announced.has(task.id)) return;
    announced.add(task.id);
    const event = { id: `wh_${task.id}`, type: `video.${status}`, taskId: task.id, atMs: nowMs() };
    const { body, headers } = signEvent({ ...event, secrets: subscription.secrets });
    last = async () => (await fetch(url, { method: 'POST', body, headers })).status;
    sends.push(last());
  }

  return {
    ...server,
    baseUrl: `${server.url}/v1`,
    key,
    tasks,
    newest() {
      const task = Array.from(tasks.values()).at(-1);
      if (!task) throw new Error('expected a video to be created, got none');
      return task;
    },
    posts: () => server.calls.filter(({ method }) => method === 'POST').length,
    refuse(next) {
      refusal = next;
    },
    subscribe(url, secrets) {
      subscription = { url, secrets };
    },
    sendAgain() {
      if (last === null) throw new Error('expected something to be sent before it is sent again');
      return last();
    },
    sent: () => Promise.all(sends),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
