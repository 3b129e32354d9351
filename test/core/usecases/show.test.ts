import { describe, expect, test } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { show } from '../../../src/core/usecases/show.ts';
import { ada, bob, openService } from '../service.ts';

describe('the story of a job', () => {
  test('tells what was asked, tried, charged and stored', async () => {
    const { admitted, bring, deps, number, userOf } = await openService();
    const job = await admitted();
    const { attempt } = await bring(job, 'ready');
    const actor: Actor = { kind: 'user', userId: await userOf(ada) };
    const shown = await show({ choice: number(1), actor }, deps);
    if (shown.kind !== 'found') throw new Error(`expected a story, got ${shown.kind}`);
    const { view, attempts, events, entries } = shown.story;
    expect(view).toMatchObject({
      job: { id: job.id, state: { kind: 'ready' } },
      request: { prompt: 'a red ball' },
      clip: { jobId: job.id },
      deliveries: [{ state: { kind: 'pending' } }],
      costMicroUsd: 500_000,
      chargedMicroUsd: 500_000,
    });
    expect(attempts.map(({ id }) => id)).toEqual([attempt?.id]);
    expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['capture', 'hold']);
    expect(events.map(({ state }) => state)).toEqual([
      'preparing',
      'queued',
      'submitting',
      'rendering',
      'fetching',
      'ready',
    ]);
  });

  test('is for whose job it is, and for the operator', async () => {
    const { admitted, deps, number, userOf } = await openService();
    await admitted();
    const stranger: Actor = { kind: 'user', userId: await userOf(bob) };
    expect(await show({ choice: number(1), actor: stranger }, deps)).toEqual({ kind: 'not_yours' });
    expect(await show({ choice: number(null), actor: stranger }, deps)).toEqual({ kind: 'not_found' });
    expect(await show({ choice: number(2), actor: { kind: 'operator' } }, deps)).toEqual({ kind: 'not_found' });
    expect(await show({ choice: number(1), actor: { kind: 'operator' } }, deps)).toMatchObject({ kind: 'found' });
  });
});
