import { describe, expect, test } from 'vitest';

import { newTakeMicroUsd } from '../../../src/core/new-take.ts';
import type { Chat } from '../../../src/core/ports/chat.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { again } from '../../../src/core/usecases/again.ts';
import { deleteClip } from '../../../src/core/usecases/delete-clip.ts';
import { enginesOf } from '../../doubles/engines.ts';
import { destination, openAsk, tenantId } from '../samples.ts';
import { ada, bob, demo, generous, openService, real } from '../service.ts';
import { openWorker } from '../working.ts';

const same = { fresh: false } as const;

describe('what was made before', () => {
  test('comes at once and free, to whoever asks for the same, without a word to an engine', async () => {
    const creates: string[] = [];
    const delivered: Parameters<Chat['deliver']>[0][] = [];
    const { start, admitted, clock, store, media, stop, engines } = await openWorker({
      chat: {
        deliver: async (ask) => {
          delivered.push(ask);
          return { kind: 'sent', message: 'm1' };
        },
      },
      provider: {
        submit: async ({ attemptId }) => {
          creates.push(attemptId);
          return { kind: 'accepted', taskId: attemptId, estimateMicroUsd: null };
        },
      },
    });
    const first = await admitted(same);
    start();
    await clock.advance(MINUTE);
    const copy = await admitted({ ...same, prompt: ` ${openAsk.prompt}\n` }, { person: bob });
    await clock.advance(MINUTE);
    expect(creates).toHaveLength(1);
    const view = await store.view(copy.id, generous, clock.nowMs());
    expect(view).toMatchObject({
      job: { state: { kind: 'ready' }, quoteMicroUsd: 0, userId: copy.userId },
      copiedFrom: { number: first.number },
      chargedMicroUsd: 0,
      deliveries: [{ state: { kind: 'sent' } }],
    });
    expect(newTakeMicroUsd(copy, engines)).toBe(first.quoteMicroUsd);
    expect(newTakeMicroUsd(copy, enginesOf([]))).toBeNull();
    expect(view?.clip?.ownerId).toBe(copy.userId);
    expect(media.keys()).toHaveLength(2);
    expect(delivered.map((ask) => ask.view.job.id)).toEqual([first.id, copy.id]);
    await deleteClip(
      { actor: { kind: 'user', userId: first.userId }, choice: { jobId: first.id }, reason: null },
      { store, clock },
    );
    await clock.advance(HOUR);
    expect(media.keys()).toEqual([view?.clip?.file.key]);
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
    await stop();
  });

  test('is made anew for a fresh take, in private, for several at once, and for the same twice in one request', async () => {
    const { admitted, bring, request } = await openService();
    await bring(await admitted(same), 'ready');
    const asks = [
      await request({ fresh: true }),
      await request({ ...same, private: true }),
      await request({ ...same, count: 2 }),
      await request({}, { asks: [openAsk, { ...openAsk, prompt: `${openAsk.prompt} ` }] }),
    ];
    const made = asks.flatMap((result) => (result.kind === 'admitted' ? result.jobs : []));
    expect(made.map(({ copyOf }) => copyOf)).toEqual([null, null, null, null, null, null]);
    expect(await request(same)).toMatchObject({ kind: 'same_in_flight' });
    expect(await request(same, { person: bob })).toMatchObject({ jobs: [{ copyOf: expect.any(String) }] });
  });

  test('in private is never given to anybody, not even to the same person', async () => {
    const { admitted, bring } = await openService();
    const secret = await bring(await admitted({ ...same, private: true }), 'ready');
    expect(secret.job.cacheKey).toBeNull();
    expect(await admitted(same)).toMatchObject({ copyOf: null });
  });

  test('with a seed that was drawn is what a person gets who names none; who names one gets that one', async () => {
    const { admitted, bring } = await openService();
    const first = await bring(await admitted(same), 'ready');
    const { seed } = first.job.spec;
    const another = await admitted({ ...same, seed: seed + 1 });
    expect(another).toMatchObject({ copyOf: null, spec: { seed: seed + 1 } });
    expect(await admitted(same, { person: bob })).toMatchObject({ copyOf: expect.any(String), spec: { seed } });
  });

  test('again is a new take, and the same once more beside others is free where it is there', async () => {
    const { admitted, bring, deps, request } = await openService();
    const { job } = await bring(await admitted(same), 'ready');
    const taken = await again(
      {
        actor: { kind: 'user', userId: job.userId },
        choice: { tenantId, number: job.number },
        variant: 'take',
        request: { inboundKey: 'discord:again', person: ada, as: 'user', destination, locale: 'en' },
      },
      deps,
    );
    expect(taken).toMatchObject({ kind: 'admitted', jobs: [{ copyOf: null }] });
    const asks = [openAsk, { ...openAsk, prompt: 'a blue ball' }] as const;
    expect(await request({}, { asks, person: bob })).toMatchObject({
      jobs: [{ copyOf: expect.any(String), quoteMicroUsd: 0 }, { copyOf: null }],
    });
  });
});

describe('the same again while it is on its way', () => {
  test('points to the first and tells what a new take costs; of somebody else it is a video of its own', async () => {
    const { admitted, bring, request } = await openService();
    const { job } = await bring(await admitted(same), 'rendering');
    expect(await request(same)).toMatchObject({
      kind: 'same_in_flight',
      job: { id: job.id, state: { kind: 'rendering' } },
      request: { id: job.requestId },
      quoteMicroUsd: job.quoteMicroUsd,
    });
    expect(await request(same, { person: bob })).toMatchObject({ kind: 'admitted', jobs: [{ copyOf: null }] });
  });
});

describe('one request for several engines', () => {
  const compare = (...engines: readonly string[]) => {
    const [first, ...others] = engines.map((engine) => ({ ...openAsk, engine }));
    if (!first) throw new Error('expected an engine');
    return { asks: [first, ...others] } as const;
  };

  test('has a job at each, with the price of each', async () => {
    const { request, allow, store } = await openService();
    await allow();
    expect(await request({}, compare(real.id, demo.id))).toMatchObject({
      kind: 'admitted',
      jobs: [
        { engine: real.id, credential: 'main', playMoney: false },
        { engine: demo.id, credential: 'none', playMoney: true },
      ],
    });
    expect(await store.checkLedger()).toMatchObject({ entrySets: 2, wrongHolds: [], wrongCounters: [] });
  });

  test('is refused whole where one of them may not be used, or is unknown, or cannot do it', async () => {
    const { request, store, allow } = await openService();
    expect(await request({}, compare(demo.id, real.id))).toMatchObject({
      refusals: [{ kind: 'tenant_not_allowed', engine: real.id }],
    });
    await allow();
    expect(await request({}, compare(demo.id, 'acme/gone', 'acme/gone'))).toMatchObject({
      refusals: [{ option: 'engine', got: 'acme/gone' }],
    });
    const { asks } = compare(demo.id, real.id);
    const [first, second] = asks;
    const long = await request(
      {},
      { asks: [{ ...first, seconds: 99 }, ...(second ? [{ ...second, seconds: 99 }] : [])] },
    );
    expect(long).toMatchObject({
      refusals: [
        { option: 'seconds', engine: demo.label },
        { option: 'seconds', engine: real.label },
      ],
    });
    expect(await store.checkLedger()).toMatchObject({ entrySets: 0 });
  });
});

describe('a request above a hundred credits', () => {
  const canConfirm = true;

  test('is asked about first where that can be done, held by nothing, and started once it is confirmed', async () => {
    const { request, store } = await openService();
    const asks = [{ ...openAsk, seconds: 10, count: 2 }] as const;
    const once = { asks, inboundKey: 'discord:once', canConfirm };
    expect(await request({}, once)).toMatchObject({
      kind: 'confirm',
      jobs: 2,
      copies: 0,
      quoteMicroUsd: 2_000_000,
      asks,
      takes: [{ spec: { seconds: 10 } }, { spec: { seconds: 10 } }],
    });
    expect(await store.checkLedger()).toMatchObject({ entrySets: 0 });
    expect(await request({}, { ...once, confirmed: true })).toMatchObject({ kind: 'admitted' });
    expect(await request({}, once)).toMatchObject({ kind: 'repeated' });
  });

  test('is asked about anew when it is dearer than what was agreed, as it can be when its engine is chosen anew', async () => {
    const { request, store } = await openService();
    const asks = [{ ...openAsk, seconds: 10, count: 2 }] as const;
    const agreed = (confirmed: number) => request({}, { asks, canConfirm, confirmed });
    expect(await agreed(1_999_999)).toMatchObject({ kind: 'confirm', quoteMicroUsd: 2_000_000 });
    expect(await store.checkLedger()).toMatchObject({ entrySets: 0 });
    expect(await agreed(2_000_000)).toMatchObject({ kind: 'admitted' });
    const cheap = [{ ...openAsk, seconds: 5, prompt: 'a price on a button' }] as const;
    expect(await request({}, { asks: cheap, canConfirm, confirmed: 499_999 })).toMatchObject({ kind: 'confirm' });
  });

  test('is started at once where nobody can be asked, and up to a hundred everywhere', async () => {
    const { request } = await openService();
    expect(await request({ seconds: 10, count: 2 })).toMatchObject({ kind: 'admitted' });
    expect(await request({ seconds: 10 }, { canConfirm })).toMatchObject({ kind: 'admitted' });
  });

  test('is refused before anybody is asked, where a limit says no', async () => {
    const { request, deps } = await openService();
    const limits = [{ unit: 'videos', window: 'day', amount: 1 }] as const;
    const strict = { ...deps, rules: { ...generous, member: { ...generous.member, limits } } };
    expect(await request({ seconds: 10, count: 2 }, { canConfirm }, strict)).toMatchObject({ kind: 'refused' });
  });
});
