import { describe, expect, test } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import type { Job } from '../../../src/core/job.ts';
import { again, askOf } from '../../../src/core/usecases/again.ts';
import type { RequestInput } from '../../../src/core/usecases/request.ts';
import { aJob, destination, spec } from '../samples.ts';
import { ada, bob, generous, openService } from '../service.ts';

const operator: Actor = { kind: 'operator' };
const request = (person: RequestInput['person'] = ada): Omit<RequestInput, 'asks'> => ({
  inboundKey: 'discord:again',
  person,
  as: 'user',
  destination,
  locale: 'en',
});

describe('a new take', () => {
  test('asks for all that the earlier one was, but the seed', () => {
    const input = { kind: 'image', source: 'https://cdn.example/1', mediaKey: 'aa/job_1_input' } as const;
    const job = aJob({ kind: 'queued' }, { spec: { ...spec, input, style: 'noir' }, engine: 'acme/fine' });
    expect(askOf(job)).toEqual({
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
    const result = await again({ choice: number(1), actor: operator, request: request(), private: true }, deps);
    if (result.kind !== 'admitted') throw new Error(`expected a new take, got ${result.kind}`);
    const [job] = result.jobs as [Job];
    expect(job.spec).toEqual({ ...first.spec, seed: job.spec.seed });
    expect(job.spec.seed).not.toBe(7);
    expect(job.requestId).not.toBe(first.requestId);
    expect(result.request.visibility).toBe('private');
  });

  test('is held to the limits of today', async () => {
    const { admitted, deps, number } = await openService();
    await admitted();
    const rules = { ...generous, member: { ...generous.member, inFlightMax: 1 } };
    const result = await again(
      { choice: number(1), actor: operator, request: request(), private: false },
      { ...deps, rules },
    );
    expect(result).toMatchObject({ kind: 'refused', refusals: [{ kind: 'in_flight' }] });
  });

  test('of a clip of somebody else is refused, of none is not found, and nothing is admitted', async () => {
    const { admitted, deps, number, userOf, store, clock } = await openService();
    await admitted();
    const actor: Actor = { kind: 'user', userId: await userOf(bob) };
    const ask = { actor, request: request(bob), private: false };
    expect(await again({ ...ask, choice: number(1) }, deps)).toEqual({ kind: 'not_yours' });
    expect(await again({ ...ask, choice: number(null) }, deps)).toEqual({ kind: 'not_found' });
    const all = await store.list({ tenantId: null, userId: null, states: null, limit: 9 }, generous, clock.nowMs());
    expect(all).toHaveLength(1);
  });

  test('asked for twice by one press of a button is one', async () => {
    const { admitted, deps, number } = await openService();
    await admitted();
    const ask = { choice: number(1), actor: operator, request: request(), private: false };
    expect(await again(ask, deps)).toMatchObject({ kind: 'admitted' });
    expect(await again(ask, deps)).toMatchObject({ kind: 'repeated' });
  });
});
