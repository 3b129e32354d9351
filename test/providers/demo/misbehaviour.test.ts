import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { jobDefaults } from '../../../src/core/defaults.ts';
import { demoCapabilities } from '../../../src/providers/demo/capabilities.ts';
import { slowPauseMs, withoutMisbehaviour } from '../../../src/providers/demo/misbehaviour.ts';
import { renderClip } from '../../../src/providers/demo/render-clip.ts';
import { live, refOf } from '../../contracts/provider-calls.ts';
import { askFor, DemoFolder } from './demo-fixture.ts';

describe('words that make the demo misbehave', () => {
  test('[fail] breaks half way and costs nothing', async () => {
    await using folder = await DemoFolder.make();
    const task = await folder.submit(askFor({ prompt: 'a ball [FAIL]' }));
    expect(await folder.verdict(task)).toMatchObject({ kind: 'failed', code: 'transient', costMicroUsd: null });
    expect((await folder.files.progress())?.progress).toBeLessThanOrEqual(0.5);
    expect((await folder.provider.openOutput(task, live())).kind).toBe('gone');
  });

  test('[refuse] is turned down as moderation and costs nothing', async () => {
    await using folder = await DemoFolder.make();
    const task = await folder.submit(askFor({ prompt: '[refuse] a ball' }));
    expect(await folder.verdict(task)).toMatchObject({ kind: 'failed', code: 'moderation', costMicroUsd: null });
  });

  test('[slow] takes about ten times as long, but never more than 20 s longer', async () => {
    expect(slowPauseMs(20, 100)).toBe(180);
    expect(slowPauseMs(100, 1_200) * 1_200).toBeLessThanOrEqual(20 * SECOND);
    const plainMs = Math.min(await renderMs('a ball'), await renderMs('a ball'), await renderMs('a ball'));
    expect(await renderMs('a ball [slow]')).toBeGreaterThan(plainMs * 2);
  });

  test('[late] is still running at its deadline and succeeds after it, by the clock of the service', async () => {
    await using folder = await DemoFolder.make();
    const task = await folder.submit(askFor({ prompt: 'a ball [late]' }));
    const deadlineMs = Math.max(jobDefaults.overdueMsMin, jobDefaults.overdueP95Factor * demoCapabilities.typicalMsP95);
    const submittedAtMs = folder.clock.nowMs();
    await folder.until(task, (report) => report.kind === 'running' && report.progress === 0.99);
    folder.clock.advance(submittedAtMs + deadlineMs + SECOND - folder.clock.nowMs());
    expect(await folder.provider.poll(task, live())).toMatchObject({ kind: 'running', cancellable: false });
    expect((await folder.provider.openOutput(task, live())).kind).toBe('not_ready');
    folder.clock.advance(MINUTE);
    expect((await folder.provider.poll(task, live())).kind).toBe('succeeded');
    expect((await folder.clip(task)).length).toBeGreaterThan(0);
  });

  test('[lost] is taken although the answer never comes, so that a search finds it', async () => {
    await using folder = await DemoFolder.make();
    const ask = askFor({ prompt: '[lost] ball' });
    expect((await folder.provider.submit(ask, live())).kind).toBe('unknown');
    const found = await folder.provider.find(refOf(ask), live());
    if (found.kind !== 'found') throw new Error(`expected the lost task to be found, got ${found.kind}`);
    expect((await folder.verdict({ ...refOf(ask), taskId: found.taskId })).kind).toBe('succeeded');
  });

  test('the words are not part of the caption', () => {
    expect(withoutMisbehaviour('a [slow] red [Late] ball [lost]')).toBe('a red ball');
    expect(withoutMisbehaviour('a [blue] ball')).toBe('a [blue] ball');
  });
});

async function renderMs(prompt: string): Promise<number> {
  const task = { kind: 'task', prompt, style: null, seconds: 1, width: 128, height: 72, fps: 24, seed: 1 } as const;
  const startedMs = performance.now();
  const result = await renderClip({ ...task, imagePath: null, createdAtMs: 0 }, () => Promise.resolve(), live());
  expect(result.kind).toBe('clip');
  return performance.now() - startedMs;
}
