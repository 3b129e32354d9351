import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookDelivery, WebhookProof } from '../../../src/core/ports/provider.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { live } from '../../contracts/provider-calls.ts';
import { type Callback, signatureOf } from '../../doubles/openrouter/callback.ts';
import { noonMs } from '../../doubles/world.ts';
import { accepted, type Bench, openBench } from './fixture.ts';

let bench: Bench;
let sent: Callback;
let taskId: string;
const secret = 'double-webhook-secret';

beforeAll(async () => {
  bench = await openBench({ OPENROUTER_WEBHOOK_SECRET: `a-newer-secret, ${secret}` });
  const { task, job } = await accepted(bench);
  ({ taskId } = task);
  job.fail('Content policy violation');
  sent = bench.double.callbackOf(job, noonMs);
});
afterAll(() => bench[Symbol.asyncDispose]());

async function proofOf(more: { body?: string; headers?: object; nowMs?: number } = {}): Promise<WebhookProof> {
  const verify = bench.provider.verifyWebhook;
  if (!verify) throw new Error('expected signatures to be checked where a secret is set');
  const delivery: WebhookDelivery = {
    rawBody: Buffer.from(more.body ?? sent.body),
    headers: new Map(Object.entries({ ...sent.headers, ...more.headers })),
    nowMs: more.nowMs ?? noonMs,
  };
  return verify(delivery, live());
}

const forged = { kind: 'rejected', reason: 'bad_signature' };

describe('a callback', () => {
  test('is proved by its signature and names its job and its event', async () => {
    expect(await proofOf()).toEqual({ kind: 'event', eventKey: `${taskId}-failed`, taskId });
  });

  test('holds under each of our secrets, so that one can be replaced without losing events', async () => {
    const newer = signatureOf(sent.body, { secret: 'a-newer-secret', atMs: noonMs });
    expect(await proofOf({ headers: { 'x-openrouter-signature': newer } })).toMatchObject({ kind: 'event' });
  });

  test('may carry several signatures, of which one is ours', async () => {
    const [time = '', good = ''] = (sent.headers['x-openrouter-signature'] ?? '').split(',');
    const header = `${time}, v1=${'0'.repeat(64)}, ${good}`;
    expect(await proofOf({ headers: { 'x-openrouter-signature': header } })).toMatchObject({ kind: 'event' });
  });

  test('counts once however often it is sent, and its two ends count apart', async () => {
    const first = await proofOf();
    const again = await proofOf({ nowMs: noonMs + MINUTE });
    const { body } = sent;
    const other = body.replaceAll('failed', 'expired');
    const headers = {
      'x-openrouter-signature': signatureOf(other, { secret, atMs: noonMs }),
      'x-openrouter-idempotency-key': `${taskId}-expired`,
    };
    expect(again).toEqual(first);
    expect(await proofOf({ body: other, headers })).toMatchObject({ eventKey: `${taskId}-expired` });
  });

  test.each([
    ['another secret', () => signatureOf(sent.body, { secret: 'a-guess', atMs: noonMs })],
    ['no signature', () => ''],
    ['a dot for the comma', () => signatureOf(`.${sent.body}`, { secret, atMs: noonMs })],
    ['a time that was not signed', () => (sent.headers['x-openrouter-signature'] ?? '').replace(/^t=\d+/, 't=1')],
    ['a signature that is too short', () => `t=${noonMs / SECOND},v1=ab`],
    ['no time', () => (sent.headers['x-openrouter-signature'] ?? '').replace(/^t=\d+,/, '')],
  ])('with %s is turned away', async (_what, header) => {
    expect(await proofOf({ headers: { 'x-openrouter-signature': header() } })).toEqual(forged);
  });

  test('whose body was changed by a single space is turned away: the raw bytes are what is signed', async () => {
    expect(await proofOf({ body: `${sent.body} ` })).toEqual(forged);
  });

  test.each([
    [5 * MINUTE, 'event'],
    [-5 * MINUTE, 'event'],
    [5 * MINUTE + SECOND, 'stale'],
    [-5 * MINUTE - SECOND, 'stale'],
  ])('that is %i ms old is: %s, since a replay looks like that', async (ageMs, expected) => {
    const proof = await proofOf({ nowMs: noonMs + ageMs });
    expect(proof.kind === 'event' ? 'event' : proof.reason).toBe(expected);
  });

  test('cannot hide the event of another job behind a key that nobody signed', async () => {
    const proof = await proofOf({ headers: { 'x-openrouter-idempotency-key': 'another-job-completed' } });
    expect(proof).toMatchObject({ kind: 'event', taskId });
    expect(proof).toMatchObject({ eventKey: expect.stringMatching(/^[\da-f]{64}$/) });
  });

  test.each([
    ['not JSON', 'malformed'],
    ['{"type":"workspace.updated"}', null],
    ['{"data":{"id":"../key"}}', null],
  ])('that says %s is proved and yet names no job', async (body, expected) => {
    const headers = { 'x-openrouter-signature': signatureOf(body, { secret, atMs: noonMs }) };
    const proof = await proofOf({ body, headers });
    expect(proof.kind === 'event' ? proof.taskId : proof.reason).toBe(expected);
  });

  test('is not signed where no secret is set: then the token in its address is the proof', async () => {
    const { provider } = await bench.reopen({});
    expect(provider.verifyWebhook).toBeNull();
  });
});
