import { describe, expect, test } from 'vitest';

import { callbackToken } from '../../../src/core/callback-token.ts';
import { StoreUnavailable } from '../../../src/core/ports/store.ts';
import { type CallbackEvent, takeCallback } from '../../../src/core/usecases/take-callback.ts';
import { idOf } from '../samples.ts';
import { callbackSecret, openService, type Reachable, without } from '../service.ts';

async function inState(state: Reachable) {
  const service = await openService();
  const { job, attempt } = await service.bring(await service.admitted(), state);
  if (!attempt) throw new Error('expected an attempt');
  const { store, clock } = service;
  const token = callbackToken(callbackSecret, attempt.id);
  const event = { provider: 'demo', key: 'evt-1', token, taskId: `task of ${attempt.id}` };
  return {
    ...service,
    attempt,
    event,
    now: () => service.now(job),
    take: (more: Partial<CallbackEvent> = {}, using = store) =>
      takeCallback({ ...event, ...more }, { store: using, clock }),
  };
}

describe('a callback of an engine', () => {
  test('makes the job due at once: it is a hint, and nothing is believed', async () => {
    const { take, now, clock } = await inState('rendering');
    await clock.advance(1_000);
    expect(await take()).toEqual({ kind: 'noted' });
    expect(await now()).toMatchObject({ state: { kind: 'rendering' }, dueAtMs: clock.nowMs() });
  });

  test('without a task is a hint as well', async () => {
    const { take, now, clock } = await inState('rendering');
    await clock.advance(1_000);
    expect(await take({ taskId: null })).toEqual({ kind: 'noted' });
    expect((await now()).dueAtMs).toBe(clock.nowMs());
  });

  test('before the answer to the create adopts its task, so the answer may as well be lost', async () => {
    const { take, now, event, recorded, attempt } = await inState('submitting');
    expect(await take()).toEqual({ kind: 'noted' });
    expect((await now()).state).toMatchObject({ kind: 'rendering', taskId: event.taskId });
    const answer = recorded({ kind: 'accepted', attemptId: attempt.id, taskId: event.taskId });
    await expect(answer).rejects.toThrow('already_recorded');
  });

  test('that names another task than the answer to the create is outweighed by it, so a leaked address loses no clip', async () => {
    const { take, now, recorded, attempt } = await inState('submitting');
    await take({ taskId: 'made up' });
    await recorded({ kind: 'accepted', attemptId: attempt.id, taskId: 'real', isOwnAnswer: true });
    expect((await now()).state).toMatchObject({ kind: 'rendering', taskId: 'real' });
  });

  test('of another provider than the one that was asked is not taken', async () => {
    const { take } = await inState('unknown');
    expect(await take({ provider: 'acme' })).toEqual({ kind: 'unknown_attempt' });
  });

  test('for a create that went unanswered adopts its task', async () => {
    const { take, now } = await inState('unknown');
    await take();
    expect((await now()).state.kind).toBe('rendering');
  });

  test('that comes twice is noted once', async () => {
    const { take } = await inState('rendering');
    expect(await take()).toEqual({ kind: 'noted' });
    expect(await take()).toEqual({ kind: 'seen_before' });
    expect(await take({ key: 'evt-2' })).toEqual({ kind: 'noted' });
  });

  test('that names another task than the recorded one does not replace it', async () => {
    const { take, now, event } = await inState('rendering');
    await take({ taskId: 'task of nobody' });
    expect((await now()).state).toMatchObject({ taskId: event.taskId });
  });

  test('of the right attempt under the address of another job is not taken', async () => {
    const { take, attempt } = await inState('rendering');
    expect(await take({ jobId: idOf('job', 999) })).toEqual({ kind: 'unknown_attempt' });
    expect(await take({ jobId: attempt.jobId })).toEqual({ kind: 'noted' });
  });

  test('without a token, which only a signature can replace, finds its attempt by the task of that provider', async () => {
    const { take, now, clock } = await inState('rendering');
    await clock.advance(1_000);
    expect(await take({ token: null, provider: 'acme' })).toEqual({ kind: 'unknown_attempt' });
    expect(await take({ token: null, taskId: null })).toEqual({ kind: 'unknown_attempt' });
    expect(await take({ token: null })).toEqual({ kind: 'noted' });
    expect((await now()).dueAtMs).toBe(clock.nowMs());
  });

  test('without a token adopts no task: nothing says whose it is', async () => {
    const { take, now } = await inState('unknown');
    expect(await take({ token: null })).toEqual({ kind: 'unknown_attempt' });
    expect((await now()).state.kind).toBe('unknown');
  });

  test('for a finished job changes nothing', async () => {
    const { take, now } = await inState('ready');
    const before = await now();
    expect(await take()).toEqual({ kind: 'noted' });
    expect(await now()).toEqual(before);
  });

  test('during an outage throws, so that the sender tries again, and is then taken', async () => {
    const { take, store, now, clock } = await inState('rendering');
    await clock.advance(1_000);
    for (const away of ['attempt', 'record', 'noteEvent'] as const) {
      await expect(take({}, without(store, away))).rejects.toThrow(StoreUnavailable);
    }
    expect(await take()).toEqual({ kind: 'noted' });
    expect((await now()).dueAtMs).toBe(clock.nowMs());
  });
});

describe('a callback of somebody else', () => {
  test('with a token that was made up is forged, and nothing is touched', async () => {
    const { take, now, attempt } = await inState('unknown');
    const before = await now();
    const forged = [callbackToken('guessed', attempt.id), `${attempt.id}.${'0'.repeat(64)}`];
    for (const token of forged) expect(await take({ token })).toEqual({ kind: 'forged' });
    expect(await now()).toEqual(before);
  });

  test('does not use up the key of the real event', async () => {
    const { take, attempt } = await inState('rendering');
    await take({ token: callbackToken('guessed', attempt.id) });
    expect(await take()).toEqual({ kind: 'noted' });
  });

  test('for an attempt that nobody knows, or in another form, is unknown', async () => {
    const { take } = await inState('rendering');
    for (const token of [callbackToken(callbackSecret, idOf('attempt', 999)), '', 'x', '../../etc/passwd']) {
      expect(await take({ token })).toEqual({ kind: 'unknown_attempt' });
    }
  });
});
