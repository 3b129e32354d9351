import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { clipInput, type OnDouble, openOnDouble } from './fixture.ts';

let onDouble: OnDouble;
let postsBefore = 0;
beforeAll(async () => {
  onDouble = await openOnDouble();
});
beforeEach(() => {
  postsBefore = onDouble.double.posts();
});
afterAll(() => onDouble[Symbol.asyncDispose]());

const prompt = 'a very private prompt';

function submitUnder(fault: CommonFault) {
  // Planned for many requests, so that a second one would meet it too.
  const planned = onDouble.double.faults.next({ method: 'POST' }, fault, 10);
  return onDouble.submit({ prompt }).finally(() => planned.cancel());
}

function posts(): number {
  return onDouble.double.posts() - postsBefore;
}

const ownError = (message: string, more: object = {}) => ({
  error: { message, type: null, param: null, code: null, ...more },
});

describe('a create is sent once and never again, whatever comes back', () => {
  test.each<[string, CommonFault, string]>([
    ['500 in its own envelope', { status: 500, body: ownError('The server had an error.') }, 'unknown'],
    ['502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'unknown'],
    ['503 of a proxy', { status: 503, body: '<html>Unavailable</html>' }, 'unknown'],
    ['503 in its own envelope', { status: 503, body: ownError('Overloaded.') }, 'rejected'],
    [
      '503 that asks to be retried',
      { status: 503, body: ownError('x'), headers: { 'x-should-retry': 'true' } },
      'rejected',
    ],
    ['429 of a proxy', { status: 429, body: { message: 'Too many requests' } }, 'unknown'],
    [
      '429 in its own envelope',
      { status: 429, body: ownError('Slow down.'), headers: { 'retry-after': '1' } },
      'rejected',
    ],
    ['408', { status: 408, body: ownError('Timed out.') }, 'unknown'],
    ['409', { status: 409, body: ownError('Locked.') }, 'unknown'],
    ['499, since somebody on the way had gone', { status: 499, body: ownError('Closed.') }, 'unknown'],
    ['421, after which fetch itself asks again', { status: 421, body: ownError('Misdirected.') }, 'rejected'],
    ['307 to itself, which fetch itself follows', { status: 307, headers: { location: '/v1/videos' } }, 'unknown'],
    ['308 to itself', { status: 308, headers: { location: '/v1/videos' } }, 'unknown'],
    ['a connection that breaks before the work', 'drop_request', 'unknown'],
    ['a connection that breaks after the work', 'drop_answer', 'unknown'],
  ])('%s', async (_, fault, kind) => {
    expect((await submitUnder(fault)).kind).toBe(kind);
    expect(posts()).toBe(1);
  });

  test('a create with a file in it, too', async () => {
    const key = await onDouble.store('clip', Buffer.from('    ftypisom of the clip'));
    const planned = onDouble.double.faults.next({ method: 'POST' }, 'drop_answer', 10);
    expect((await onDouble.submit(clipInput(key))).kind).toBe('unknown');
    planned.cancel();
    expect(posts()).toBe(1);
  });

  test('two jobs with one prompt are two creates, with nothing that joins them', async () => {
    const [one, other] = [await onDouble.task({ prompt }), await onDouble.task({ prompt })];
    expect(one.taskId).not.toBe(other.taskId);
    expect(posts()).toBe(2);
  });
});

describe('a good answer', () => {
  test.each<[string, unknown, string]>([
    [
      'the published one',
      { id: 'video_123', object: 'video', model: 'sora-2', status: 'queued', progress: 0 },
      'video_123',
    ],
    ['one with nothing but an id', { id: 'vid-9' }, 'vid-9'],
    ['one with a number for an id', { id: 4711, status: 'NOT_START' }, '4711'],
    ['one that calls it task_id', { task_id: 'task_1', status: 1, progress: {} }, 'task_1'],
  ])('%s is accepted by its id', async (_, body, taskId) => {
    expect(await submitUnder({ status: 200, body })).toEqual({ kind: 'accepted', taskId, estimateMicroUsd: null });
  });

  test.each<[string, CommonFault]>([
    ['not JSON', { status: 200, body: 'OK' }],
    ['without an id', { status: 200, body: { status: 'queued' } }],
    ['an error under a good status', { status: 200, body: ownError('No.') }],
    ['empty', { status: 202, body: '' }],
    ['without end', { status: 200, body: { id: 'video_1', padding: 'x'.repeat(2 ** 20) } }],
    ['with an id that leads elsewhere', { status: 200, body: { id: '..' } }],
    ['with an id that is a book', { status: 200, body: { id: 'x'.repeat(10_000) } }],
  ])('%s proves nothing, so that what may have been bought is not bought twice', async (_, fault) => {
    expect((await submitUnder(fault)).kind).toBe('unknown');
  });
});

describe('why a create was refused', () => {
  test.each<[string, number, object | string, string]>([
    ['blocked by moderation', 400, ownError('Your request was blocked.', { code: 'moderation_blocked' }), 'moderation'],
    ['a policy, in its code', 400, ownError('No.', { code: 'content_policy_violation' }), 'moderation'],
    ['a policy, in words alone', 403, ownError('Rejected by our safety system.'), 'moderation'],
    ['a policy, in words of a gateway', 422, { detail: 'violates our content policy' }, 'moderation'],
    [
      'a policy, as LiteLLM says it',
      400,
      ownError('litellm.ContentPolicyViolationError: no', { code: '400' }),
      'moderation',
    ],
    [
      'a model that is gone',
      404,
      ownError('The model `sora-2` does not exist.', { code: 'model_not_found' }),
      'model_retired',
    ],
    [
      'a model that is gone, under 400',
      400,
      ownError('x', { code: 'model_not_found', param: 'model' }),
      'model_retired',
    ],
    ['a model that is gone, in words alone', 404, ownError('model not found'), 'model_retired'],
    ['a model that ended', 400, ownError('The model sora-2 is no longer available.'), 'model_retired'],
    ['an API that ended', 410, 'Gone', 'model_retired'],
    ['an API that has no such path any more', 404, ownError('Invalid URL (POST /v1/videos)'), 'model_retired'],
    [
      'an API that was shut down',
      400,
      ownError('The Videos API was shut down on September 24, 2026.'),
      'model_retired',
    ],
    [
      'a model name that a gateway does not know',
      400,
      { error: { message: '/videos: Invalid model name passed in' } },
      'model_retired',
    ],
    ['a refused key', 401, ownError('Incorrect API key.', { code: 'invalid_api_key' }), 'out_of_credit'],
    ['a key without access to this model', 403, ownError('No access.', { code: 'model_not_found' }), 'model_retired'],
    ['a key without any access', 403, ownError('No access.'), 'out_of_credit'],
    ['a firewall that lets nobody through', 403, '<html>Blocked</html>', 'transient'],
    ['a page that asks to sign in', 401, '<html>Sign in</html>', 'transient'],
    ['no credit', 402, { message: 'Insufficient balance' }, 'out_of_credit'],
    ['a quota that is used up', 429, ownError('Quota.', { code: 'insufficient_quota' }), 'out_of_credit'],
    ['a billing limit', 400, ownError('Limit.', { code: 'billing_hard_limit_reached' }), 'out_of_credit'],
    ['too many calls', 429, ownError('Slow down.', { code: 'rate_limit_exceeded' }), 'rate_limited'],
    ['too much to do', 503, ownError('Overloaded.'), 'transient'],
    ['a model that is busy', 503, ownError('The model is not available now.'), 'transient'],
    ['a path that a proxy does not know', 404, '<html>Not found</html>', 'transient'],
    ['a wrong value', 400, ownError('Invalid value.', { code: 'invalid_value', param: 'seconds' }), 'invalid'],
    [
      'a picture that was not found',
      400,
      ownError('With this model, the file was not found.', { param: 'input_reference' }),
      'invalid',
    ],
    ['a parameter for safety that is unknown', 400, ownError("Unknown parameter: 'safety_identifier'."), 'invalid'],
    ['a body that is too large', 413, 'Too large', 'invalid'],
  ])('%s', async (_, status, body, code) => {
    expect(await submitUnder({ status, body })).toMatchObject({ kind: 'rejected', code });
    expect(posts()).toBe(1);
  });

  test('how long it asks to wait is passed on', async () => {
    const body = ownError('Slow down.');
    const wait = (headers: Record<string, string>) => submitUnder({ status: 429, body, headers });
    expect(await wait({ 'retry-after': '7' })).toMatchObject({ code: 'rate_limited', retryAfterMs: 7_000 });
    expect(await wait({ 'retry-after-ms': '250', 'retry-after': '7' })).toMatchObject({ retryAfterMs: 250 });
    const date = new Date(onDouble.clock.nowMs() + 90_000).toUTCString();
    expect(await wait({ 'retry-after': date })).toMatchObject({ retryAfterMs: 90_000 });
  });

  test('neither the prompt nor our key gets into the log, even when the answer repeats them', async () => {
    const { key } = onDouble.double;
    const said = ownError(`Not this: ${prompt} (${key})`, { code: `${prompt} ${key}` });
    for (const status of [400, 401, 500]) {
      const { detail } = { detail: '', ...(await submitUnder({ status, body: said })) };
      expect(detail).toBe(`HTTP ${status}, no code`);
    }
  });
});

describe('a create that does not get out', () => {
  test('stopped before it is sent, it is certainly not bought', async () => {
    expect(await onDouble.provider.submit(onDouble.ask(), AbortSignal.abort())).toMatchObject({
      kind: 'rejected',
      code: 'transient',
    });
    expect(posts()).toBe(0);
  });

  test('stopped while it is under way, it may have been bought', async () => {
    const stop = new AbortController();
    const planned = onDouble.double.faults.next({ method: 'POST' }, { answerAfter: new Promise(() => undefined) });
    const result = onDouble.provider.submit(onDouble.ask(), stop.signal);
    await planned.hit;
    stop.abort();
    expect((await result).kind).toBe('unknown');
    expect(posts()).toBe(1);
  });

  test('where nobody listens, it is certainly not bought', async () => {
    await using away = await openOnDouble();
    await away.double[Symbol.asyncDispose]();
    expect(await away.provider.submit(away.ask(), live())).toMatchObject({ kind: 'rejected', code: 'transient' });
  });
});
