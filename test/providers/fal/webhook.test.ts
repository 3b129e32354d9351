import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WebhookDelivery, WebhookProof } from '../../../src/core/ports/provider.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { live } from '../../contracts/provider-calls.ts';
import type { FalTask } from '../../doubles/fal/fal.ts';
import { createSigner } from '../../doubles/fal/signing.ts';
import { openOnDouble } from './fixture.ts';

const ofKeys = { path: /jwks/ } as const;

/** A finished task with what its callback brings. */
async function openCalledBack() {
  const onDouble = await openOnDouble();
  const { task } = await onDouble.task({}, { callbackUrl: 'https://reelay.example.org/webhooks/fal/job_1/token' });
  await task.succeed();
  const { double, provider, clock } = onDouble;
  return {
    double,
    task,
    clock,
    delivery: (of: FalTask = task, atMs = clock.nowMs()): WebhookDelivery => {
      const { body, headers } = double.delivery(of, atMs);
      return { rawBody: Buffer.from(body), headers: new Map(Object.entries(headers)), nowMs: clock.nowMs() };
    },
    async prove(delivery: WebhookDelivery, signal = live()): Promise<WebhookProof> {
      const proof = await provider.verifyWebhook?.(delivery, signal);
      if (!proof) throw new Error('expected a provider that proves its webhooks');
      return proof;
    },
    keyFetches: () => double.calls.filter(({ path }) => path.includes('jwks')).length,
    [Symbol.asyncDispose]: () => onDouble[Symbol.asyncDispose](),
  };
}

function withHeader({ headers, ...rest }: WebhookDelivery, name: string, value: string | null): WebhookDelivery {
  const changed = new Map(headers);
  if (value === null) changed.delete(name);
  else changed.set(name, value);
  return { ...rest, headers: changed };
}

const forged = { kind: 'rejected', reason: 'bad_signature' } as const;
const malformed = { kind: 'rejected', reason: 'malformed' } as const;
const stale = { kind: 'rejected', reason: 'stale' } as const;

describe('a callback', () => {
  it('that fal signed names the task that the create gave, so that it finds its attempt', async () => {
    await using called = await openCalledBack();
    const { id } = called.task;
    expect(await called.prove(called.delivery())).toEqual({ kind: 'event', eventKey: `${id}:OK`, taskId: id });
  });

  it('of a failure is an event of its own', async () => {
    await using called = await openCalledBack();
    called.task.refuse();
    expect(await called.prove(called.delivery())).toMatchObject({ eventKey: `${called.task.id}:ERROR` });
  });

  it('sent again, and signed anew, has the same key: it is noted once', async () => {
    await using called = await openCalledBack();
    const first = await called.prove(called.delivery());
    await called.clock.advance(MINUTE);
    expect(await called.prove(called.delivery())).toEqual(first);
  });

  it('without a payload is a hint all the same', async () => {
    await using called = await openCalledBack();
    const { id } = called.task;
    const body = JSON.stringify({ request_id: id, status: 'OK', payload: null, payload_error: 'not serializable' });
    const headers = called.double.signer.headers(body, { requestId: id, atMs: called.clock.nowMs() });
    const delivery = { ...called.delivery(), rawBody: Buffer.from(body), headers: new Map(Object.entries(headers)) };
    expect(await called.prove(delivery)).toMatchObject({ kind: 'event', taskId: id });
  });

  it('whose body was changed by a byte is forged', async () => {
    await using called = await openCalledBack();
    const delivery = called.delivery();
    expect(await called.prove({ ...delivery, rawBody: Buffer.concat([delivery.rawBody, Buffer.from(' ')]) })).toEqual(
      forged,
    );
  });

  it.each(['request-id', 'user-id'])('whose %s was changed is forged', async (name) => {
    await using called = await openCalledBack();
    expect(await called.prove(withHeader(called.delivery(), `x-fal-webhook-${name}`, 'other'))).toEqual(forged);
  });

  it('signed by a key that is not of the set is forged', async () => {
    await using called = await openCalledBack();
    const { body } = called.double.delivery(called.task);
    const headers = createSigner().headers(body, { requestId: called.task.id, atMs: called.clock.nowMs() });
    const delivery = { ...called.delivery(), headers: new Map(Object.entries(headers)) };
    expect(await called.prove(delivery)).toEqual(forged);
  });

  it('moved to a later time is forged: a replay cannot be made fresh', async () => {
    await using called = await openCalledBack();
    const old = called.delivery();
    await called.clock.advance(10 * MINUTE);
    const nowMs = called.clock.nowMs();
    const moved = withHeader({ ...old, nowMs }, 'x-fal-webhook-timestamp', `${nowMs / SECOND}`);
    expect(await called.prove(moved)).toEqual(forged);
  });

  it.each([
    ['five minutes ago', -5 * MINUTE, 'event'],
    ['five minutes and a second ago', -5 * MINUTE - SECOND, 'rejected'],
    ['five minutes ahead', 5 * MINUTE, 'event'],
    ['five minutes and a second ahead', 5 * MINUTE + SECOND, 'rejected'],
  ])('signed %s: %s ms → %s', async (_, shiftMs, kind) => {
    await using called = await openCalledBack();
    const proof = await called.prove(called.delivery(called.task, called.clock.nowMs() + shiftMs));
    expect(proof).toEqual(kind === 'event' ? expect.objectContaining({ kind }) : stale);
  });

  it.each([
    ['no request id', 'request-id', null],
    ['no user', 'user-id', null],
    ['no time', 'timestamp', null],
    ['a time that is none', 'timestamp', 'noon'],
    ['no signature', 'signature', null],
    ['a signature that is no hex', 'signature', 'z'.repeat(128)],
    ['a signature that is too short', 'signature', 'ab'],
  ])('with %s is malformed, and costs no look at the keys', async (_, name, value) => {
    await using called = await openCalledBack();
    expect(await called.prove(withHeader(called.delivery(), `x-fal-webhook-${name}`, value))).toEqual(malformed);
    expect(called.keyFetches()).toBe(0);
  });

  it.each(['not json', '[]', '{"status":"OK"}', '{"request_id":"../x","status":"OK"}', '{"request_id":"a"}'])(
    'that is signed but says %s is malformed',
    async (body) => {
      await using called = await openCalledBack();
      const headers = called.double.signer.headers(body, { requestId: 'a', atMs: called.clock.nowMs() });
      const delivery = { ...called.delivery(), rawBody: Buffer.from(body), headers: new Map(Object.entries(headers)) };
      expect(await called.prove(delivery)).toEqual(malformed);
    },
  );
});

describe('the keys that callbacks are proved with', () => {
  it('are fetched once and kept for a day, and not longer', async () => {
    await using called = await openCalledBack();
    for (let hour = 0; hour < 24; hour += 1) {
      await called.prove(called.delivery());
      await called.clock.advance(HOUR);
    }
    expect(called.keyFetches()).toBe(1);
    await called.prove(called.delivery());
    expect(called.keyFetches()).toBe(2);
  });

  it('are fetched again when a new key signs, so that a rotation loses nothing', async () => {
    await using called = await openCalledBack();
    await called.prove(called.delivery());
    called.double.signer.rotate();
    await called.clock.advance(MINUTE);
    expect(await called.prove(called.delivery())).toMatchObject({ kind: 'event' });
    expect(called.keyFetches()).toBe(2);
  });

  it('no longer prove what a key signed that was taken out of the set', async () => {
    await using called = await openCalledBack();
    const byOldKey = called.delivery();
    called.double.signer.rotate();
    expect(await called.prove(byOldKey)).toEqual(forged);
  });

  it('are fetched at most once a minute, whatever floods in, so that a forger starts no storm', async () => {
    await using called = await openCalledBack();
    const bad = withHeader(called.delivery(), 'x-fal-webhook-signature', 'ab'.repeat(64));
    const proofs = await Promise.all(Array.from({ length: 50 }, () => called.prove(bad)));
    expect(proofs).toEqual(Array.from({ length: 50 }, () => forged));
    for (let index = 0; index < 10; index += 1) expect(await called.prove(bad)).toEqual(forged);
    expect(called.keyFetches()).toBe(1);
    expect(await called.prove(called.delivery())).toMatchObject({ kind: 'event' });
    expect(called.keyFetches()).toBe(1);
  });

  it('are asked for again after a clock was set back', async () => {
    await using called = await openCalledBack();
    await called.prove(called.delivery());
    called.double.signer.rotate();
    const beforeMs = called.clock.nowMs() - HOUR;
    expect(await called.prove({ ...called.delivery(called.task, beforeMs), nowMs: beforeMs })).toMatchObject({
      kind: 'event',
    });
  });

  it.each([
    ['an error', { status: 500, body: 'down' }],
    ['a page', { status: 200, body: '<html></html>' }],
    ['an empty set', { status: 200, body: { keys: [] } }],
    ['keys of other kinds', { status: 200, body: { keys: [rsaKey(), { kty: 'OKP', crv: 'Ed25519', x: '!' }, 7] } }],
    ['a redirect', { status: 302, headers: { location: 'https://example.org/jwks.json' } }],
    ['nothing', 'drop_request'],
  ] as const)('that come as %s leave it open: the sender is asked to try again', async (_, fault) => {
    await using called = await openCalledBack();
    called.double.faults.next(ofKeys, fault);
    await expect(called.prove(called.delivery())).rejects.toThrow('the keys that sign webhooks could not be fetched');
    await expect(called.prove(called.delivery())).rejects.toThrow('could not be fetched');
    expect(called.keyFetches()).toBe(1);
    await called.clock.advance(MINUTE);
    expect(await called.prove(called.delivery())).toMatchObject({ kind: 'event' });
  });

  it('that are more than a set can be are not read to their end', async () => {
    await using called = await openCalledBack();
    const body = { ...called.double.signer.keySet(), padding: 'x'.repeat(70_000) };
    called.double.faults.next(ofKeys, { status: 200, body });
    await expect(called.prove(called.delivery())).rejects.toThrow('could not be fetched');
  });

  it('at hand prove what they can while new ones cannot be had', async () => {
    await using called = await openCalledBack();
    await called.prove(called.delivery());
    await called.clock.advance(MINUTE);
    called.double.faults.next(ofKeys, { status: 500 });
    const bad = withHeader(called.delivery(), 'x-fal-webhook-signature', 'ab'.repeat(64));
    await expect(called.prove(bad)).rejects.toThrow('could not be fetched');
    expect(await called.prove(called.delivery())).toMatchObject({ kind: 'event' });
  });

  it('of a set with too many are read up to a bound', async () => {
    await using called = await openCalledBack();
    const others = Array.from({ length: 20 }, () => createSigner().keySet().keys).flat();
    const { keys } = called.double.signer.keySet();
    called.double.faults.next(ofKeys, { status: 200, body: { keys: [...others, ...keys] } });
    expect(await called.prove(called.delivery())).toEqual(forged);
  });

  it('are waited for no longer than the caller may, and still come for the next one', async () => {
    await using called = await openCalledBack();
    const later = Promise.withResolvers<void>();
    const fault = called.double.faults.next(ofKeys, { answerAfter: later.promise });
    const abort = new AbortController();
    const given = called.prove(called.delivery(), abort.signal);
    await fault.hit;
    abort.abort(new Error('no time left'));
    await expect(given).rejects.toThrow('no time left');
    const next = called.prove(called.delivery());
    later.resolve();
    expect(await next).toMatchObject({ kind: 'event' });
    expect(called.keyFetches()).toBe(1);
  });
});

function rsaKey(): object {
  return generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({ format: 'jwk' });
}
