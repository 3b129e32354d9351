import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { openWorld, type RunwayWorld } from './fixture.ts';

let world: RunwayWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const get = { method: 'GET', path: /^\/v1\/tasks\// };
const remove = { method: 'DELETE', path: /^\/v1\/tasks\// };
/** Nobody looks at it here. */
const clip = new Uint8Array(4);
const running = { kind: 'running', pollAfterMs: null };

describe('a poll', () => {
  test('of a task in the queue says that it waits and can be stopped', async () => {
    const { ref, task } = await world.accepted();
    const waiting = { ...running, phase: 'waiting', progress: null, cancellable: true };
    expect(await world.provider.poll(ref, live())).toEqual(waiting);
    task.throttle();
    expect(await world.provider.poll(ref, live())).toEqual(waiting);
  });

  test('of a task that renders says how far it is, and that a stop could destroy a finished clip', async () => {
    const { ref, task } = await world.accepted();
    task.progress(0.4);
    const rendering = { ...running, phase: 'rendering', cancellable: false };
    expect(await world.provider.poll(ref, live())).toEqual({ ...rendering, progress: 0.4 });
    task.progress(17);
    expect(await world.provider.poll(ref, live())).toEqual({ ...rendering, progress: 1 });
  });

  test('takes a word that nobody knows for running, so that no job ends by a new word', async () => {
    const { ref, task } = await world.accepted();
    task.become('PREWARMING');
    const report = await world.provider.poll(ref, live());
    expect(report).toEqual({ ...running, phase: 'rendering', progress: null, cancellable: false });
  });

  test('of a finished task has the final cost, which may be less than the estimate', async () => {
    const { ref, task } = await world.accepted();
    await task.succeed({ credits: 20.5, clip });
    expect(await world.provider.poll(ref, live())).toEqual({ kind: 'succeeded', costMicroUsd: 205_000 });
  });

  test.each([-1, 1e300, '20', null])('with a cost of %j credits names none: the quote holds', async (credits) => {
    const { ref } = await world.accepted();
    const body = { status: 'SUCCEEDED', output: ['https://files.example.org/clip.mp4'], cost: { credits } };
    world.runway.faults.next({ method: 'GET' }, { status: 200, body });
    expect(await world.provider.poll(ref, live())).toEqual({ kind: 'succeeded', costMicroUsd: null });
  });

  test('of a task that was cancelled elsewhere says so', async () => {
    const { ref, task } = await world.accepted();
    task.become('CANCELLED');
    expect(await world.provider.poll(ref, live())).toEqual({ kind: 'cancelled' });
  });

  test.each([
    ['SAFETY.INPUT.TEXT', 'moderation'],
    ['SAFETY.OUTPUT.VIDEO', 'moderation'],
    ['INPUT_PREPROCESSING.SAFETY.TEXT', 'moderation'],
    ['INPUT_PREPROCESSING.SAFETY.THIRD_PARTY', 'moderation'],
    ['INTERNAL', 'transient'],
    ['INTERNAL.BAD_OUTPUT.CODE01', 'transient'],
    ['INPUT_PREPROCESSING.INTERNAL', 'transient'],
    ['THIRD_PARTY.UNAVAILABLE', 'transient'],
    ['ASSET.INVALID', 'invalid'],
    ['THIRD_PARTY.INPUT_VALIDATION', 'invalid'],
    ['INPUT_PREPROCESSING.DIMENSIONS', 'invalid'],
    ['SOMETHING.NEW', 'transient'],
  ])('tells the failure %s as %s, with what it costs and without its sentence', async (failureCode, code) => {
    const { ref, task } = await world.accepted();
    task.fail(failureCode, { credits: 24, failure: 'Your prompt "a red ball" was refused' });
    const report = await world.provider.poll(ref, live());
    expect(report).toEqual({ kind: 'failed', code, costMicroUsd: 240_000, detail: `failed: ${failureCode}` });
  });

  test.each([
    ['The input image was flagged by our content moderation system.', 'moderation'],
    ['An unexpected error occurred.', 'transient'],
  ])('reads the sentence where a failure has no code: %s', async (failure, code) => {
    const { ref, task } = await world.accepted();
    task.fail(null, { failure });
    expect(await world.provider.poll(ref, live())).toMatchObject({ kind: 'failed', code, costMicroUsd: 0 });
  });

  test.each<readonly [string, CommonFault]>([
    ['a 401', { status: 401, body: { error: 'No valid key' } }],
    ['a 403', { status: 403, body: { error: 'Forbidden' } }],
    ['a 404', { status: 404, body: { error: 'Could not find Task' } }],
    ['a 429', { status: 429, body: { error: 'Slow down' }, headers: { 'retry-after': '7' } }],
    ['a 500', { status: 500, body: { error: 'Internal error' } }],
    ["a proxy's page", { status: 200, body: '<html>' }],
    ['an answer without a status', { status: 200, body: { id: 'x' } }],
    ['a redirect', { status: 302, headers: { location: 'https://example.org' } }],
    ['a broken connection', 'drop_request'],
  ])('that meets %s is no verdict: the job goes on, and is asked for once', async (name, fault) => {
    const { ref } = await world.accepted();
    world.runway.faults.next(get, fault);
    const since = world.runway.calls.length;
    const retryAfterMs = name === 'a 429' ? 7_000 : null;
    expect(await world.provider.poll(ref, live())).toMatchObject({ kind: 'unreadable', retryAfterMs });
    expect(world.runway.calls.length - since).toBe(1);
    expect((await world.provider.poll(ref, live())).kind).toBe('running');
  });

  test('ends with its signal while the answer is on the way, so that no lease is outlived', async () => {
    const { ref } = await world.accepted();
    const aborter = new AbortController();
    const held = world.runway.faults.next(get, { answerAfter: new Promise(() => undefined) });
    const polling = world.provider.poll(ref, aborter.signal);
    await held.hit;
    aborter.abort(new Error('the lease is over'));
    await expect(polling).rejects.toThrow('the lease is over');
  });
});

describe('a stop', () => {
  const deletes = (): number => world.runway.calls.filter(({ method }) => method === 'DELETE').length;

  test('of a task in the queue stops it', async () => {
    const { ref, task } = await world.accepted();
    task.throttle();
    expect(await world.provider.cancel?.(ref, live())).toBe('cancelled');
    expect(task.status).toBe('CANCELLED');
  });

  test('that finds the task rendering or finished sends no DELETE, which would destroy the clip', async () => {
    const before = deletes();
    const { ref, task } = await world.accepted();
    task.start();
    expect(await world.provider.cancel?.(ref, live())).toBe('too_late');
    await task.succeed({ clip });
    expect(await world.provider.cancel?.(ref, live())).toBe('too_late');
    task.become('PREWARMING');
    expect(await world.provider.cancel?.(ref, live())).toBe('too_late');
    expect(deletes()).toBe(before);
  });

  test('whose look before it fails stops nothing', async () => {
    const before = deletes();
    const { ref } = await world.accepted();
    world.runway.faults.next(get, { status: 500, body: { error: 'Internal error' } });
    expect(await world.provider.cancel?.(ref, live())).toBe('too_late');
    expect(deletes()).toBe(before);
  });

  test('whose answer is lost is known by the task that is no longer there', async () => {
    const { ref } = await world.accepted();
    world.runway.faults.next(remove, 'drop_answer');
    expect(await world.provider.cancel?.(ref, live())).toBe('cancelled');
  });

  test('that Runway refuses is too late: the task goes on', async () => {
    const { ref, task } = await world.accepted();
    world.runway.faults.next(remove, { status: 500, body: { error: 'Internal error' } });
    expect(await world.provider.cancel?.(ref, live())).toBe('too_late');
    expect(task.status).toBe('PENDING');
  });
});
