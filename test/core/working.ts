import type { RequestId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { Output, Provider, SubmitAsk, SubmitResult, TaskReport } from '../../src/core/ports/provider.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { MINUTE } from '../../src/core/time.ts';
import { createWorker, type WorkerDeps } from '../../src/core/worker.ts';
import { sourceOf } from '../contracts/media.ts';
import { fakeClip } from '../doubles/memory-media.ts';
import { aChat } from './samples.ts';
import { callbackSecret, openService } from './service.ts';

const clip = fakeClip({ seconds: 5, width: 1_280, height: 720, fps: 24 });
export const accepted = (attemptId: string): SubmitResult => ({
  kind: 'accepted',
  taskId: `task of ${attemptId}`,
  estimateMicroUsd: null,
});

/** An engine that is done at once, and a chat that posts at once, except where a test says otherwise. */
export const goodProvider = {
  submit: async ({ attemptId }: SubmitAsk) => accepted(attemptId),
  poll: async (): Promise<TaskReport> => ({ kind: 'succeeded', costMicroUsd: null }),
  openOutput: async (): Promise<Output> => ({ kind: 'stream', ...sourceOf(clip) }),
} satisfies Partial<Provider>;
const goodChat = { deliver: async () => ({ kind: 'sent', message: 'm1' }) } as const satisfies Partial<Chat>;

type Options = {
  readonly service?: Awaited<ReturnType<typeof openService>>;
  readonly provider?: Partial<Provider>;
  readonly chat?: Partial<Chat>;
  readonly store?: (store: Store) => Store;
  readonly worker?: Partial<WorkerDeps>;
};

/** A worker over the real store. It is at rest until it is started. */
export async function openWorker({ service: given, provider, chat, store: wrap, worker: more }: Options = {}) {
  const service = given ?? (await openService({ provider: { ...goodProvider, ...provider } }));
  const { clock, owner, deps } = service;
  const store = wrap ? wrap(service.store) : service.store;
  const changed: RequestId[] = [];
  const worker = createWorker({
    ...deps,
    media: service.media,
    store,
    chats: new Map([['discord', aChat({ ...goodChat, ...chat })]]),
    callbackUrl: () => null,
    owner,
    callbackSecret,
    only: null,
    idleMsMax: MINUTE,
    onChange: (requestId) => changed.push(requestId),
    ...more,
  });
  const stopping = new AbortController();
  let ended: Promise<void> = Promise.resolve();

  return {
    ...service,
    worker,
    changed,
    stopping,
    start: (): void => {
      ended = worker.run(stopping.signal);
    },
    /** Resolves when the worker has ended. */
    ended: () => ended,
    stop: async (): Promise<void> => {
      stopping.abort(new Error('stopping'));
      await clock.runUntil(ended);
    },
    stateOf: async (job: Job): Promise<string> => (await service.now(job)).state.kind,
  };
}

/** A promise that the test settles itself. */
export function gate<T>() {
  let open: (value: T) => void = () => undefined;
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
