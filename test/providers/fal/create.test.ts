import { describe, expect, it } from 'vitest';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { refusal } from '../../doubles/fal/task.ts';
import { openOnDouble } from './fixture.ts';

const callbackUrl = 'https://reelay.example.org/webhooks/fal/job_1/secret-token?a=b&c=d';
const create = { method: 'POST' } as const;

describe('a create', () => {
  it('is one POST with our key, the callback whole, and no retries over there', async () => {
    await using onDouble = await openOnDouble();
    const { task, ref } = await onDouble.task({}, { callbackUrl });
    expect(ref.taskId).toBe(task.id);
    expect(task.callbackUrl).toBe(callbackUrl);
    expect(task.headers.get('x-fal-no-retry')).toBe('1');
    expect(onDouble.double.calls.map(({ method }) => method)).toEqual(['POST']);
  });

  it('names no callback where none can come', async () => {
    await using onDouble = await openOnDouble();
    const { task } = await onDouble.task();
    expect(task.callbackUrl).toBeNull();
    expect(onDouble.double.calls[0]?.path).toBe('/fal-ai/veo3.1/lite');
  });

  it.each<[string, CommonFault]>([
    ['500', { status: 500, body: { detail: 'Internal Server Error' } }],
    ['503 of a proxy', { status: 503, body: '<html>no upstream</html>' }],
    ['504', { status: 504, body: { detail: 'timed out', error_type: 'request_timeout' } }],
    ['408', { status: 408, body: { detail: 'slow' } }],
    ['409', { status: 409, body: { detail: 'conflict' } }],
    ['429 of a proxy', { status: 429, body: 'slow down' }],
    ['a redirect', { status: 307, headers: { location: '/fal-ai/veo3.1/lite' } }],
    ['a 200 that is no JSON', { status: 200, body: 'OK', afterWork: true }],
    ['a 200 without a request id', { status: 200, body: { status: 'IN_QUEUE' }, afterWork: true }],
    ['a request id that is none', { status: 200, body: { request_id: '../../billing' }, afterWork: true }],
    [
      'an answer without end',
      { status: 200, body: { request_id: 'a', padding: 'x'.repeat(2 ** 21) }, afterWork: true },
    ],
    ['a connection that breaks before', 'drop_request'],
    ['a connection that breaks after the work', 'drop_answer'],
  ])('answered by %s is unknown, and sent exactly once: it may have been bought', async (_, fault) => {
    await using onDouble = await openOnDouble();
    onDouble.double.faults.next(create, fault);
    expect(await onDouble.submit()).toMatchObject({ kind: 'unknown' });
    expect(onDouble.double.calls).toHaveLength(1);
  });

  it('answered by a 421, after which fetch itself would ask again, is sent exactly once', async () => {
    await using onDouble = await openOnDouble();
    onDouble.double.faults.next(create, { status: 421, body: { detail: 'Misdirected' } }, 2);
    expect(await onDouble.submit()).toMatchObject({ kind: 'rejected' });
    expect(onDouble.double.calls).toHaveLength(1);
  });

  it.each<[string, CommonFault, object]>([
    ['429 in its own envelope', { status: 429, body: { detail: 'Too many' } }, { code: 'rate_limited' }],
    [
      'a 429 that says when',
      { status: 429, body: { detail: 'Too many' }, headers: { 'retry-after': '30' } },
      { code: 'rate_limited', retryAfterMs: 30_000 },
    ],
    [
      '503 in its own envelope',
      { status: 503, body: { detail: 'No runner', error_type: 'runner_scheduling_failure' } },
      { code: 'transient' },
    ],
    ['401', { status: 401, body: { detail: 'Authentication is required' } }, { code: 'out_of_credit' }],
    ['403 of a locked account', { status: 403, body: { detail: 'User is locked.' } }, { code: 'out_of_credit' }],
    ['404', { status: 404, body: { detail: "Application 'x' not found" } }, { code: 'model_retired' }],
    ["a proxy's page of 403", { status: 403, body: '<html>blocked</html>' }, { code: 'transient' }],
    ["a proxy's page of 404", { status: 404, body: '<html>not here</html>' }, { code: 'transient' }],
    ['413', { status: 413, body: 'too large' }, { code: 'invalid' }],
    ['422 of a content checker', { ...refusal }, { code: 'moderation' }],
    ['403 of a content checker', { ...refusal, status: 403 }, { code: 'moderation' }],
    [
      '400 of a content checker in words',
      { status: 400, body: { detail: 'Flagged by content policy' } },
      { code: 'moderation' },
    ],
    [
      'a parameter that is too large',
      { status: 422, body: { detail: [{ loc: ['body', 'image_url'], msg: 'x', type: 'image_too_large' }] } },
      { code: 'invalid' },
    ],
    [
      'a service behind it that is down',
      { status: 400, body: { detail: [{ loc: ['body'], msg: 'x', type: 'downstream_service_error' }] } },
      { code: 'transient' },
    ],
  ])('answered by %s is certainly not taken, and says why', async (_, fault, expected) => {
    await using onDouble = await openOnDouble();
    onDouble.double.faults.next(create, fault);
    expect(await onDouble.submit()).toMatchObject({ kind: 'rejected', ...expected });
    expect(onDouble.double.calls).toHaveLength(1);
    expect(onDouble.double.tasks).toEqual([]);
  });

  it('that found nobody listening was not sent, and may be tried again', async () => {
    await using onDouble = await openOnDouble();
    await onDouble.double[Symbol.asyncDispose]();
    expect(await onDouble.submit()).toMatchObject({ kind: 'rejected', code: 'transient' });
  });

  it('broken off by its signal while it is under way is unknown', async () => {
    await using onDouble = await openOnDouble();
    const forever = Promise.withResolvers<void>();
    const fault = onDouble.double.faults.next(create, { answerAfter: forever.promise });
    const abort = new AbortController();
    const submitted = onDouble.provider.submit(onDouble.ask(), abort.signal);
    await fault.hit;
    abort.abort();
    expect(await submitted).toMatchObject({ kind: 'unknown' });
    forever.resolve();
  });

  it('to a retired endpoint, by a locked account or with a revoked key says which', async () => {
    await using onDouble = await openOnDouble();
    const { double } = onDouble;
    double.lockedFor = 'Exhausted balance';
    expect(await onDouble.submit()).toMatchObject({ kind: 'rejected', code: 'out_of_credit' });
    double.lockedFor = null;
    double.retire('fal-ai/veo3.1/lite');
    expect(await onDouble.submit()).toMatchObject({ kind: 'rejected', code: 'model_retired' });
    double.revokeKey();
    expect(await onDouble.submit()).toMatchObject({ kind: 'rejected', code: 'out_of_credit' });
  });

  it('of an engine that left the data is not sent', async () => {
    await using onDouble = await openOnDouble();
    const outcome = await onDouble.provider.submit(onDouble.ask({}, { engine: 'fal/gone' }), live());
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'model_retired' });
    expect(onDouble.double.calls).toEqual([]);
  });

  it('says nothing of the prompt, the callback or the key to the log', async () => {
    await using onDouble = await openOnDouble();
    const secrets = /red ball|secret-token|key-secret|what the person wrote|data:image/u;
    const said: unknown[] = [];
    for (const fault of [{ ...refusal }, { status: 500, body: { detail: 'a red ball' } }, 'drop_answer'] as const) {
      onDouble.double.faults.next(create, fault);
      said.push(await onDouble.submit({}, { callbackUrl }));
    }
    const echo = { detail: [{ loc: ['body', 'a red ball'], msg: 'a red ball', type: 'a red ball' }] };
    onDouble.double.faults.next(create, { status: 422, body: echo });
    said.push(await onDouble.submit({}, { callbackUrl }));
    expect(JSON.stringify([said, onDouble.logged])).not.toMatch(secrets);
    expect(said[0]).toMatchObject({ detail: '422 content_policy_violation body.prompt' });
  });

  it('whose task is looked after by another app is told to the operator once it is taken', async () => {
    await using onDouble = await openOnDouble();
    const body = { request_id: 'req-1', status_url: 'https://queue.fal.run/other/app/requests/req-1/status' };
    onDouble.double.faults.next(create, { status: 200, body });
    expect(await onDouble.submit()).toMatchObject({ kind: 'accepted', taskId: 'req-1' });
    expect(onDouble.logged).toEqual([expect.stringMatching(/another app.*"app":"other\/app"/u)]);
  });
});
