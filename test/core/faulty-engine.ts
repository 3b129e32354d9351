import { expect } from 'vitest';

import { callbackToken } from '../../src/core/callback-token.ts';
import type { EngineCapabilities, EngineId } from '../../src/core/engine.ts';
import { createEngines } from '../../src/core/engines.ts';
import type { Job } from '../../src/core/job.ts';
import type { Provider, WebhookProof } from '../../src/core/ports/provider.ts';
import type { JobView } from '../../src/core/request.ts';
import type { JobStory } from '../../src/core/story.ts';
import type { Ask } from '../../src/core/spec.ts';
import { HOUR } from '../../src/core/time.ts';
import { takeWebhook, type WebhookAsk, type WebhookResult } from '../../src/core/usecases/take-webhook.ts';
import { aProvider, someCapabilities } from './samples.ts';
import { callbackSecret, generous, openService } from './service.ts';
import { goodProvider, openWorker } from './working.ts';

/** The one that misbehaves, and one beside it that is slower. */
export const one = someCapabilities({ id: 'one/a', provider: 'one', model: 'a' });
export const two = { ...one, id: 'two/b', provider: 'two', model: 'b', typicalMsP95: 2 * one.typicalMsP95 } as const;

/** A signed event is `KEY TASK`; anything else was signed by nobody. */
async function verifyWebhook({ rawBody }: { readonly rawBody: Uint8Array }): Promise<WebhookProof> {
  const [key = '', taskId] = Buffer.from(rawBody).toString().split(' ');
  if (taskId === undefined) return { kind: 'rejected', reason: 'bad_signature' };
  return { kind: 'event', eventKey: key, taskId };
}

type Call = 'submit' | 'poll' | 'open';

export type FaultyEngine = Partial<Pick<Provider, 'submit' | 'poll' | 'openOutput'>> & {
  /** The engines that there are: the one that misbehaves goes first. */
  readonly pool?: readonly EngineCapabilities[];
  readonly callsBack?: boolean;
};

/** A worker at work with real engines, the first of which does as the test says, and the others well. */
export async function openFaulty({ pool = [one], callsBack = false, ...first }: FaultyEngine = {}) {
  const service = await openService();
  const { clock, store, log } = service;
  await service.allow();
  const calls: { readonly call: Call; readonly engine: EngineId; readonly atMs: number }[] = [];
  const configured = pool.map((capabilities, index) => {
    const does = { ...goodProvider, ...(index === 0 ? first : {}) };
    const note = (call: Call): void => void calls.push({ call, engine: capabilities.id, atMs: clock.nowMs() });
    const provider = aProvider({
      name: capabilities.provider,
      capabilities: () => [capabilities],
      submit(...asked) {
        note('submit');
        return does.submit(...asked);
      },
      poll(...asked) {
        note('poll');
        return does.poll(...asked);
      },
      openOutput(...asked) {
        note('open');
        return does.openOutput(...asked);
      },
      verifyWebhook: callsBack ? verifyWebhook : null,
    });
    return { provider, credential: 'main' };
  });
  const engines = createEngines(configured, { clock, standings: store.engines });
  const callbackUrl = (): string | null => (callsBack ? 'https://reelay.example.org/hook' : null);
  const posts: string[] = [];
  const deliver = async () => ({ kind: 'sent', message: `m${posts.push('clip')}` }) as const;
  const world = await openWorker({ service, worker: { engines, callbackUrl, idleMsMax: HOUR }, chat: { deliver } });
  world.start();

  async function storyOf({ id }: Job): Promise<JobStory> {
    const story = await store.story(id, generous, clock.nowMs());
    if (!story) throw new Error('expected the job to have a story');
    return story;
  }
  return {
    ...world,
    calls,
    posts,
    engines,
    storyOf,
    asked: (call: Call, engine?: EngineId) =>
      calls.filter((each) => each.call === call && (engine === undefined || each.engine === engine)),
    ask: async (more: Partial<Ask> = {}): Promise<Job> => {
      const result = await service.request(more, {}, { ...service.deps, engines });
      const [job] = result.kind === 'admitted' ? result.jobs : [];
      if (!job) throw new Error(`expected to be admitted, got ${JSON.stringify(result)}`);
      world.worker.wake();
      return job;
    },
    viewOf: async (job: Job): Promise<JobView> => (await storyOf(job)).view,
    /** The token of a job's only attempt. */
    tokenOf: async (job: Job): Promise<string> => {
      const [attempt] = (await storyOf(job)).attempts;
      if (!attempt) throw new Error('expected an attempt');
      return callbackToken(callbackSecret, attempt.id);
    },
    post: (body: string, address: WebhookAsk['address'], provider = 'one'): Promise<WebhookResult> => {
      const ask = { provider, address, rawBody: Buffer.from(body), headers: new Map() };
      const named = (name: string) => configured.find((each) => each.provider.name === name)?.provider ?? null;
      return takeWebhook(ask, { store, clock, log, provider: named }, new AbortController().signal);
    },
    expectGoodBooks: async (): Promise<void> => {
      const check = await store.checkLedger();
      expect(check).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
    },
  };
}
