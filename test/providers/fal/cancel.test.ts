import { describe, expect, it } from 'vitest';
import { bytesOf, live } from '../../contracts/provider-calls.ts';
import { openOnDouble } from './fixture.ts';

const wish = { method: 'PUT' } as const;

describe('a wish to stop', () => {
  it('takes a waiting task out of the queue: it never runs', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    expect(await onDouble.provider.cancel(ref, live())).toBe('cancelled');
    expect(task.word).toBeNull();
  });

  it('that is only taken down counts once the queue no longer has the task', async () => {
    await using onDouble = await openOnDouble({ double: { cancelAnswer: 'CANCELLATION_REQUESTED' } });
    const { ref } = await onDouble.task();
    expect(await onDouble.provider.cancel(ref, live())).toBe('cancelled');
  });

  it('that is taken down but not followed is no end: the task is polled on, so that no bill is lost', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    onDouble.double.faults.next(wish, { status: 202, body: { status: 'CANCELLATION_REQUESTED' } });
    expect(await onDouble.provider.cancel(ref, live())).toBe('too_late');
    await task.succeed();
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'succeeded' });
  });

  it('is not even said to a task that renders: what its model bills then is unknown', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    task.start();
    expect(await onDouble.provider.cancel(ref, live())).toBe('too_late');
    expect(onDouble.double.calls.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('that loses the race against the last frame destroys nothing', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    const late = Promise.withResolvers<void>();
    const fault = onDouble.double.faults.next(wish, { delayUntil: late.promise });
    const cancelled = onDouble.provider.cancel(ref, live());
    await fault.hit;
    await task.succeed();
    late.resolve();
    expect(await cancelled).toBe('too_late');
    const output = await onDouble.provider.openOutput(ref, live());
    if (output.kind !== 'stream') throw new Error(`expected the clip, got ${JSON.stringify(output)}`);
    expect((await bytesOf(output)).length).toBe(output.bytes);
  });

  it.each([
    ['404', { status: 404, body: { status: 'NOT_FOUND' } }],
    ['500', { status: 500, body: { detail: 'oops' } }],
    ['a 200 without a word', { status: 200, body: '' }],
  ])('answered by %s ends nothing', async (_, fault) => {
    await using onDouble = await openOnDouble();
    const { ref } = await onDouble.task();
    onDouble.double.faults.next(wish, fault);
    expect(await onDouble.provider.cancel(ref, live())).toBe('too_late');
    expect(await onDouble.provider.poll(ref, live())).toMatchObject({ kind: 'running' });
  });
});
