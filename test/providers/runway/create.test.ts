import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmitResult } from '../../../src/core/ports/provider.ts';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { openWorld, type RunwayWorld } from './fixture.ts';

let world: RunwayWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const create = { method: 'POST', path: /^\/v1\/text_to_video$/ };

/** Submits with a fault in the way: what came out, and how many creates went out. */
async function submitMeeting(fault: CommonFault): Promise<{ readonly result: SubmitResult; readonly posts: number }> {
  const before = world.runway.calls.length;
  world.runway.faults.next(create, fault);
  const result = await world.submit();
  return { result, posts: world.runway.calls.slice(before).filter(({ method }) => method === 'POST').length };
}

const page = '<html>Bad gateway</html>';
const own = (error: string, issues?: object[]) => ({ error, ...(issues ? { issues } : {}), docUrl: 'https://docs' });

describe('a create', () => {
  test('that is taken gives the task and the price that Runway names, in micro-dollars', async () => {
    const result = await world.submit({ seconds: 5 });
    expect(result).toEqual({ kind: 'accepted', taskId: world.runway.last().id, estimateMicroUsd: 600_000 });
  });

  test('whose answer names no price is taken all the same', async () => {
    const { result } = await submitMeeting({ status: 200, body: { id: 'task-1' } });
    expect(result).toEqual({ kind: 'accepted', taskId: 'task-1', estimateMicroUsd: null });
  });

  test.each<readonly [string, CommonFault]>([
    ['a 500 in its own words', { status: 500, body: own('Internal error') }],
    [
      'a 500 that asks for a retry',
      { status: 500, body: own('Internal error'), headers: { 'x-should-retry': 'true' } },
    ],
    ['a 502 of a proxy', { status: 502, body: page }],
    ['a 503 of a proxy', { status: 503, body: page }],
    ['a 504 after the work', { status: 504, body: page, afterWork: true }],
    ['a 429 of a proxy', { status: 429, body: page }],
    ['a 408', { status: 408, body: own('Timeout') }],
    ['a 409', { status: 409, body: own('Conflict') }],
    ['a 499', { status: 499, body: own('Client closed request') }],
    ['a 200 without end', { status: 200, body: { id: 'task-1', padding: 'x'.repeat(2 ** 20) } }],
    ['a redirect', { status: 307, body: '', headers: { location: '/v1/image_to_video' } }],
    ['a lost answer', 'drop_answer'],
    ['a broken connection', 'drop_request'],
    ['a 200 with a page', { status: 200, body: page, afterWork: true }],
    ['a 200 without a task', { status: 200, body: {}, afterWork: true }],
    ['a 200 that is cut off', { status: 200, body: '{"id":"17f2', headers: { 'content-type': 'application/json' } }],
  ])('that meets %s may have been taken: one POST, and nothing is bought a second time', async (_, fault) => {
    const { result, posts } = await submitMeeting(fault);
    expect(result.kind).toBe('unknown');
    expect(posts).toBe(1);
  });

  test.each<readonly [string, CommonFault, string]>([
    ['a full account', { status: 400, body: own('You do not have enough credits to run this task.') }, 'out_of_credit'],
    ['a key that is refused', { status: 401, body: own('You did not provide a valid API key.') }, 'out_of_credit'],
    ['a key without the right', { status: 403, body: own('Forbidden') }, 'out_of_credit'],
    ['a payment that is missing', { status: 402, body: own('Payment required') }, 'out_of_credit'],
    ['a model that is gone', { status: 403, body: own('Model variant is not available') }, 'model_retired'],
    ['a model that was not found', { status: 404, body: own('Model gen4.5 not found') }, 'model_retired'],
    ['a model no longer served', { status: 410, body: own('This model is no longer served') }, 'model_retired'],
    [
      'a model of no request',
      { status: 400, body: own('Validation of body failed', [{ code: 'invalid_union', path: ['model'] }]) },
      'model_retired',
    ],
    ['a model away for a while', { status: 403, body: own('Model temporarily not available') }, 'transient'],
    ['words that it moderates', { status: 400, body: own('Refused by content moderation') }, 'moderation'],
    [
      'a field that it refuses',
      { status: 400, body: own('Validation of body failed', [{ code: 'too_big', path: ['duration'] }]) },
      'invalid',
    ],
    ['a body that it cannot work with', { status: 422, body: own('Unprocessable') }, 'invalid'],
    ['an address that is not there', { status: 404, body: page }, 'transient'],
    ['a firewall that lets nobody through', { status: 403, body: page }, 'transient'],
    ['a server that is not meant', { status: 421, body: page }, 'transient'],
    ['a 503 in its own words', { status: 503, body: own('Over capacity') }, 'transient'],
    ['a 429 with words further in', { status: 429, body: { error: { message: 'Slow down' } } }, 'rate_limited'],
  ])('that meets %s was certainly not taken: one POST, told as what it is', async (_, fault, code) => {
    const { result, posts } = await submitMeeting(fault);
    expect(result).toMatchObject({ kind: 'rejected', code });
    expect(posts).toBe(1);
  });

  test('above the cap of the day is rejected with the wait that Runway asks for', async () => {
    world.runway.limits.set('gen4.5', { maxConcurrentGenerations: null, maxDailyGenerations: 0 });
    const result = await world.submit();
    world.runway.limits.clear();
    expect(result).toMatchObject({ kind: 'rejected', code: 'rate_limited', retryAfterMs: 3_600_000 });
  });

  test('for a model that Runway no longer has is a retirement, so that others can take its jobs', async () => {
    await using gone = await openWorld();
    gone.runway.retire('gen4.5');
    expect(await gone.submit()).toMatchObject({ kind: 'rejected', code: 'model_retired' });
  });

  test('for an engine that was taken out of the data sends nothing', async () => {
    const posts = world.runway.calls.length;
    expect(await world.submit({}, 'runway/gen3a')).toMatchObject({ kind: 'rejected', code: 'model_retired' });
    expect(await world.submit({ operation: 'upscale' })).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(world.runway.calls.length).toBe(posts);
  });

  test('that cannot reach Runway was certainly not taken, so that another engine may', async () => {
    const away = await openWorld();
    await away[Symbol.asyncDispose]();
    expect(await away.submit()).toMatchObject({ kind: 'rejected', code: 'transient' });
  });

  test('whose time is over while it waits for the answer may have been taken', async () => {
    const aborter = new AbortController();
    const answer = Promise.withResolvers<void>();
    const held = world.runway.faults.next(create, { answerAfter: answer.promise });
    const submitting = world.provider.submit(world.ask(), aborter.signal);
    await held.hit;
    aborter.abort();
    expect((await submitting).kind).toBe('unknown');
    answer.resolve();
  });

  test('says nothing in the log that could name a prompt, an address or a key', async () => {
    const prompt = 'the secret of our launch';
    const key = world.runway.key;
    const issues = [{ code: prompt, path: ['promptText'], message: prompt }];
    const fault = { status: 400, body: own(`Bad: ${prompt} ${key} https://x.example/?_jwt=1`, issues) };
    world.runway.faults.next(create, fault);
    const refused = JSON.stringify(await world.submit({ prompt }));
    world.runway.faults.next(create, 'drop_request');
    const lost = JSON.stringify(await world.submit({ prompt }));
    expect(refused).toContain('HTTP 400, promptText: ?');
    for (const secret of [prompt, key, 'https://', '_jwt']) expect(refused + lost).not.toContain(secret);
  });

  test('names no address to call back, since Runway calls nobody', async () => {
    const ask = { ...world.ask(), callbackUrl: 'https://reelay.example.org/webhooks/runway/1/secret-token' };
    expect((await world.provider.submit(ask, live())).kind).toBe('accepted');
    expect(JSON.stringify(world.runway.last().body)).not.toContain('secret-token');
    expect(world.provider.verifyWebhook).toBeNull();
  });
});
