import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskRef, TaskReport } from '../../../src/core/ports/provider.ts';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { silentLog } from '../../doubles/world.ts';
import { type OnDouble, openOnDouble } from './fixture.ts';

const warnings: string[] = [];
let onDouble: OnDouble;
let task: TaskRef;
beforeAll(async () => {
  const log = {
    ...silentLog,
    warn: (message: string, fields?: object) => warnings.push(`${message} ${JSON.stringify(fields)}`),
  };
  onDouble = await openOnDouble({ log });
  task = await onDouble.task();
});
afterAll(() => onDouble[Symbol.asyncDispose]());

function pollUnder(fault: CommonFault): Promise<TaskReport> {
  onDouble.double.faults.next({ method: 'GET' }, fault);
  return onDouble.provider.poll(task, live());
}

const answer = (body: unknown, headers = {}): CommonFault => ({ status: 200, body, headers });

/** As published. */
const recorded = {
  id: 'video_123',
  object: 'video',
  model: 'sora-2',
  status: 'queued',
  progress: 0,
  created_at: 1_712_697_600,
  completed_at: null,
  expires_at: null,
  prompt: 'a very private prompt',
  size: '1280x720',
  seconds: '8',
  remixed_from_video_id: null,
  error: null,
};

describe('the life of a video', () => {
  test('is told as it goes on, with its progress as a fraction', async () => {
    const id = await onDouble.task();
    const made = onDouble.double.newest();
    const report = () => onDouble.provider.poll(id, live());
    expect(await report()).toEqual({
      kind: 'running',
      phase: 'waiting',
      progress: null,
      cancellable: false,
      pollAfterMs: null,
    });
    made.start();
    expect(await report()).toMatchObject({ phase: 'rendering', progress: 0 });
    made.progress(45);
    expect(await report()).toMatchObject({ phase: 'rendering', progress: 0.45 });
    await made.succeed();
    expect(await report()).toEqual({ kind: 'succeeded', costMicroUsd: null });
    made.expire();
    expect(await report()).toEqual({ kind: 'succeeded', costMicroUsd: null });
  });

  test('is no end while it stands at 99 %, however long', async () => {
    for (let again = 0; again < 3; again += 1) {
      expect(await pollUnder(answer({ ...recorded, status: 'in_progress', progress: 99 }))).toMatchObject({
        kind: 'running',
        progress: 0.99,
      });
    }
  });

  test('is asked for again when the API says', async () => {
    expect(await pollUnder(answer(recorded, { 'openai-poll-after-ms': '12000' }))).toMatchObject({
      pollAfterMs: 12_000,
    });
  });
});

describe('what gateways make of it', () => {
  test.each<[string, object, object]>([
    [
      'the published example, which leaves out what is required',
      { id: 'v', status: 'queued', quality: 'standard' },
      { phase: 'waiting' },
    ],
    ['a state and nothing else', { status: 'in_progress' }, { phase: 'rendering', progress: null }],
    ['another word for waiting', { status: 'PENDING' }, { phase: 'waiting' }],
    ['another spelling', { status: 'In Progress', progress: '45%' }, { phase: 'rendering', progress: 0.45 }],
    ['a fraction', { status: 'processing', progress: 0.4 }, { phase: 'rendering', progress: 0.4 }],
    ['a progress beyond its end', { status: 'processing', progress: 130 }, { phase: 'rendering', progress: 1 }],
    ['a progress that is none', { status: 'processing', progress: { of: 3 } }, { phase: 'rendering', progress: null }],
    ['another word for completed', { status: 'SUCCESS', progress: null }, { kind: 'succeeded' }],
    ['another word for failed', { status: 'FAILURE', error: 'upstream broke' }, { kind: 'failed', code: 'transient' }],
    ['a cancelled one', { status: 'canceled' }, { kind: 'cancelled' }],
    ['an expired one', { status: 'expired' }, { kind: 'failed', code: 'expired' }],
  ])('is read: %s', async (_, body, expected) => {
    expect(await pollUnder(answer(body))).toMatchObject(expected);
  });

  test('a word that nobody knows means that it goes on, and is logged', async () => {
    expect(await pollUnder(answer({ ...recorded, status: 'Warming up!', progress: 3 }))).toMatchObject({
      kind: 'running',
      phase: 'rendering',
      cancellable: false,
    });
    expect(warnings.join('\n')).toContain('warming_up_');
  });
});

describe('why a video failed', () => {
  test.each<[string, unknown, string]>([
    ['late moderation', { code: 'moderation_blocked', message: 'Blocked.' }, 'moderation'],
    ['a policy', { code: 'content_policy_violation', message: 'x' }, 'moderation'],
    ['a code that names safety', { code: 'output_safety_check', message: 'x' }, 'moderation'],
    ['moderation in words alone', 'This was flagged by moderation.', 'moderation'],
    ['a model that ended meanwhile', { code: 'model_not_found', message: 'x' }, 'model_retired'],
    ['a wrong value', { code: 'invalid_prompt', message: 'x' }, 'invalid'],
    ['a picture that the user has to change', { type: 'image_generation_user_error', message: 'x' }, 'invalid'],
    ['credit that ran out', { code: 'insufficient_quota', message: 'x' }, 'out_of_credit'],
    ['limits', { code: 'rate_limit_exceeded', message: 'x', headers: { 'retry-after': '3' } }, 'rate_limited'],
    ['its own trouble', { code: 'internal_error', message: 'x' }, 'transient'],
    ['nothing', null, 'transient'],
  ])('%s', async (_, error, code) => {
    const report = await pollUnder(answer({ ...recorded, status: 'failed', error }));
    expect(report).toMatchObject({ kind: 'failed', code, costMicroUsd: null });
  });

  test("is logged by its code alone, since the provider's text may quote the prompt", async () => {
    const error = { code: 'video_failed', message: `no: ${recorded.prompt}` };
    expect(await pollUnder(answer({ ...recorded, status: 'failed', error }))).toMatchObject({ detail: 'video_failed' });
  });
});

describe('what is no verdict', () => {
  test.each<[string, CommonFault]>([
    ['a refused key', { status: 401, body: { error: { message: 'no', code: 'invalid_api_key' } } }],
    ['no access', { status: 403, body: {} }],
    ['a video that is not known', { status: 404, body: { error: { message: 'Video not found.' } } }],
    ['an API that is gone', { status: 410, body: 'Gone' }],
    ['too many calls', { status: 429, body: {} }],
    ['a fault of the server', { status: 500, body: '<html>' }],
    ['a redirect', { status: 302, headers: { location: 'https://login.example.com/' } }],
    ['a page', { status: 200, body: '<html>Welcome</html>' }],
    ['no state', { status: 200, body: { id: 'video_123' } }],
    ['a list', { status: 200, body: [recorded] }],
    ['nothing', { status: 200, body: '' }],
    ['a broken connection', 'drop_request'],
  ])('%s ends no job', async (_, fault) => {
    expect((await pollUnder(fault)).kind).toBe('unreadable');
    expect((await onDouble.provider.poll(task, live())).kind).toBe('running');
  });

  test('says how long to wait, and asks once', async () => {
    const before = onDouble.double.calls.length;
    const fault = { status: 429, body: {}, headers: { 'retry-after': '20' } };
    expect(await pollUnder(fault)).toMatchObject({ kind: 'unreadable', retryAfterMs: 20_000 });
    expect(onDouble.double.calls.length - before).toBe(1);
  });

  test('stopped while it waits for the answer, it rejects', async () => {
    const stop = new AbortController();
    const planned = onDouble.double.faults.next({ method: 'GET' }, { answerAfter: new Promise(() => undefined) });
    const report = onDouble.provider.poll(task, stop.signal);
    await planned.hit;
    stop.abort(new Error('the lease is over'));
    await expect(report).rejects.toThrow('the lease is over');
  });

  test('an id that looks like a path stays one, so that it cannot lead elsewhere', async () => {
    const { kind } = await onDouble.provider.poll({ ...task, taskId: '../models?x=' }, live());
    expect(kind).toBe('unreadable');
    expect(onDouble.double.calls.at(-1)?.path).toBe('/v1/videos/..%2Fmodels%3Fx%3D');
  });
});
