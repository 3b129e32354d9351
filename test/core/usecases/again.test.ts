import { describe, expect, test } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { askOf } from '../../../src/core/ask-of.ts';
import type { Job } from '../../../src/core/job.ts';
import { again } from '../../../src/core/usecases/again.ts';
import type { RequestInput } from '../../../src/core/usecases/request.ts';
import { enginesOf } from '../../doubles/engines.ts';
import { aJob, aProvider, destination, someCapabilities, spec } from '../samples.ts';
import { ada, bob, generous, openService } from '../service.ts';

const operator: Actor = { kind: 'operator' };
const request = (person: RequestInput['person'] = ada): Omit<RequestInput, 'asks'> => ({
  inboundKey: 'discord:again',
  person,
  as: 'user',
  destination,
  locale: 'en',
});

/** What is asked of the engine: how somebody came to ask for it is another matter each time. */
function rendered({ spec: { wish: _wish, route: _route, ...rest } }: Job): Partial<Job['spec']> {
  return rest;
}

describe('a new take', () => {
  test('asks for all that the earlier one was, but the seed', () => {
    const input = { kind: 'image', source: 'https://cdn.example/1', mediaKey: 'aa/job_1_input' } as const;
    const job = aJob({ kind: 'queued' }, { spec: { ...spec, input, style: 'noir' }, engine: 'acme/fine' });
    expect(askOf(job)).toEqual({
      operation: 'make',
      prompt: 'a red ball',
      engine: 'acme/fine',
      seconds: 5,
      size: spec.size,
      fps: 24,
      style: 'noir',
      count: 1,
      seed: null,
      audio: false,
      fresh: true,
      private: false,
      input,
    });
  });

  test('is a request of its own with a new seed, also where the first had one that was said', async () => {
    const { admitted, deps, number } = await openService();
    const first = await admitted({ seed: 7, seconds: 3 });
    const result = await again({ choice: number(1), actor: operator, variant: 'take', request: request() }, deps);
    if (result.kind !== 'admitted') throw new Error(`expected a new take, got ${result.kind}`);
    const [job] = result.jobs as [Job];
    expect(rendered(job)).toEqual({ ...rendered(first), seed: job.spec.seed });
    expect(job.spec.seed).not.toBe(7);
    expect(job.requestId).not.toBe(first.requestId);
    expect(result.request.visibility).toBe('channel');
  });

  test('of what was private is private again, wherever it is asked for', async () => {
    const { admitted, deps, number } = await openService();
    await admitted({ private: true });
    const result = await again({ choice: number(1), actor: operator, variant: 'take', request: request() }, deps);
    expect(result).toMatchObject({ kind: 'admitted', request: { visibility: 'private' } });
  });

  test('of a prompt that was removed on request is not to be had', async () => {
    const { admitted, deps, number, store } = await openService();
    await admitted();
    const forgetful = {
      ...store,
      request: async (id: Parameters<typeof store.request>[0]) => {
        const found = await store.request(id);
        return found && { ...found, request: { ...found.request, prompt: null } };
      },
    };
    const ask = { choice: number(1), actor: operator, variant: 'take', request: request() } as const;
    expect(await again(ask, { ...deps, store: forgetful })).toEqual({ kind: 'not_found' });
  });

  test('of a prompt that is removed while it is asked for is not to be had either', async () => {
    const { admitted, deps, number, store, userOf, clock } = await openService();
    await admitted();
    const userId = await userOf(ada);
    const forgetful = {
      ...store,
      async identify(who: Parameters<typeof store.identify>[0]) {
        await store.forgetPerson({ userId, actor: operator, nowMs: clock.nowMs() });
        return store.identify(who);
      },
    };
    const ask = { choice: number(1), actor: operator, variant: 'take', request: request() } as const;
    expect(await again(ask, { ...deps, store: forgetful })).toEqual({ kind: 'not_found' });
    expect(await store.list({ tenantId: null, userId, states: null, limit: 9 }, generous, clock.nowMs())).toHaveLength(
      1,
    );
  });

  test('is held to the limits of today', async () => {
    const { admitted, deps, number } = await openService();
    await admitted();
    const rules = { ...generous, member: { ...generous.member, inFlightMax: 1 } };
    const result = await again(
      { choice: number(1), actor: operator, variant: 'take', request: request() },
      { ...deps, rules },
    );
    expect(result).toMatchObject({ kind: 'refused', refusals: [{ kind: 'in_flight' }] });
  });

  test('of a clip of somebody else goes at the cost of who asks, and only where its prompt was shown', async () => {
    const { admitted, deps, number, userOf, store, clock } = await openService();
    await admitted();
    const bobId = await userOf(bob);
    const ask = { actor: { kind: 'user', userId: bobId }, variant: 'take' } as const;
    const elsewhere = { ...destination, channel: 'c2' };
    const listAll = () => store.list({ tenantId: null, userId: null, states: null, limit: 9 }, generous, clock.nowMs());
    expect(await again({ ...ask, at: elsewhere, choice: number(1), request: request(bob) }, deps)).toEqual({
      kind: 'not_yours',
    });
    expect(await again({ ...ask, choice: number(null), request: request(bob) }, deps)).toEqual({ kind: 'not_found' });
    expect(await listAll()).toHaveLength(1);
    const taken = await again({ ...ask, at: destination, choice: number(1), request: request(bob) }, deps);
    expect(taken).toMatchObject({ kind: 'admitted', request: { userId: bobId }, jobs: [{ userId: bobId }] });
    expect(await listAll()).toHaveLength(2);
  });

  test('asked for twice by one press of a button is one', async () => {
    const { admitted, deps, number } = await openService();
    await admitted();
    const ask = { choice: number(1), actor: operator, variant: 'take', request: request() } as const;
    expect(await again(ask, deps)).toMatchObject({ kind: 'admitted' });
    expect(await again(ask, deps)).toMatchObject({ kind: 'repeated' });
  });
});

describe('the same in HD', () => {
  const hd = { actor: operator, variant: 'hd' } as const;

  /** Two sizes of the same shape at one engine, the smaller one first. */
  const sizes = {
    kind: 'listed',
    sizes: [
      { width: 1_280, height: 720 },
      { width: 1_920, height: 1_080 },
    ],
  } as const;
  const capable = { provider: { name: 'acme', capabilities: () => [someCapabilities({ sizes, playMoney: true })] } };

  test('keeps all that was asked for, with the seed, and is larger', async () => {
    const { admitted, deps, number } = await openService(capable);
    const first = await admitted({ seconds: 3, style: 'noir' });
    const result = await again({ ...hd, choice: number(1), request: request() }, deps);
    if (result.kind !== 'admitted') throw new Error(`expected it in HD, got ${result.kind}`);
    expect(result.jobs).toMatchObject([{ engine: first.engine, quoteMicroUsd: 300_000 }]);
    expect(result.jobs[0] && rendered(result.jobs[0])).toEqual({
      ...rendered(first),
      size: { width: 1_920, height: 1_080 },
    });
  });

  test('asked for twice by one press is one; by another press it is the one that is on its way', async () => {
    const { admitted, deps, number } = await openService(capable);
    await admitted();
    const ask = { ...hd, choice: number(1), request: request() };
    expect(await again(ask, deps)).toMatchObject({ kind: 'admitted' });
    expect(await again(ask, deps)).toMatchObject({ kind: 'repeated' });
    const other = { ...ask, request: { ...request(), inboundKey: 'discord:other' } };
    expect(await again(other, deps)).toMatchObject({ kind: 'same_in_flight', job: { number: 2 } });
  });

  test('a press that comes twice is known also when its engine can do less meanwhile', async () => {
    const { admitted, deps, number } = await openService(capable);
    await admitted();
    const ask = { ...hd, choice: number(1), request: request() };
    await again(ask, deps);
    const less = enginesOf([{ provider: aProvider(), credential: 'main' }]);
    expect(await again(ask, { ...deps, engines: less })).toMatchObject({ kind: 'repeated' });
  });

  test('is refused where the engine makes nothing larger, and where it is gone: nothing is bought instead', async () => {
    const { admitted, deps, number, now } = await openService(capable);
    const first = await admitted({ size: { width: 1_920, height: 1_080 } });
    const ask = { ...hd, choice: number(1), request: request() };
    expect(await again(ask, deps)).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [{ kind: 'no_larger', engine: 'Acme reel-1' }],
    });
    expect(await again(ask, { ...deps, engines: enginesOf([]) })).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'unsupported', option: 'engine', got: first.engine }],
    });
    expect(await now(first)).toEqual(first);
  });
});
