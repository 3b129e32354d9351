import { describe, expect, test } from 'vitest';

import type { AdmissionRefusal } from '../../../src/core/admission.ts';
import type { Limit } from '../../../src/core/policy.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import type { RequestResult } from '../../../src/core/usecases/request.ts';
import { enginesOf } from '../../doubles/engines.ts';
import { noonMs } from '../../doubles/world.ts';
import { destination, openAsk, quoteMicroUsd, tenantId } from '../samples.ts';
import { ada, bob, demo, generous, openService, real, without } from '../service.ts';

const cleanBooks = { unbalanced: [], wrongHolds: [], wrongCounters: [] };

function jobsOf(result: RequestResult) {
  if (result.kind !== 'admitted' && result.kind !== 'repeated') {
    throw new Error(`expected jobs, got ${JSON.stringify(result)}`);
  }
  return result.jobs;
}

async function listed(store: Store) {
  return store.list({ tenantId: null, userId: null, states: null, limit: 100 }, generous, noonMs);
}

describe('asking for a clip', () => {
  test('admits it with its hold, in the words of the engine, at the price of today', async () => {
    const { request, store } = await openService();
    const result = await request({ prompt: 'a blue ball', seconds: 4, fps: 30 });
    expect(result).toMatchObject({
      kind: 'admitted',
      request: {
        inboundKey: 'discord:1',
        tenantId,
        destination,
        visibility: 'channel',
        prompt: 'a blue ball',
        locale: 'en',
      },
      jobs: [
        {
          number: 1,
          engine: demo.id,
          credential: 'none',
          playMoney: true,
          quoteMicroUsd: 400_000,
          state: { kind: 'preparing' },
          spec: { prompt: 'a blue ball', seconds: 4, fps: 30, size: { width: 1_280, height: 720 } },
          dueAtMs: noonMs,
        },
      ],
    });
    const [job] = jobsOf(result);
    const story = job && (await store.story(job.id, generous, noonMs));
    expect(story?.entries.map(({ kind }) => kind)).toEqual(['hold']);
    expect(await store.checkLedger()).toMatchObject({ ...cleanBooks, entrySets: 1 });
  });

  test('gives short numbers that count up in the tenant', async () => {
    const { admitted } = await openService();
    const numbers = [await admitted(), await admitted({}, { person: bob }), await admitted()].map(
      ({ number }) => number,
    );
    expect(numbers).toEqual([1, 2, 3]);
  });

  test('knows the same person again, under whichever name', async () => {
    const { admitted } = await openService();
    const [first, renamed, other] = [
      await admitted(),
      await admitted({}, { person: { ...ada, name: 'Countess' } }),
      await admitted({}, { person: bob }),
    ];
    expect(renamed.userId).toBe(first.userId);
    expect(other.userId).not.toBe(first.userId);
  });

  test('in private is private', async () => {
    const { request } = await openService();
    expect(await request({ private: true })).toMatchObject({ request: { visibility: 'private' } });
  });

  test('draws another seed for each request', async () => {
    const { admitted } = await openService();
    const seeds = [await admitted(), await admitted()].map(({ spec }) => spec.seed);
    expect(new Set(seeds).size).toBe(2);
  });

  test('of the demo until the operator allows the tenant, of a real engine from then on', async () => {
    const { admitted, allow } = await openService();
    expect((await admitted()).engine).toBe(demo.id);
    await allow();
    expect((await admitted()).engine).toBe(real.id);
    expect((await admitted({ engine: 'demo' })).engine).toBe(demo.id);
  });

  test('as the operator goes to a real engine without anybody allowing it', async () => {
    const { request } = await openService();
    expect(await request({}, { as: 'operator' })).toMatchObject({
      kind: 'admitted',
      request: { actor: { kind: 'operator' } },
      jobs: [{ engine: real.id, playMoney: false }],
    });
  });
});

describe('the same event again', () => {
  test('gives the earlier request and charges nothing, whatever it says this time', async () => {
    const { request, store } = await openService();
    const first = await request({}, { inboundKey: 'discord:once' });
    const again = await request({ prompt: 'something else', count: 3 }, { inboundKey: 'discord:once' });
    expect(again).toEqual({ ...first, kind: 'repeated' });
    expect(await listed(store)).toHaveLength(1);
    expect(await store.checkLedger()).toMatchObject({ ...cleanBooks, entrySets: 1 });
  });

  test('while the first is under way admits one', async () => {
    const { request, store } = await openService();
    const results = await Promise.all(Array.from({ length: 5 }, () => request({}, { inboundKey: 'discord:once' })));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual([
      'admitted',
      'repeated',
      'repeated',
      'repeated',
      'repeated',
    ]);
    expect(await listed(store)).toHaveLength(1);
  });

  test('after every limit is reached is still answered with what was admitted', async () => {
    const { request, deps } = await openService();
    await request({}, { inboundKey: 'discord:once' });
    const strict = { ...deps, rules: { ...generous, member: { ...generous.member, inFlightMax: 1 } } };
    expect(await request({}, {}, strict)).toMatchObject({ kind: 'refused' });
    expect(await request({}, { inboundKey: 'discord:once' }, strict)).toMatchObject({ kind: 'repeated' });
  });
});

describe('what cannot be done', () => {
  test('is told all at once, and nothing is written', async () => {
    const { request, store } = await openService();
    const input = { kind: 'video', source: 'https://cdn.example/1', mediaKey: null } as const;
    expect(await request({ seconds: 99, input })).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [
        expect.objectContaining({ kind: 'unsupported', option: 'seconds', got: '99', nearest: '10' }),
        expect.objectContaining({ kind: 'unsupported', option: 'input', got: 'video' }),
      ],
    });
    expect(await listed(store)).toEqual([]);
  });

  test('an engine that nobody has is refused with those that there are', async () => {
    const { request } = await openService();
    expect(await request({ engine: 'acme/gone' })).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [
        {
          kind: 'unsupported',
          engine: 'acme/gone',
          option: 'engine',
          expected: 'demo/pictures, acme/reel-1',
          got: 'acme/gone',
          nearest: null,
          couldDo: [],
        },
      ],
    });
  });

  test('a service without any engine says so', async () => {
    const { request, deps } = await openService();
    const bare = { ...deps, engines: enginesOf([]) };
    expect(await request({}, {}, bare)).toMatchObject({
      refusals: [{ option: 'engine', engine: 'auto', expected: 'an engine to be configured', got: 'none' }],
    });
  });
});

describe('limits', () => {
  const day = (unit: Limit['unit'], amount: number): Limit => ({ unit, window: 'day', amount });
  const member = generous.member;

  test.each<[string, Partial<typeof generous>, AdmissionRefusal]>([
    [
      'videos a day',
      { member: { ...member, limits: [day('videos', 1)] } },
      {
        kind: 'limit',
        scope: 'member',
        unit: 'videos',
        window: 'day',
        limit: 1,
        used: 1,
        asked: 1,
        freesAtMs: noonMs + 12 * HOUR,
        granted: 0,
        provider: null,
      },
    ],
    [
      'credits a day',
      { member: { ...member, limits: [day('usd_micro', 900_000)] } },
      {
        kind: 'limit',
        scope: 'member',
        unit: 'usd_micro',
        window: 'day',
        limit: 900_000,
        used: 500_000,
        asked: 500_000,
        freesAtMs: noonMs + 12 * HOUR,
        granted: 0,
        provider: null,
      },
    ],
    ['videos in flight', { member: { ...member, inFlightMax: 1 } }, { kind: 'in_flight', limit: 1, running: 1 }],
    [
      'requests a minute',
      { member: { ...member, requestsPerMinuteMax: 1 } },
      { kind: 'rate', limit: 1, perMs: MINUTE, freesAtMs: noonMs + MINUTE },
    ],
    ['room on the disk', { freeBytesMin: 2 ** 50 }, { kind: 'disk_low' }],
  ])('of %s refuse the second request with its numbers, and nothing is written', async (_what, rules, refusal) => {
    const { request, deps, store } = await openService();
    await request();
    expect(await request({}, {}, { ...deps, rules: { ...generous, ...rules } })).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [refusal],
    });
    expect(await listed(store)).toHaveLength(1);
    expect(await store.checkLedger()).toMatchObject({ ...cleanBooks, entrySets: 1 });
  });

  test('of the service count what all tenants spend on real engines', async () => {
    const { request, deps, allow } = await openService();
    await allow();
    const rules = { ...generous, service: [{ unit: 'usd_micro', window: 'month', amount: 900_000 } as const] };
    expect(await request({}, {}, { ...deps, rules })).toMatchObject({ kind: 'admitted' });
    expect(await request({}, { person: bob }, { ...deps, rules })).toMatchObject({
      refusals: [{ kind: 'limit', scope: 'service', used: quoteMicroUsd, asked: quoteMicroUsd }],
    });
    expect(await request({ engine: 'demo' }, {}, { ...deps, rules })).toMatchObject({ kind: 'admitted' });
  });

  test('of a tenant count all its members, and the operator is beyond them', async () => {
    const { request, store } = await openService();
    const budget = { perDayMicroUsd: 900_000, perMonthMicroUsd: 900_000 };
    await store.allowTenant(tenantId, budget, { kind: 'operator' }, noonMs);
    expect(await request()).toMatchObject({ kind: 'admitted' });
    expect(await request({}, { person: bob })).toMatchObject({
      refusals: [{ kind: 'limit', scope: 'tenant', window: 'day', limit: 900_000, used: 500_000 }],
    });
    expect(await request({}, { as: 'operator' })).toMatchObject({ kind: 'admitted' });
  });

  test('a real engine named in a tenant that is not allowed', async () => {
    const { request } = await openService();
    expect(await request({ engine: 'acme' })).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [{ kind: 'tenant_not_allowed', engine: real.id }],
    });
  });

  test('free up at the midnight that the refusal named', async () => {
    const { request, deps, clock } = await openService();
    const strict = { ...deps, rules: { ...generous, member: { ...member, limits: [day('videos', 1)] } } };
    await request({}, {}, strict);
    await clock.advance(12 * HOUR - 1);
    expect(await request({}, {}, strict)).toMatchObject({ kind: 'refused' });
    await clock.advance(1);
    expect(await request({}, {}, strict)).toMatchObject({ kind: 'admitted' });
  });

  test('two hundred requests at once by a person who may have five: five are admitted', async () => {
    const { request, deps, store } = await openService();
    const strict = { ...deps, rules: { ...generous, member: { ...member, limits: [day('videos', 5)] } } };
    const results = await Promise.all(Array.from({ length: 200 }, () => request({}, {}, strict)));
    expect(results.filter(({ kind }) => kind === 'admitted')).toHaveLength(5);
    expect(await listed(store)).toHaveLength(5);
    expect(await store.checkLedger()).toMatchObject({ ...cleanBooks, entrySets: 5 });
  });
});

describe('several clips at once', () => {
  test('are as many jobs of one request, each another take', async () => {
    const { request } = await openService();
    const jobs = jobsOf(await request({ count: 4 }));
    expect(jobs.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(new Set(jobs.map(({ requestId }) => requestId)).size).toBe(1);
    expect(new Set(jobs.map(({ spec }) => spec.seed)).size).toBe(4);
  });

  test('of a named seed: the first has it, the others differ', async () => {
    const { request } = await openService();
    const seeds = jobsOf(await request({ count: 3, seed: 7 })).map(({ spec }) => spec.seed);
    expect(seeds[0]).toBe(7);
    expect(new Set(seeds).size).toBe(3);
  });

  test.each([1, 2, 3, 4])('%d of them are admitted where three are left: all or none', async (count) => {
    const { request, deps, store } = await openService();
    const limits: Limit[] = [{ unit: 'videos', window: 'day', amount: 3 }];
    const strict = { ...deps, rules: { ...generous, member: { ...generous.member, limits } } };
    const result = await request({ count }, {}, strict);
    expect(result.kind).toBe(count <= 3 ? 'admitted' : 'refused');
    expect(await listed(store)).toHaveLength(count <= 3 ? count : 0);
    expect(await store.checkLedger()).toMatchObject({ ...cleanBooks, entrySets: count <= 3 ? count : 0 });
  });

  test('with different words go to the engine that the first names, or none is admitted', async () => {
    const { request, store } = await openService();
    const first = { ...openAsk, engine: 'demo', prompt: 'one' };
    const both = await request({}, { asks: [first, { ...openAsk, prompt: 'two' }] });
    expect(jobsOf(both).map(({ spec, engine }) => [spec.prompt, engine])).toEqual([
      ['one', demo.id],
      ['two', demo.id],
    ]);
    expect(await request({}, { asks: [first, { ...openAsk, seconds: 99 }] })).toMatchObject({ kind: 'refused' });
    expect(await listed(store)).toHaveLength(2);
  });
});

describe('somebody who is forgotten while they ask', () => {
  /** Forgets whoever asks between their identification and their admission: so many times. */
  async function openForgetting(times: number) {
    const service = await openService();
    const { store, clock } = service;
    let left = times;
    const forgetful: Store = {
      ...store,
      async identify(who) {
        const userId = await store.identify(who);
        left -= 1;
        if (left >= 0) await store.forgetPerson({ userId, actor: { kind: 'operator' }, nowMs: clock.nowMs() });
        return userId;
      },
    };
    return { ...service, forgetful };
  }

  test('has asked after it: they are known again, and what they ask for is theirs', async () => {
    const { request, deps, store, forgetful } = await openForgetting(1);
    const result = await request({}, {}, { ...deps, store: forgetful });
    const [job] = jobsOf(result);
    if (!job) throw new Error('expected a job');
    expect(await store.view(job.id, generous, noonMs)).toMatchObject({
      requester: { name: ada.name },
      request: { prompt: openAsk.prompt },
    });
    expect(await listed(store)).toHaveLength(1);
  });

  test('again and again is refused in words: nothing is ever kept for nobody', async () => {
    const { request, deps, store, forgetful } = await openForgetting(9);
    const result = await request({}, {}, { ...deps, store: forgetful });
    expect(result).toEqual({ kind: 'refused', refusals: [{ kind: 'store_unavailable' }], mayAsk: null });
    expect(await listed(store)).toEqual([]);
  });
});

describe('without the database', () => {
  test.each(['tenant', 'identify', 'admit'] as const)(
    'at %s the request is refused in words: never admitted without an answer about its limits',
    async (method) => {
      const { request, deps, store, log } = await openService();
      const result = await request({}, {}, { ...deps, store: without(store, method) });
      expect(result).toEqual({ kind: 'refused', refusals: [{ kind: 'store_unavailable' }], mayAsk: null });
      expect(log.errors).toEqual(['a request was refused because the store cannot be reached']);
      expect(await listed(store)).toEqual([]);
    },
  );

  test('an error of another kind is not taken for it', async () => {
    const { request, deps, store } = await openService();
    const broken = { ...store, admit: () => Promise.reject(new TypeError('bug')) };
    await expect(request({}, {}, { ...deps, store: broken })).rejects.toThrow('bug');
  });

  test('back again, the same event is admitted', async () => {
    const { request, deps, store } = await openService();
    const key = { inboundKey: 'discord:once' };
    await request({}, key, { ...deps, store: without(store, 'admit') });
    expect(await request({}, key)).toMatchObject({ kind: 'admitted' });
  });
});
