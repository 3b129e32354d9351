import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkVideos } from '../../../src/providers/openai-videos/check.ts';
import { createVideosClient } from '../../../src/providers/openai-videos/client.ts';
import { live } from '../../contracts/provider-calls.ts';
import { type OnDouble, openOnDouble } from './fixture.ts';

let onDouble: OnDouble;
beforeAll(async () => {
  onDouble = await openOnDouble();
});
afterAll(() => onDouble[Symbol.asyncDispose]());

const check = () => onDouble.running.check?.(live());
const list = { path: /^\/v1\/videos\?/ };

describe('the check of its configuration', () => {
  test('finds it alive, and buys nothing', async () => {
    expect(await check()).toEqual({ kind: 'alive', note: null });
    expect(onDouble.double.posts()).toBe(0);
  });

  test.each([
    [401, { error: { code: 'invalid_api_key' } }, { kind: 'key_refused' }],
    [402, {}, { kind: 'out_of_credit' }],
    [429, { error: { code: 'insufficient_quota' } }, { kind: 'out_of_credit' }],
    [429, { error: { code: 'rate_limit_exceeded' } }, { kind: 'alive' }],
    [502, '<html>', { kind: 'no_answer', note: 'It answered with HTTP 502.' }],
  ])('%i %j', async (status, body, expected) => {
    onDouble.double.faults.next(list, { status, body });
    expect(await check()).toMatchObject(expected);
  });

  test('a server that lists no videos is asked for its models, so that at least the key is tried', async () => {
    onDouble.double.faults.next(list, { status: 404, body: {} }, 2);
    expect(await check()).toEqual({ kind: 'alive', note: 'It does not list videos, so only the key was tried.' });
    onDouble.double.faults.next({ path: /^\/v1\/models/ }, { status: 401, body: {} });
    expect(await check()).toMatchObject({ kind: 'key_refused' });
  });

  test('OpenAI itself without videos has ended them, and the operator is told what to set', async () => {
    onDouble.double.faults.next(list, { status: 404, body: {} });
    const client = createVideosClient(onDouble.double.baseUrl, onDouble.double.key);
    expect(await checkVideos(client, true, live())).toMatchObject({
      kind: 'no_answer',
      note: expect.stringContaining('OPENAI_BASE_URL'),
    });
  });

  test('says that nobody answers, and stops when it is told to', async () => {
    onDouble.double.faults.next(list, 'drop_request');
    expect(await check()).toMatchObject({ kind: 'no_answer' });
    await expect(onDouble.running.check?.(AbortSignal.abort())).rejects.toThrow(/abort/iu);
  });
});
