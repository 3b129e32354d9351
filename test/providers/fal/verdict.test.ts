import { describe, expect, it } from 'vitest';
import type { TaskReport } from '../../../src/core/ports/provider.ts';
import { live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import type { Result } from '../../doubles/fal/task.ts';
import { refusal } from '../../doubles/fal/task.ts';
import { openOnDouble } from './fixture.ts';

const ofStatus = { method: 'GET', path: /\/status$/ } as const;
const ofResult = { method: 'GET', path: /\/requests\/[\w-]+$/ } as const;

function detail(type: string, msg = 'x'): object {
  return { detail: [{ loc: ['body'], msg, type }] };
}

describe('what a poll says', () => {
  it('of a task that waits: it can be taken back for nothing', async () => {
    await using onDouble = await openOnDouble();
    const { ref } = await onDouble.task();
    expect(await onDouble.provider.poll(ref, live())).toEqual({
      kind: 'running',
      phase: 'waiting',
      progress: null,
      cancellable: true,
      pollAfterMs: null,
    });
  });

  it.each(['IN_PROGRESS', 'DREAMING'])(
    'of a task with the word %s: it renders, and is not to be stopped',
    async (word) => {
      await using onDouble = await openOnDouble();
      const { ref, task } = await onDouble.task();
      task.become(word);
      const report = await onDouble.provider.poll(ref, live());
      expect(report).toMatchObject({ kind: 'running', phase: 'rendering', cancellable: false });
      expect(onDouble.logged.some((line) => line.includes('unknown status'))).toBe(word === 'DREAMING');
    },
  );

  it('of a finished task: success at the price that was quoted, for its answer names none', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    expect(await onDouble.provider.poll(ref, live())).toEqual({ kind: 'succeeded', costMicroUsd: null });
  });

  it.each<[string, Result, Partial<Extract<TaskReport, { kind: 'failed' }>>]>([
    ['the content policy', refusal, { code: 'moderation', detail: '422 content_policy_violation body.prompt' }],
    ['the content policy with 400', { ...refusal, status: 400 }, { code: 'moderation' }],
    ['the content policy with 403', { ...refusal, status: 403 }, { code: 'moderation' }],
    ['the content policy inside a 200', { ...refusal, status: 200 }, { code: 'moderation' }],
    ['a type of safety that is new', { status: 500, body: detail('output_safety_filter') }, { code: 'moderation' }],
    ['a render that shows nothing', { status: 422, body: detail('no_media_generated') }, { code: 'moderation' }],
    [
      'an untyped safety message',
      { status: 422, body: { detail: 'Blocked for NSFW content' } },
      { code: 'moderation' },
    ],
    ['a list without its frame', { status: 422, body: [{ type: 'image_too_small' }] }, { code: 'invalid' }],
    ['a wrong parameter', { status: 422, body: detail('image_load_error', 'safety first') }, { code: 'invalid' }],
    ['an untyped 400', { status: 400, body: { detail: 'Bad duration' } }, { code: 'invalid' }],
    ['an error of its own', { status: 500, body: detail('internal_server_error') }, { code: 'transient' }],
    ['a render that took too long', { status: 504, body: detail('generation_timeout') }, { code: 'transient' }],
    [
      'a runner that went away',
      { status: 503, body: { detail: 'gone', error_type: 'runner_disconnected' } },
      { code: 'transient', detail: '503 runner_disconnected' },
    ],
    [
      'a 500 that says whether to try again',
      { status: 500, body: { detail: 'oops' }, headers: { 'x-fal-retryable': 'true' } },
      { code: 'transient' },
    ],
    ['a result that is no longer kept', { status: 404, body: { detail: 'Not found' } }, { code: 'expired' }],
    ['a result that is gone', { status: 410, body: { detail: 'Gone' } }, { code: 'expired' }],
    [
      'a success without a video',
      { status: 200, body: { seed: 1 } },
      { code: 'expired', detail: 'done, but without a video' },
    ],
    ['a video without an address', { status: 200, body: { video: null } }, { code: 'expired' }],
  ])('of a task that ended by %s: it failed, for good, and costs nothing', async (_, result, expected) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    task.fail(result);
    const report = await onDouble.provider.poll(ref, live());
    expect(report).toMatchObject({ kind: 'failed', costMicroUsd: null, ...expected });
    expect(await onDouble.provider.poll(ref, live())).toEqual(report);
    expect(JSON.stringify(report)).not.toContain('what the person wrote');
  });

  it.each<[string, Result]>([
    ['499', { status: 499, body: { detail: 'Client closed' } }],
    ['a type', { status: 500, body: { detail: 'stopped', error_type: 'client_cancelled' } }],
  ])('of a task that was stopped on our wish, as %s says: cancelled', async (_, result) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    task.fail(result);
    expect(await onDouble.provider.poll(ref, live())).toEqual({ kind: 'cancelled' });
  });

  it.each<[string, CommonFault]>([
    ['401', { status: 401, body: { detail: 'Authentication is required' } }],
    ['403', { status: 403, body: { detail: 'User is locked. Reason: Exhausted balance.' } }],
    ['429', { status: 429, body: { detail: 'Too many' } }],
    ['500', { status: 500, body: { detail: 'Internal Server Error' } }],
    ['502', { status: 502, body: '<html>bad gateway</html>' }],
    ["a proxy's 404", { status: 404, body: '<html>not here</html>' }],
    ["a proxy's 422", { status: 422, body: 'no' }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['nonsense', { status: 200, body: 'done' }],
    ['an answer without end', { status: 200, body: 'x'.repeat(2 * 1024 ** 2) }],
    ['a broken connection', 'drop_answer'],
  ])('when the result answers with %s: no verdict, and what was made is not given up', async (_, fault) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    onDouble.double.faults.next(ofResult, fault);
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'unreadable' });
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'succeeded' });
  });

  it.each<[string, CommonFault]>([
    ['401', { status: 401, body: { detail: 'Authentication is required' } }],
    ['403', { status: 403, body: { detail: 'User is locked.' } }],
    ['404', { status: 404, body: { detail: 'Request not found' } }],
    ['422 of a content checker', { ...refusal }],
    ['503', { status: 503, body: { detail: 'busy', error_type: 'runner_scheduling_failure' } }],
    ['nonsense', { status: 200, body: { progress: 3 } }],
    ['a broken connection', 'drop_request'],
  ])('when the status answers with %s: no verdict', async (_, fault) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    onDouble.double.faults.next(ofStatus, fault);
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'unreadable' });
  });

  it('passes on how long it is asked to wait', async () => {
    await using onDouble = await openOnDouble();
    const { ref } = await onDouble.task();
    const busy = { status: 429, body: { detail: 'Too many' }, headers: { 'retry-after': '7' } };
    onDouble.double.faults.next(ofStatus, busy);
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'unreadable', retryAfterMs: 7_000 });
  });

  it('while the queue is ahead of the result: it is still under way', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    task.become('COMPLETED');
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'running', phase: 'rendering' });
  });

  it('of a task that the queue itself calls failed: even an error without a type is its end', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    task.fail({ status: 500, body: { detail: 'Internal Server Error' } });
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'unreadable' });
    const status = { status: 'COMPLETED', request_id: ref.taskId, error: 'Internal Server Error' };
    onDouble.double.faults.next(ofStatus, { status: 200, body: status });
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'failed', code: 'transient' });
  });

  it('is asked at the app that a nested endpoint begins with, also after a restart that knows only the id', async () => {
    await using onDouble = await openOnDouble();
    const size = { width: 1_920, height: 1_080 };
    const { ref } = await onDouble.task({ size }, { engine: 'fal/kling-v3-pro' });
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'running' });
    expect(onDouble.double.calls.at(-1)?.path).toBe(`/fal-ai/kling-video/requests/${ref.taskId}/status`);
  });

  it('is asked at each app of an engine whose endpoints have two', async () => {
    const wire = {
      text: 'fal-ai/kling-video/v3/standard/text-to-video',
      image: { endpoint: 'fal-ai/veo3.1/image-to-video' },
      seconds: { field: 'duration', as: 'text' },
      sizes: { '1280x720': {} },
    };
    const engines = { 'fal/two': { like: 'fal/kling-v3-standard', label: 'Two', wire } } as const;
    await using onDouble = await openOnDouble({ operatorsFile: { engines } });
    const { ref } = await onDouble.task();
    const elsewhere = { ...ref, engine: 'fal/two' as const };
    expect(await onDouble.provider.poll(elsewhere, live())).toMatchObject({ kind: 'running', phase: 'waiting' });
    expect(await onDouble.provider.poll({ ...elsewhere, taskId: 'nobody' }, live())).toMatchObject({
      kind: 'unreadable',
    });
  });

  it.each([
    [{ text: 'workflows/ada/reel/fast' }, '/workflows/ada/reel/'],
    [{ text: 'fal-ai/veo3.1/fast', app: 'fal-ai/elsewhere' }, '/fal-ai/elsewhere/'],
  ])('is asked at the app that the wire data of %j mean', async (changed, at) => {
    const wire = { ...changed, seconds: { field: 'duration', as: 'text' }, sizes: { '1280x720': {} } };
    await using onDouble = await openOnDouble({
      operatorsFile: { engines: { 'fal/mine': { like: 'fal/veo3.1', label: 'Mine', wire } } },
    });
    await onDouble.provider.poll({ ...onDouble.ask(), engine: 'fal/mine', taskId: 'a' }, live());
    expect(onDouble.double.calls.map(({ path }) => path)).toEqual([`${at}requests/a/status`]);
  });

  it('of an engine that the operator took out is found all the same: what was paid for is not lost', async () => {
    await using onDouble = await openOnDouble({ operatorsFile: { engines: { 'fal/veo3.1-lite': { off: true } } } });
    const { ref, task } = await onDouble.task({}, { engine: 'fal/veo3.1-fast' });
    await task.succeed();
    const ofGone = { ...ref, engine: 'fal/veo3.1-lite' as const };
    expect(await onDouble.provider.poll(ofGone, live())).toMatchObject({ kind: 'succeeded' });
    expect((await onDouble.provider.openOutput(ofGone, live())).kind).toBe('stream');
    const unknown = { ...ofGone, taskId: 'nobody' };
    expect(await onDouble.provider.poll(unknown, live())).toMatchObject({ kind: 'unreadable' });
  });
});
