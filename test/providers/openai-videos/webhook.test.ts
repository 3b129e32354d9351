import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookProof } from '../../../src/core/ports/provider.ts';
import { live } from '../../contracts/provider-calls.ts';
import { signEvent, type EventToSign } from '../../doubles/openai-videos/signing.ts';
import { type OnDouble, openOnDouble, secretOf } from './fixture.ts';

const [oldSecret, newSecret, foreign] = [secretOf('old'), secretOf('new'), secretOf('somebody else')];

let rotating: OnDouble;
beforeAll(async () => {
  rotating = await openOnDouble({ environment: { OPENAI_WEBHOOK_SECRET: `${oldSecret}, ${newSecret}` } });
});
afterAll(() => rotating[Symbol.asyncDispose]());

type Change = { readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

async function prove(event: Partial<EventToSign> = {}, change: Change = {}): Promise<WebhookProof | undefined> {
  const nowMs = rotating.clock.nowMs();
  const usual = { id: 'wh_1', type: 'video.completed', taskId: 'video_123', atMs: nowMs, secrets: [oldSecret] };
  const { body, headers } = signEvent({ ...usual, ...event });
  const rawBody = new TextEncoder().encode(change.body ?? body);
  const all = new Map(Object.entries({ ...headers, ...change.headers }));
  return rotating.provider.verifyWebhook?.({ rawBody, headers: all, nowMs }, live());
}

const genuine = { kind: 'event', eventKey: 'wh_1', taskId: 'video_123' };
const refused = (reason: string) => ({ kind: 'rejected', reason });
const minuteMs = 60_000;

describe('a webhook of the Videos API', () => {
  test('is proved by its signature, and says which video it is about', async () => {
    expect(await prove()).toEqual(genuine);
    expect(await prove({ type: 'video.failed' })).toEqual(genuine);
  });

  test('sent again, it has the same key, so that it counts once', async () => {
    expect(await prove({ atMs: rotating.clock.nowMs() + minuteMs })).toEqual(await prove());
    expect(await prove({ id: 'wh_2' })).toMatchObject({ eventKey: 'wh_2' });
  });

  test('signed by somebody else, it is refused', async () => {
    expect(await prove({ secrets: [foreign] })).toEqual(refused('bad_signature'));
  });

  test('about another video than was signed, it is refused', async () => {
    expect(await prove({}, { body: '{"data":{"id":"video_9"}}' })).toEqual(refused('bad_signature'));
    expect(await prove({}, { headers: { 'webhook-id': 'wh_9' } })).toEqual(refused('bad_signature'));
    const later = String(Math.floor(rotating.clock.nowMs() / 1_000) + 1);
    expect(await prove({}, { headers: { 'webhook-timestamp': later } })).toEqual(refused('bad_signature'));
  });

  test.each([
    ['an old one', -6 * minuteMs, refused('stale')],
    ['one of a clock ahead of ours', 6 * minuteMs, refused('stale')],
    ['one that was held up for a while', -5 * minuteMs, genuine],
    ['one of a clock a little ahead', 5 * minuteMs, genuine],
  ])('%s is taken by its time', async (_, offMs, proof) => {
    expect(await prove({ atMs: rotating.clock.nowMs() + offMs })).toEqual(proof);
  });

  test('an old one is not told from a forged one by its time alone', async () => {
    expect(await prove({ atMs: 0, secrets: [foreign] })).toEqual(refused('bad_signature'));
  });

  test.each([
    ['without an id', { 'webhook-id': '' }],
    ['without a time', { 'webhook-timestamp': '' }],
    ['with a time that is none', { 'webhook-timestamp': '1e9' }],
    ['without a signature', { 'webhook-signature': '' }],
    ['with an id of any length', { 'webhook-id': 'x'.repeat(201) }],
  ])('%s, it cannot be read', async (_, headers) => {
    expect(await prove({}, { headers })).toEqual(refused('malformed'));
  });

  test.each(['v1,', 'v1,short', 'v2,AAAA', 'AAAA', 'v1', ' ', 'v1,====='])(
    'a signature such as %j proves nothing',
    async (signature) => {
      expect(await prove({}, { headers: { 'webhook-signature': signature } })).toEqual(refused('bad_signature'));
    },
  );
});

describe('while the secret is being changed', () => {
  test('the old one, the new one, and both in one header prove it', async () => {
    for (const secrets of [[oldSecret], [newSecret], [foreign, newSecret], [oldSecret, newSecret]]) {
      expect(await prove({ secrets })).toEqual(genuine);
    }
    expect(await prove({ secrets: [foreign, foreign] })).toEqual(refused('bad_signature'));
  });
});

describe('what else comes to the address', () => {
  test('a signed body that is no JSON cannot be read', async () => {
    const nowMs = rotating.clock.nowMs();
    const { headers } = signEvent({ id: 'wh_1', type: 'x', taskId: 'y', atMs: nowMs, secrets: [] });
    const timestamp = headers['webhook-timestamp'] ?? '';
    const key = Buffer.from(oldSecret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`wh_1.${timestamp}.junk`).digest('base64');
    expect(await prove({}, { body: 'junk', headers: { 'webhook-signature': `v1,${signature}` } })).toEqual(
      refused('malformed'),
    );
  });

  test('an event about something else names no task, so that no job is taken for it', async () => {
    expect(await prove({ type: 'response.completed', taskId: 'resp_1' })).toEqual({ ...genuine, taskId: null });
  });
});

test('without a secret nothing can be proved, and the token in the address is the only proof', async () => {
  await using unsigned = await openOnDouble();
  expect(unsigned.provider.verifyWebhook).toBeNull();
});
