import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskReport } from '../../../src/core/ports/provider.ts';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { failure } from '../../doubles/openrouter/openrouter.ts';
import { type Accepted, accepted, type Bench, openBench } from './fixture.ts';

let bench: Bench;
let open: Accepted;
beforeAll(async () => {
  bench = await openBench();
  open = await accepted(bench);
});
afterAll(() => bench[Symbol.asyncDispose]());

const status = { method: 'GET', path: /\/videos\/gen-vid[^/]*$/ };

async function reportOf(task = open.task): Promise<TaskReport> {
  return bench.provider.poll(task, live());
}

describe('a job under way', () => {
  test.each([
    ['pending', 'waiting'],
    ['in_progress', 'rendering'],
    ['queued', 'rendering'],
    ['a word of next year', 'rendering'],
  ])('%s means that it runs, and nothing is ended for a word', async (word, phase) => {
    open.job.status = word;
    const running = { kind: 'running', phase, progress: null, cancellable: false, pollAfterMs: null };
    expect(await reportOf()).toEqual(running);
    open.job.status = 'pending';
  });

  const silences: readonly (readonly [what: string, fault: CommonFault, retryAfterMs: number | null])[] = [
    ['a 401', { status: 401, body: failure(401, 'User not found.') }, null],
    ['a 403', { status: 403, body: failure(403, 'Forbidden') }, null],
    ['a 404', { status: 404, body: failure(404, 'Video job not found') }, null],
    ['a 429', { status: 429, body: failure(429, 'Slow down'), headers: { 'retry-after': '30' } }, 30_000],
    ['a 500', { status: 500, body: failure(500, 'Internal Server Error') }, null],
    ['a redirect', { status: 302, body: '', headers: { location: 'https://example.com/' } }, null],
    ['a page', { status: 200, body: '<html>Maintenance</html>' }, null],
    ['nothing', { status: 200, body: '' }, null],
    ['an answer without a status', { status: 200, body: { id: 'job-1' } }, null],
    ['an answer about another job', { status: 200, body: { id: 'job-of-another', status: 'completed' } }, null],
    ['a connection that breaks', 'drop_answer', null],
  ];

  test.each(silences)('%s is no verdict, so that a paid job goes on', async (_what, fault, retryAfterMs) => {
    bench.double.server.faults.next(status, fault);
    expect(await reportOf()).toMatchObject({ kind: 'unreadable', retryAfterMs });
  });

  test('an id that could lead elsewhere is never asked for', async () => {
    const before = bench.double.server.calls.length;
    expect(await reportOf({ ...open.task, taskId: '../key' })).toMatchObject({ kind: 'unreadable' });
    expect(bench.double.server.calls.length).toBe(before);
  });

  test('a polling address that leads elsewhere is not followed: jobs are asked for at our own base', async () => {
    const answer = { polling_url: 'https://elsewhere.example/steal', id: open.job.id, status: 'pending' };
    bench.double.server.faults.next(status, { status: 200, body: answer });
    await reportOf();
    expect(await reportOf()).toMatchObject({ kind: 'running' });
    expect(bench.double.server.calls.at(-1)?.path).toBe(`/api/v1/videos/${open.job.id}`);
  });
});

describe('the verdict', () => {
  test.each([
    [0.17, false, 170_000],
    [0.052, false, 52_000],
    [0.0000001, false, 1],
    [0, false, 0],
    [null, false, null],
    [-1, false, null],
    [1e9, false, null],
    [0.01, true, null],
  ])(
    '%f dollars (own key of the vendor: %s) are %s micro-dollars: never less than was charged',
    async (cost, byok, microUsd) => {
      const { task, job } = await accepted(bench);
      job.succeed(new Uint8Array(8), cost, byok);
      expect(await reportOf(task)).toEqual({ kind: 'succeeded', costMicroUsd: microUsd });
    },
  );

  test('a cost that nobody can read is no reason to lose a clip', async () => {
    bench.double.server.faults.next(status, {
      status: 200,
      body: { id: open.job.id, status: 'completed', usage: { cost: 'free!' }, unsigned_urls: 'none', error: 7 },
    });
    expect(await reportOf()).toEqual({ kind: 'succeeded', costMicroUsd: null });
  });

  test.each([
    ['Content policy violation', 'moderation'],
    ['The output was blocked by the safety filter', 'moderation'],
    ['Invalid request: prompt flagged as sensitive', 'moderation'],
    ['rai_media_filtered: responsible AI', 'moderation'],
    ['Potential copyright or likeness issue', 'moderation'],
    ['Image dimensions must be at least 300x300', 'invalid'],
    ['Could not fetch the first frame', 'invalid'],
    ['Upstream timed out', 'transient'],
    ['Too many requests, required wait 10 s', 'transient'],
    ['Model bytedance/x has been deprecated', 'model_retired'],
    ['Insufficient balance at the vendor', 'out_of_credit'],
    ['', 'transient'],
    [{ code: 'OutputVideoSensitiveContentDetected' }, 'moderation'],
    [undefined, 'transient'],
  ] as const)('failed with %j reads as %s, since it comes without a code', async (error, code) => {
    const { task, job } = await accepted(bench);
    job.fail(error);
    expect(await reportOf(task)).toMatchObject({ kind: 'failed', code, costMicroUsd: null });
  });

  test('what a failure cost is booked, and its raw words stay there', async () => {
    const { task, job } = await accepted(bench);
    job.fail('policy: "a red ball" is not allowed', 0.02);
    const report = await reportOf(task);
    expect(report).toMatchObject({ kind: 'failed', code: 'moderation', costMicroUsd: 20_000 });
    expect(JSON.stringify(report)).not.toContain('red ball');
  });

  test('cancelled and expired over there are ends of their own', async () => {
    const [cancelled, expired] = [await accepted(bench), await accepted(bench)];
    cancelled.job.end('cancelled');
    expired.job.end('expired');
    expect(await reportOf(cancelled.task)).toEqual({ kind: 'cancelled' });
    expect(await reportOf(expired.task)).toMatchObject({ kind: 'failed', code: 'expired' });
  });
});

test('it stops no job and finds none by its attempt, since the API has neither', () => {
  expect(bench.provider).toMatchObject({ cancel: null, find: null });
});
