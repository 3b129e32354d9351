import { describe, expect, test } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { cancel, type CancelResult } from '../../../src/core/usecases/cancel.ts';
import { ada, bob, openService, type Reachable } from '../service.ts';

const operator: Actor = { kind: 'operator' };

/** What a person is told in each state, the first and the second time, and where the job then is. */
const table: Readonly<Record<Reachable, readonly [CancelResult['kind'], CancelResult['kind'], Reachable]>> = {
  preparing: ['cancelled', 'cancelled', 'cancelled'],
  queued: ['cancelled', 'cancelled', 'cancelled'],
  submitting: ['wished', 'wished', 'submitting'],
  unknown: ['wished', 'wished', 'unknown'],
  rendering: ['wished', 'wished', 'rendering'],
  fetching: ['wished', 'wished', 'fetching'],
  ready: ['too_late', 'too_late', 'ready'],
  failed: ['too_late', 'too_late', 'failed'],
  refused: ['too_late', 'too_late', 'refused'],
  cancelled: ['cancelled', 'cancelled', 'cancelled'],
};

describe('cancelling', () => {
  test.each(Object.keys(table) as Reachable[])('a job that is %s, once and twice', async (state) => {
    const { admitted, bring, store, clock, number, now } = await openService();
    const job = await admitted();
    await bring(job, state);
    const ask = { choice: number(1), actor: operator };
    const results = [await cancel(ask, { store, clock }), await cancel(ask, { store, clock })];
    expect([...results.map(({ kind }) => kind), (await now(job)).state.kind]).toEqual(table[state]);
    expect(results.every((result) => 'job' in result && result.job.id === job.id)).toBe(true);
  });

  test('before anything was sent costs nothing: the hold has ended and the video is free again', async () => {
    const { admitted, store, clock, number } = await openService();
    const job = await admitted();
    await cancel({ choice: number(1), actor: operator }, { store, clock });
    const story = await store.story(job.id, (await openService()).deps.rules, clock.nowMs());
    expect(story?.entries.map(({ kind }) => kind)).toEqual(['hold', 'release']);
    expect(await store.checkLedger()).toMatchObject({ wrongHolds: [], wrongCounters: [] });
  });

  test('is for whose job it is: a stranger changes nothing', async () => {
    const { admitted, store, clock, number, userOf, now } = await openService();
    const job = await admitted();
    const stranger: Actor = { kind: 'user', userId: await userOf(bob) };
    expect(await cancel({ choice: number(1), actor: stranger }, { store, clock })).toEqual({ kind: 'not_yours' });
    expect(await cancel({ choice: number(9), actor: stranger }, { store, clock })).toEqual({ kind: 'not_found' });
    expect((await now(job)).state.kind).toBe('preparing');
    const owner: Actor = { kind: 'user', userId: await userOf(ada) };
    expect(await cancel({ choice: number(null), actor: owner }, { store, clock })).toMatchObject({ kind: 'cancelled' });
  });

  test('leaves in the story whose wish it was, so that a member can be told', async () => {
    const { admitted, store, clock, number, userOf, deps } = await openService();
    const job = await admitted();
    const owner: Actor = { kind: 'user', userId: await userOf(ada) };
    await cancel({ choice: number(1), actor: owner }, { store, clock });
    const story = await store.story(job.id, deps.rules, clock.nowMs());
    expect(story?.events.at(-1)).toMatchObject({ outcome: 'cancel_requested', actor: owner });
  });

  test('twice at the same moment says cancelled twice, as asking once does', async () => {
    const { admitted, store, clock, number } = await openService();
    const job = await admitted();
    const overtaken = {
      ...store,
      findJob: async (where: Parameters<typeof store.findJob>[0]) => {
        const found = await store.findJob(where);
        await store.record({ kind: 'cancel_requested', jobId: job.id }, clock.nowMs());
        return found;
      },
    };
    const result = await cancel({ choice: number(1), actor: operator }, { store: overtaken, clock });
    expect(result).toMatchObject({ kind: 'cancelled', job: { state: { kind: 'cancelled' } } });
  });
});
