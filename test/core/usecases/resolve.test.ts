import { describe, expect, test } from 'vitest';

import { resolve } from '../../../src/core/usecases/resolve.ts';
import { generous, openService, type Reachable } from '../service.ts';

async function inState(state: Reachable) {
  const service = await openService();
  const { job, attempt } = await service.bring(await service.admitted(), state);
  const { store, clock, number, now } = service;
  const story = () => store.story(job.id, generous, clock.nowMs());
  return {
    attempt,
    clock,
    now: () => now(job),
    decide: (decision: Parameters<typeof resolve>[0]['decision'], n: number | null = 1) =>
      resolve({ choice: number(n), decision }, { store, clock }),
    booked: async () => (await story())?.entries.map(({ kind }) => kind).toSorted(),
    lastActor: async () => (await story())?.events.at(-1)?.actor,
  };
}

describe('a create that was never answered', () => {
  test('made: its task is watched', async () => {
    const { decide, attempt, booked } = await inState('unknown');
    expect(await decide({ kind: 'made', taskId: 'task-9' })).toMatchObject({
      kind: 'resolved',
      job: { state: { kind: 'rendering', taskId: 'task-9', attemptId: attempt?.id } },
    });
    expect(await booked()).toEqual(['hold']);
  });

  test('never taken: it goes back to the queue, to be submitted anew', async () => {
    const { decide, booked } = await inState('unknown');
    expect(await decide({ kind: 'never' })).toMatchObject({ kind: 'resolved', job: { state: { kind: 'queued' } } });
    expect(await booked()).toEqual(['hold']);
  });

  test('given up: the member is released and the tenant books a possible loss', async () => {
    const { decide, booked } = await inState('unknown');
    expect(await decide({ kind: 'give_up' })).toMatchObject({
      kind: 'resolved',
      job: { state: { kind: 'failed', code: 'create_unknown' } },
    });
    expect(await booked()).toEqual(['hold', 'loss', 'release']);
  });

  test.each([{ kind: 'made', taskId: 'task-9' }, { kind: 'never' }, { kind: 'give_up' }] as const)(
    '$kind: the story says that it was the operator’s word and not the engine’s',
    async (decision) => {
      const { decide, lastActor } = await inState('unknown');
      expect(await lastActor()).toBeNull();
      await decide(decision);
      expect(await lastActor()).toEqual({ kind: 'operator' });
    },
  );

  test('is decided once: a second word changes nothing', async () => {
    const { decide, now } = await inState('unknown');
    await decide({ kind: 'made', taskId: 'task-9' });
    expect(await decide({ kind: 'never' })).toMatchObject({
      kind: 'not_unknown',
      job: { state: { kind: 'rendering' } },
    });
    expect((await now()).state).toMatchObject({ kind: 'rendering', taskId: 'task-9' });
  });
});

describe('a job that is not unknown', () => {
  test.each<Reachable>(['preparing', 'queued', 'submitting', 'rendering', 'fetching', 'ready', 'failed', 'cancelled'])(
    'but %s is left alone',
    async (state) => {
      const { decide, now } = await inState(state);
      for (const decision of [{ kind: 'made', taskId: 'x' }, { kind: 'never' }, { kind: 'give_up' }] as const) {
        expect(await decide(decision)).toMatchObject({ kind: 'not_unknown', job: { state: { kind: state } } });
      }
      expect((await now()).state.kind).toBe(state);
    },
  );

  test('or not there is not found', async () => {
    const { decide } = await inState('unknown');
    expect(await decide({ kind: 'never' }, 99)).toEqual({ kind: 'not_found' });
  });
});
