import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { systemClock } from '../../../src/system.ts';
import { live, refOf } from '../../contracts/provider-calls.ts';
import { askFor, DemoFolder, newAttemptId } from './demo-fixture.ts';

/** Renderers have a low priority, which a busy machine lets them feel. */
const processTimes = { timeout: 60_000 };

/** Long enough to be caught in the middle, with little to compute. */
const long = { seconds: 2, prompt: 'a red ball rolls across a wooden floor [slow]' } as const;

describe.concurrent('what was accepted is rendered, whatever dies', processTimes, () => {
  test('a renderer killed in the middle is replaced at the next poll and makes the same clip', async ({ expect }) => {
    await using folder = await DemoFolder.make();
    const undisturbed = await folder.submit(askFor({ seconds: long.seconds }));
    await folder.verdict(undisturbed);

    const task = await folder.submit(askFor(long));
    await folder.rendererOf(task);
    expect(folder.provider.crash()).toBe(true);
    await folder.until(task, () => folder.log.lines.includes('demo renderer died'));
    expect(await folder.files.verdict(task.attemptId)).toBeNull();

    expect((await folder.verdict(task)).kind).toBe('succeeded');
    expect((await folder.clip(task)).equals(await folder.clip(undisturbed))).toBe(true);
  });

  test('a killed service leaves no renderer behind, and the next service finishes its task', async ({ expect }) => {
    await using folder = await DemoFolder.make();
    const attempt = refOf(askFor({}, newAttemptId()));
    const script = fileURLToPath(new URL('parent-process.ts', import.meta.url));
    const parent = spawn(process.execPath, [script, folder.dir, attempt.attemptId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const died = once(parent, 'exit');
    await Promise.race([once(parent.stdout, 'data'), died]);
    expect(parent.exitCode).toBeNull();
    const rendererPid = (await folder.files.progress())?.pid ?? 0;
    parent.kill('SIGKILL');
    await died;
    while (isAlive(rendererPid)) await systemClock.sleep(5);
    expect(await folder.files.verdict(attempt.attemptId)).toBeNull();

    const found = await folder.provider.find(attempt, live());
    if (found.kind !== 'found') throw new Error(`expected the attempt to be found, got ${found.kind}`);
    expect((await folder.verdict({ ...attempt, taskId: found.taskId })).kind).toBe('succeeded');
  });

  test('a task that kills its renderer three times fails, so that it does not block the queue for ever', async ({
    expect,
  }) => {
    await using folder = await DemoFolder.make();
    const task = await folder.submit(askFor(long));
    let pid = 0;
    for (let crash = 1; crash <= 3; crash += 1) {
      const lastPid = pid;
      await folder.until(task, async () => {
        const progress = await folder.files.progress();
        pid = progress?.attemptId === task.attemptId ? progress.pid : 0;
        return pid !== 0 && pid !== lastPid;
      });
      process.kill(pid, 'SIGKILL');
      await folder.until(task, () => folder.log.lines.filter((line) => line === 'demo renderer died').length === crash);
    }
    expect(await folder.verdict(task)).toMatchObject({ kind: 'failed', code: 'transient', costMicroUsd: null });
    expect((await folder.verdict(await folder.submit(askFor()))).kind).toBe('succeeded');
  });

  test('disposing ends the renderer before it returns and does not count as a crash of the task', async ({
    expect,
  }) => {
    await using folder = await DemoFolder.make();
    const first = folder.open();
    const task = await folder.submit(askFor(long), first);
    const pid = await folder.rendererOf(task, first);
    await first[Symbol.asyncDispose]();
    expect(isAlive(pid)).toBe(false);
    expect(await folder.files.starts(task.attemptId)).toBe(0);
    expect(await folder.files.verdict(task.attemptId)).toBeNull();
    expect((await folder.verdict(task)).kind).toBe('succeeded');
  });

  test('a disk that refuses the clip pauses the task instead of failing it', async ({ expect }) => {
    await using folder = await DemoFolder.make();
    const task = await folder.submit(askFor(long));
    await folder.rendererOf(task);
    await rm(folder.files.path('clips'), { recursive: true });
    await writeFile(folder.files.path('clips'), 'in the way');
    const report = await folder.until(task, () => folder.log.lines.includes('demo renderer waits for disk space'));
    expect(report).toMatchObject({ kind: 'running', cancellable: true });
    expect(await folder.leftovers()).toEqual([]);
    expect(await folder.files.starts(task.attemptId)).toBe(0);
    await rm(folder.files.path('clips'));
    await folder.files.prepare();
    expect((await folder.verdict(task)).kind).toBe('succeeded');
  });

  test('a folder that cannot be written turns the create down for certain, so that it may go elsewhere', async ({
    expect,
  }) => {
    await using folder = await DemoFolder.make();
    await folder.provider[Symbol.asyncDispose]();
    await rm(folder.dir, { recursive: true });
    await writeFile(folder.dir, 'in the way');
    expect(await folder.provider.submit(askFor(), live())).toMatchObject({ kind: 'rejected', code: 'transient' });
    expect(await folder.provider.find(refOf(askFor()), live())).toEqual({ kind: 'not_seen' });
  });
});

test.concurrent(
  'two services on one folder render one clip at a time, and both see every task end',
  processTimes,
  async ({ expect }) => {
    await using folder = await DemoFolder.make();
    const other = folder.open();
    const mine = await folder.submit(askFor(long));
    const theirs = await folder.submit(askFor(long), other);
    const renderers: string[] = [];
    const ended = async ({ kind }: { readonly kind: string }): Promise<boolean> => {
      const progress = await folder.files.progress();
      const seen = progress === null ? null : `${progress.pid} ${progress.attemptId}`;
      if (seen !== null && renderers.at(-1) !== seen) renderers.push(seen);
      return kind !== 'running';
    };
    const reports = await Promise.all([folder.until(mine, ended), folder.until(theirs, ended, other)]);
    expect(reports.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded']);
    // Two at once would be seen taking turns.
    expect(renderers.length).toBe(2);
    expect((await folder.clip(mine, other)).equals(await folder.clip(mine))).toBe(true);
  },
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
