import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { callbackToken } from '../../src/core/callback-token.ts';
import type { Provider, WebhookDelivery, WebhookProof } from '../../src/core/ports/provider.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { aProvider, idOf } from '../core/samples.ts';
import { callbackSecret, openService, type Reachable, without } from '../core/service.ts';
import { openWeb } from './web.ts';

const secret = 'webhook secret';
const bodyBytesMax = 256 * 1_024;

/** Signs as engines do: a hash over the time and the raw body. */
function sign(body: string, atMs: number): Record<string, string> {
  const time = String(Math.floor(atMs / SECOND));
  return { 'X-Time': time, 'X-Signature': createHmac('sha256', secret).update(`${time}.${body}`).digest('hex') };
}

async function verifyWebhook({ rawBody, headers, nowMs }: WebhookDelivery): Promise<WebhookProof> {
  const time = headers.get('x-time');
  if (time === undefined) return { kind: 'rejected', reason: 'malformed' };
  const expected = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest();
  const given = Buffer.from(headers.get('x-signature') ?? '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { kind: 'rejected', reason: 'bad_signature' };
  }
  if (Math.abs(nowMs - Number(time) * SECOND) > 5 * MINUTE) return { kind: 'rejected', reason: 'stale' };
  const [eventKey = '', taskId = null] = Buffer.from(rawBody).toString().split('\n');
  return { kind: 'event', eventKey, taskId };
}

type Setting = { readonly provider?: Partial<Provider>; readonly away?: boolean };

async function open(state: Reachable = 'rendering', { provider = {}, away = false }: Setting = {}) {
  const service = await openService();
  const { job, attempt } = await service.bring(await service.admitted(), state);
  if (!attempt) throw new Error('expected an attempt');
  const store = away ? without(service.store, 'attempt') : service.store;
  const web = await openWeb({ store, providers: [aProvider({ name: 'demo', ...provider }), aProvider()] });
  const token = callbackToken(callbackSecret, attempt.id);
  const taskId = `task of ${attempt.id}`;
  return {
    ...web,
    attempt,
    token,
    taskId,
    path: `/webhooks/demo/${job.id}/${token}`,
    now: () => service.now(job),
    post: async (path: string, body: string | null = 'evt-1', headers: Record<string, string> = {}) => {
      const response = await web.request(path, { method: 'POST', body, headers });
      return { status: response.status, retryAfter: response.headers.get('Retry-After'), text: await response.text() };
    },
    [Symbol.asyncDispose]: () => web[Symbol.asyncDispose](),
  };
}

describe('a delivery to the address of one attempt', () => {
  it('is noted, makes the job due, and is told apart from its repeat', async () => {
    await using web = await open();
    await web.clock.advance(SECOND);
    expect(await web.post(web.path)).toMatchObject({ status: 200, text: 'Noted.\n' });
    expect((await web.now()).dueAtMs).toBe(web.clock.nowMs());
    expect(await web.post(web.path)).toMatchObject({ status: 200, text: 'Noted before.\n' });
    expect(await web.post(web.path, 'evt-2')).toMatchObject({ status: 200, text: 'Noted.\n' });
  });

  it('without a body is noted as well', async () => {
    await using web = await open();
    expect(await web.post(web.path, null)).toMatchObject({ status: 200 });
  });

  it('with a token that was made up is refused, and touches nothing', async () => {
    await using web = await open();
    const before = await web.now();
    const forged = web.path.slice(0, -64) + '0'.repeat(64);
    expect(await web.post(forged)).toMatchObject({ status: 403 });
    expect(await web.now()).toEqual(before);
  });

  it('for a job, an attempt or a provider that is not known is 404, so that the sender tries again', async () => {
    await using web = await open();
    const nobody = callbackToken(callbackSecret, idOf('attempt', 999));
    const job = (await web.now()).id;
    for (const path of [
      `/webhooks/demo/${job}/${nobody}`,
      `/webhooks/demo/${idOf('job', 999)}/${web.token}`,
      `/webhooks/acme/${job}/${web.token}`,
      `/webhooks/nobody/${job}/${web.token}`,
      `/webhooks/demo/${job}/..%2f..%2fetc%2fpasswd`,
      `/webhooks/demo/${job}/%00`,
      `/webhooks/demo/x/y/z`,
    ]) {
      expect(await web.post(path)).toMatchObject({ status: 404 });
    }
    expect((await web.request(web.path)).status).toBe(404);
  });

  it('while the database is away is 503 with a time to come back', async () => {
    await using away = await open('rendering', { away: true });
    expect(await away.post(away.path)).toMatchObject({ status: 503, retryAfter: '10' });
    expect(away.counted).toContainEqual(['webhooks', { provider: 'demo', outcome: 'store_away' }]);
  });

  it('of an engine that signs is held against its signature too: a leaked address is not enough', async () => {
    await using web = await open('unknown', { provider: { verifyWebhook } });
    const body = `evt-1\n${web.taskId}`;
    expect(await web.post(web.path, body)).toMatchObject({ status: 400 });
    expect(await web.post(web.path, body, { ...sign('other', web.clock.nowMs()) })).toMatchObject({ status: 401 });
    expect((await web.now()).state.kind).toBe('unknown');
    expect(await web.post(web.path, body, sign(body, web.clock.nowMs()))).toMatchObject({ status: 200 });
    expect((await web.now()).state).toMatchObject({ kind: 'rendering', taskId: web.taskId });
  });
});

describe('a delivery to the address that all jobs share', () => {
  it('finds its job by the task that it is about, and is noted once', async () => {
    await using web = await open('rendering', { provider: { verifyWebhook } });
    await web.clock.advance(SECOND);
    const body = `evt-1\n${web.taskId}`;
    const headers = sign(body, web.clock.nowMs());
    expect(await web.post('/webhooks/demo', body, headers)).toMatchObject({ status: 200, text: 'Noted.\n' });
    expect((await web.now()).dueAtMs).toBe(web.clock.nowMs());
    expect(await web.post('/webhooks/demo', body, headers)).toMatchObject({ status: 200, text: 'Noted before.\n' });
  });

  it('about a task that is not recorded yet is 404: it comes again once it is', async () => {
    await using web = await open('submitting', { provider: { verifyWebhook } });
    for (const body of [`evt-1\n${web.taskId}`, 'evt-1']) {
      const headers = sign(body, web.clock.nowMs());
      expect(await web.post('/webhooks/demo', body, headers)).toMatchObject({ status: 404 });
    }
    expect((await web.now()).state.kind).toBe('submitting');
  });

  it('of an engine that signs nothing is never taken: nothing proves it', async () => {
    await using web = await open();
    expect(await web.post('/webhooks/demo', `evt-1\n${web.taskId}`)).toMatchObject({ status: 404 });
  });

  it('is refused when it is old or from the future, changed, or unsigned, and touches nothing', async () => {
    await using web = await open('rendering', { provider: { verifyWebhook } });
    const before = await web.now();
    const body = `evt-1\n${web.taskId}`;
    const nowMs = web.clock.nowMs();
    const refused: readonly (readonly [status: number, headers: Record<string, string>])[] = [
      [401, sign(body, nowMs - 5 * MINUTE - SECOND)],
      [401, sign(body, nowMs + 5 * MINUTE + SECOND)],
      [401, sign(`${body}.`, nowMs)],
      [401, { ...sign(body, nowMs), 'X-Signature': '' }],
      [400, {}],
    ];
    for (const [status, headers] of refused) {
      expect(await web.post('/webhooks/demo', body, headers)).toMatchObject({ status });
    }
    expect(await web.now()).toEqual(before);
  });

  it('that cannot be proved just now is 503, so that it comes again', async () => {
    const keysAway = async (): Promise<never> => {
      throw new Error('the keys could not be fetched');
    };
    await using web = await open('rendering', { provider: { verifyWebhook: keysAway } });
    expect(await web.post('/webhooks/demo')).toMatchObject({ status: 503, retryAfter: '10' });
    expect(web.logged.join()).toContain('the keys could not be fetched');
  });
});

describe('every delivery', () => {
  it('is bounded: one byte more than allowed is refused, with its length said or not', async () => {
    await using web = await open();
    const fits = 'x'.repeat(bodyBytesMax);
    const announced = { 'Content-Length': String(bodyBytesMax + 1) };
    expect(await web.post(web.path, fits)).toMatchObject({ status: 200 });
    expect(await web.post(web.path, `${fits}y`, announced)).toMatchObject({ status: 413 });
    expect(await web.post(web.path, `${fits}y`)).toMatchObject({ status: 413 });
  });

  it('is counted by what it was taken for, under names that a stranger cannot make up', async () => {
    await using web = await open();
    await web.post(web.path);
    await web.post(`${web.path.slice(0, -64)}${'0'.repeat(64)}`);
    await web.post('/webhooks/made-up-by-a-stranger');
    const counted = web.counted.filter(([name]) => name === 'webhooks').map(([, labels]) => labels);
    expect(counted).toEqual([
      { provider: 'demo', outcome: 'noted' },
      { provider: 'demo', outcome: 'forged' },
      { provider: 'unknown', outcome: 'unknown_provider' },
    ]);
  });

  it('leaves no token in the log or in metrics, not even where something breaks', async () => {
    const broken = async (): Promise<never> => {
      throw new RangeError('something that nobody thought of');
    };
    await using web = await openBroken(broken);
    expect(await web.response.text()).toContain('Something went wrong on our side.');
    expect(web.response.status).toBe(500);
    expect(web.logged.join()).toContain('something that nobody thought of');
    expect(JSON.stringify([web.logged, web.counted])).not.toContain(web.token.slice(-64));
    expect(JSON.stringify([web.logged, web.counted])).not.toContain('in=the-query');
    expect(JSON.stringify(web.counted)).toContain('/webhooks/:provider/:jobId/:token');
  });
});

async function openBroken(attempt: () => Promise<never>) {
  const service = await openService();
  const web = await openWeb({ store: { ...service.store, attempt } });
  const token = callbackToken(callbackSecret, idOf('attempt'));
  const path = `/webhooks/acme/${idOf('job')}/${token}?in=the-query`;
  const response = await web.request(path, { method: 'POST', body: 'evt' });
  return { ...web, token, response, [Symbol.asyncDispose]: () => web[Symbol.asyncDispose]() };
}
