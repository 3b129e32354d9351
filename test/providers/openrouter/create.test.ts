import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProviderErrorCode } from '../../../src/core/ports/provider.ts';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { failure } from '../../doubles/openrouter/openrouter.ts';
import { askFor, type Bench, openBench } from './fixture.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

const create = { method: 'POST', path: /\/videos$/ };
const retryAfter = { 'retry-after': '7' };

function creates(): number {
  return bench.double.server.calls.filter(({ method }) => method === 'POST').length;
}

async function submitInto(fault: CommonFault, prompt = 'a red ball') {
  const before = creates();
  const plan = bench.double.server.faults.next(create, fault, 5);
  const result = await bench.provider.submit(askFor({ prompt }), live());
  plan.cancel();
  return { result, sent: creates() - before };
}

describe('a create whose fate is open', () => {
  const open: readonly (readonly [what: string, fault: CommonFault])[] = [
    ['a 500', { status: 500, body: failure(500, 'Internal Server Error') }],
    ['a 502', { status: 502, body: failure(502, 'Provider returned error') }],
    ['a 503 of somebody in between', { status: 503, body: '<html>Service Unavailable</html>' }],
    ['a 429 of somebody in between', { status: 429, body: 'slow down' }],
    ['a 504', { status: 504, body: 'Gateway Timeout' }],
    ['a 408', { status: 408, body: failure(408, 'Your request timed out') }],
    ['a 409', { status: 409, body: failure(409, 'Conflict') }],
    ['a redirect that fetch itself would follow', { status: 307, headers: { location: '/api/v1/videos' } }],
    ['a redirect', { status: 301, body: '', headers: { location: 'https://example.com/' } }],
    ['a connection that breaks after the request', 'drop_answer'],
    ['a connection that breaks under the request', 'drop_request'],
    ['an answer that cannot be read', { status: 202, body: '{"id":', afterWork: true }],
    ['an answer without an id', { status: 202, body: { status: 'pending' }, afterWork: true }],
    [
      'an id that could lead elsewhere',
      { status: 202, body: { id: '../credits', status: 'pending' }, afterWork: true },
    ],
    ['an error under the name of success', { status: 200, body: failure(402, 'Insufficient credits') }],
    [
      'an answer that is far too long',
      { status: 202, body: { id: 'job-1', more: 'x'.repeat(1_100_000) }, afterWork: true },
    ],
  ];

  test.each(open)('%s is one request and stays unknown, so that nothing is bought twice', async (_what, fault) => {
    const { result, sent } = await submitInto(fault);
    expect(sent).toBe(1);
    expect(result.kind).toBe('unknown');
  });

  test('one that is given up while it waits for its answer stays unknown', async () => {
    const giveUp = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const plan = bench.double.server.faults.next(create, { answerAfter: promise });
    const submitted = bench.provider.submit(askFor(), giveUp.signal);
    await plan.hit;
    giveUp.abort(new Error('the lease is over'));
    expect((await submitted).kind).toBe('unknown');
    resolve();
  });
});

describe('a create that was certainly not taken', () => {
  const refusals: readonly (readonly [
    status: number,
    message: string,
    code: ProviderErrorCode,
    metadata?: Readonly<Record<string, unknown>>,
  ])[] = [
    [
      400,
      'Duration 99s is not supported for this model',
      'invalid',
      { failed_routing_step: 'Validate Video Parameters' },
    ],
    [400, 'google/veo-9 is not a valid model ID', 'model_retired'],
    [404, 'No endpoints found for google/veo-3.1-lite.', 'model_retired'],
    [404, 'No endpoints available matching your guardrail restrictions and data policy.', 'model_retired'],
    [404, 'The model google/veo-3.1-lite is no longer available', 'model_retired'],
    [404, 'The model is temporarily unavailable', 'transient'],
    [410, 'This endpoint was removed', 'model_retired'],
    [404, 'Resource not found', 'model_retired'],
    [400, 'The prompt was rejected by our content policy', 'moderation'],
    [400, 'Provider returned error', 'moderation', { raw: '{"error":"flagged by the safety system"}' }],
    [403, 'Your chosen model requires moderation', 'moderation'],
    [403, 'The request was refused', 'moderation', { reasons: ['violence'], flagged_input: 'a red ball' }],
    [403, 'Request blocked: prompt injection patterns detected', 'moderation'],
    [403, 'Key limit exceeded (total limit)', 'out_of_credit'],
    [403, 'Insufficient permissions', 'out_of_credit'],
    [401, 'User not found.', 'out_of_credit'],
    [402, 'Insufficient credits. Add more using https://openrouter.ai/credits', 'out_of_credit'],
    [413, 'Payload too large', 'invalid'],
    [429, 'Rate limit exceeded under our fair use policy', 'rate_limited'],
    [503, 'There is no available model provider that meets your routing requirements', 'transient'],
  ];

  test.each(refusals.map(([status, message, code, metadata]) => ({ status, message, code, metadata })))(
    '$status "$message" is $code, so that it has its words and its rule',
    async ({ status, message, code, metadata }) => {
      const { result, sent } = await submitInto({
        status,
        body: failure(status, message, metadata),
        headers: retryAfter,
      });
      expect(sent).toBe(1);
      expect(result).toMatchObject({ kind: 'rejected', code, retryAfterMs: 7_000 });
    },
  );

  test('a wrong base address is trouble on the way, not the end of every model', async () => {
    const { result } = await submitInto({ status: 404, body: '<html>Not Found</html>' });
    expect(result).toMatchObject({ kind: 'rejected', code: 'transient' });
  });

  test.each([401, 402, 403])('a %i of something on the way says nothing of our key or our credit', async (status) => {
    const { result } = await submitInto({ status, body: '<html>Blocked</html>' });
    expect(result).toMatchObject({ kind: 'rejected', code: 'transient' });
  });

  test('nothing listens: it was not sent, so that it may be tried elsewhere', async () => {
    await using gone = await openBench();
    await gone.double.server[Symbol.asyncDispose]();
    const result = await gone.provider.submit(askFor(), live());
    expect(result).toMatchObject({ kind: 'rejected', code: 'transient' });
  });

  test('an empty account and a refused key buy nothing, and say that it is our side', async () => {
    const { account, jobs } = bench.double;
    const before = jobs.length;
    account.creditUsd = 0;
    const poor = await bench.provider.submit(askFor(), live());
    account.creditUsd = 100;
    account.isKeyGood = false;
    const strange = await bench.provider.submit(askFor(), live());
    account.isKeyGood = true;
    expect([poor, strange]).toMatchObject([{ code: 'out_of_credit' }, { code: 'out_of_credit' }]);
    expect(jobs.length).toBe(before);
  });
});

test('what is told for the log holds neither the prompt, nor the words of the vendor, nor the key', async () => {
  const prompt = 'my secret surprise party';
  const said = `Refused: "${prompt}" with key ${bench.double.key}, see https://cdn.example/x?sig=1`;
  for (const status of [400, 401, 403, 404, 429, 500, 503]) {
    const { result } = await submitInto(
      { status, body: failure(status, said, { raw: said, failed_routing_step: said }) },
      prompt,
    );
    expect(JSON.stringify(result)).not.toMatch(/secret surprise|sk-or|cdn\.example/);
  }
  expect(bench.lines.join('\n')).not.toMatch(/secret surprise|sk-or|cdn\.example/);
});
