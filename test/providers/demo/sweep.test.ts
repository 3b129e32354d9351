import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AttemptId } from '../../../src/core/ids.ts';
import type { TaskRef } from '../../../src/core/ports/provider.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { sweep } from '../../../src/providers/demo/sweep.ts';
import { systemClock } from '../../../src/system.ts';
import { live, refOf } from '../../contracts/provider-calls.ts';
import { askFor, DemoFolder } from './demo-fixture.ts';

test('a clip that was read goes after two days, one that nobody fetched yet stays through a long weekend', async () => {
  await using folder = await DemoFolder.make();
  const [read, unread] = [await ended(folder), await ended(folder)];
  await folder.clip(read);
  await age(folder, 'fetched', read.attemptId, 49 * HOUR);
  await age(folder, 'verdicts', unread.attemptId, 4 * DAY);
  expect(await sweep(folder.files)).toBe(1);
  expect((await folder.provider.poll(read, live())).kind).toBe('unreadable');
  expect((await folder.provider.openOutput(read, live())).kind).toBe('gone');
  expect((await folder.clip(unread)).length).toBeGreaterThan(0);

  await age(folder, 'verdicts', unread.attemptId, 15 * DAY);
  await folder.files.markFetched(unread.attemptId);
  expect(await sweep(folder.files)).toBe(1);
  for (const part of ['tasks', 'verdicts', 'clips', 'fetched', 'starts'] as const) {
    expect(await folder.files.ids(part)).toEqual([]);
  }
});

test('a task that has not ended is kept however old it is, a void attempt is not', async () => {
  await using folder = await DemoFolder.make();
  await folder.files.prepare();
  const abandoned = askFor();
  await folder.provider.find(refOf(abandoned), live());
  const waiting = askFor();
  await folder.provider[Symbol.asyncDispose]();
  await folder.submit(waiting);
  for (const { attemptId } of [abandoned, waiting]) await age(folder, 'tasks', attemptId, 30 * DAY);
  expect(await sweep(folder.files)).toBe(1);
  expect(await folder.files.ids('tasks')).toEqual([waiting.attemptId]);
});

test('what a crash left half written goes, what another process writes right now stays', async () => {
  await using folder = await DemoFolder.make();
  await folder.files.prepare();
  for (const name of ['old.tmp', 'new.tmp']) await writeFile(join(folder.files.path('tmp'), name), '{');
  const old = (systemClock.nowMs() - 2 * HOUR) / 1_000;
  await utimes(join(folder.files.path('tmp'), 'old.tmp'), old, old);
  expect(await sweep(folder.files)).toBe(1);
  expect(await folder.leftovers()).toEqual(['new.tmp']);
});

test('a service that runs for weeks sweeps too, not only one that starts', async () => {
  await using folder = await DemoFolder.make();
  const task = await ended(folder);
  await folder.clip(task);
  await age(folder, 'fetched', task.attemptId, 49 * HOUR);
  folder.clock.advance(2 * HOUR);
  const next = await folder.submit(askFor());
  await folder.provider[Symbol.asyncDispose]();
  expect(await folder.files.ids('tasks')).toEqual([next.attemptId]);
});

async function ended(folder: DemoFolder): Promise<TaskRef> {
  const task = await folder.submit(askFor({ size: { width: 64, height: 64 } }));
  await folder.verdict(task);
  return task;
}

async function age(
  folder: DemoFolder,
  part: 'tasks' | 'verdicts' | 'fetched',
  id: AttemptId,
  ms: number,
): Promise<void> {
  const at = (systemClock.nowMs() - ms) / 1_000;
  await utimes(folder.files.path(part, id), at, at);
}
