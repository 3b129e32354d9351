import { describe, expect, test } from 'vitest';
import type { FindResult, SubmitResult } from '../../../src/core/ports/provider.ts';
import { parseId } from '../../../src/core/ids.ts';
import { live, refOf } from '../../contracts/provider-calls.ts';
import { askFor, DemoFolder } from './demo-fixture.ts';

describe('a create', () => {
  test('repeated for one attempt gives the same task, so that nothing is rendered twice', async () => {
    await using folder = await DemoFolder.make();
    const ask = askFor();
    const task = await folder.submit(ask);
    expect(await folder.submit(ask)).toEqual(task);
    expect(await folder.submit(ask, folder.open())).toEqual(task);
    expect(await folder.accepted()).toBe(1);
  });

  test('names its price before the render, and the success costs just that', async () => {
    await using folder = await DemoFolder.make();
    const ask = askFor({ seconds: 2 });
    const created = await folder.provider.submit(ask, live());
    expect(created).toMatchObject({ kind: 'accepted', estimateMicroUsd: 240_000 });
    const task = await folder.submit(ask);
    expect(await folder.verdict(task)).toEqual({ kind: 'succeeded', costMicroUsd: 240_000 });
  });

  test('racing a search for its attempt is either accepted and found, or turned down and never', async () => {
    await using folder = await DemoFolder.make();
    const other = folder.open();
    const seen = new Set<string>();
    for (let round = 0; round < 60; round += 1) {
      // Nothing of what is accepted here takes time to render.
      const ask = askFor({ prompt: '[refuse]' });
      const search = (): Promise<FindResult> => other.find(refOf(ask), live());
      const create = (): Promise<SubmitResult> => folder.provider.submit(ask, live());
      const [created, found] =
        round % 2 === 0
          ? await Promise.all([create(), search()])
          : await Promise.all([search(), create()]).then(([first, second]) => [second, first] as const);
      const outcome = `${created.kind} ${found.kind}`;
      seen.add(outcome);
      expect(['accepted found', 'rejected never']).toContain(outcome);
      const after = await folder.provider.find(refOf(ask), live());
      expect(after.kind).toBe(found.kind);
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  test.each([
    ['an odd side', { size: { width: 1279, height: 720 } }],
    ['a side that is too long', { size: { width: 2562, height: 720 } }],
    ['a side that is too short', { size: { width: 62, height: 720 } }],
    ['half a second', { seconds: 1.5 }],
    ['no seconds', { seconds: 0 }],
    ['too many seconds', { seconds: 21 }],
    ['an unknown frame rate', { fps: 25 }],
    ['sound', { audio: true }],
    ['a video to start from', { input: { kind: 'video', source: 'x', mediaKey: 'in.mp4' } }],
    ['an image that was never copied', { input: { kind: 'image', source: 'x', mediaKey: null } }],
    ['an image that is not there', { input: { kind: 'image', source: 'x', mediaKey: 'gone.png' } }],
    ['a prompt that is too long', { prompt: 'x'.repeat(6_001) }],
  ] as const)('that asks for %s is turned down and leaves nothing behind', async (_what, spec) => {
    await using folder = await DemoFolder.make();
    expect(await folder.provider.submit(askFor(spec), live())).toMatchObject({ kind: 'rejected', code: 'invalid' });
    await folder.files.prepare();
    expect(await folder.accepted()).toBe(0);
  });

  test('cannot leave its folder by the attempt id, whatever claims to be one', async () => {
    await using folder = await DemoFolder.make();
    const ask = askFor();
    const forged = Object.assign({}, ask, { attemptId: '../../att_escape' });
    expect(() => parseId('attempt', forged.attemptId)).toThrow(TypeError);
    expect(await folder.provider.submit(forged, live())).toMatchObject({ kind: 'rejected', code: 'invalid' });
    await expect(folder.provider.find(refOf(forged), live())).rejects.toThrow(/expected a attempt id/);
    const task = { ...refOf(ask), taskId: 'demo_../../../etc/passwd' };
    expect((await folder.provider.poll(task, live())).kind).toBe('unreadable');
    expect((await folder.provider.openOutput(task, live())).kind).toBe('gone');
  });
});

describe('a cancel', () => {
  test('of a waiting task ends it, and it stays ended', async () => {
    await using folder = await DemoFolder.make();
    const busy = await folder.submit(askFor({ prompt: 'a ball [slow]' }));
    const waiting = await folder.submit(askFor());
    await folder.rendererOf(busy);
    expect(await folder.provider.cancel(waiting, live())).toBe('cancelled');
    expect(await folder.provider.cancel(waiting, live())).toBe('cancelled');
    expect((await folder.verdict(busy)).kind).toBe('succeeded');
    expect(await folder.provider.poll(waiting, live())).toEqual({ kind: 'cancelled' });
    expect((await folder.provider.openOutput(waiting, live())).kind).toBe('gone');
  });

  test('in mid-render stops the render and leaves no clip', async () => {
    await using folder = await DemoFolder.make();
    const task = await folder.submit(askFor({ seconds: 4, prompt: 'a ball [slow]' }));
    await folder.rendererOf(task);
    expect(await folder.provider.cancel(task, live())).toBe('cancelled');
    const next = await folder.submit(askFor());
    expect((await folder.verdict(next)).kind).toBe('succeeded');
    expect(await folder.provider.poll(task, live())).toEqual({ kind: 'cancelled' });
    expect(await folder.files.ids('clips')).toEqual([next.attemptId]);
  });
});
