import { describe, expect, it } from 'vitest';
import { UnsafeAddress } from '../../../src/providers/outside.ts';
import { bytesOf, live } from '../../contracts/provider-calls.ts';
import type { CommonFault } from '../../doubles/faults.ts';
import { openOnDouble } from './fixture.ts';

const file = { path: /^\/files\// } as const;

describe('the output of a task', () => {
  it('is fetched without our key, from the address that the result has now', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    const output = await onDouble.provider.openOutput(ref, live());
    if (output.kind !== 'stream') throw new Error(`expected the clip, got ${JSON.stringify(output)}`);
    const clip = await bytesOf(output);
    expect(clip.subarray(4, 8).toString('latin1')).toBe('ftyp');
    expect(clip.length).toBe(output.bytes);
  });

  it.each([
    ['waits', 'IN_QUEUE'],
    ['renders', 'IN_PROGRESS'],
    ['is done before its result is', 'COMPLETED'],
  ])('of a task that %s is not ready', async (_, word) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    task.become(word);
    expect(await onDouble.provider.openOutput(ref, live())).toEqual({ kind: 'not_ready', retryAfterMs: null });
  });

  it.each<[string, CommonFault]>([
    ['409', { status: 409 }],
    ['425', { status: 425 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
  ])('whose file answers %s is not ready yet: the clip is paid for and still wanted', async (_, fault) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    onDouble.double.faults.next(file, fault);
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'not_ready' });
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'stream' });
  });

  it.each([403, 404, 410])('whose file answers %d is gone', async (status) => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    onDouble.double.faults.next(file, { status });
    const output = await onDouble.provider.openOutput(ref, live());
    expect(output).toEqual({ kind: 'gone', detail: `the file answers ${status}` });
  });

  it('passes on how long the files ask to wait', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    onDouble.double.faults.next(file, { status: 429, headers: { 'retry-after': '9' } });
    expect(await onDouble.provider.openOutput(ref, live())).toEqual({ kind: 'not_ready', retryAfterMs: 9_000 });
  });

  it('is gone with its file, with its result, and where there never was one', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    task.expireFile();
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'gone' });
    task.expireResult();
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'gone' });
    task.refuse();
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'gone' });
    task.fail({ status: 499, body: { detail: 'Client closed' } });
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'gone' });
  });

  it('that cannot be asked for just now is asked for later', async () => {
    await using onDouble = await openOnDouble();
    const { ref, task } = await onDouble.task();
    await task.succeed();
    onDouble.double.revokeKey();
    expect(await onDouble.provider.openOutput(ref, live())).toMatchObject({ kind: 'not_ready' });
  });

  it.each(['http://192.168.0.1/clip.mp4', 'file:///etc/passwd', 'https://user:pass@fal.media/clip.mp4', 'clip.mp4'])(
    'is never fetched from %s',
    async (url) => {
      await using onDouble = await openOnDouble();
      const { ref, task } = await onDouble.task();
      task.fail({ status: 200, body: { video: { url } } });
      await expect(onDouble.provider.openOutput(ref, live())).rejects.toThrow(UnsafeAddress);
    },
  );
});
