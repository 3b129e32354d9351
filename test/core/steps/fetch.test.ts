import { describe, expect, test } from 'vitest';

import type { Attempt } from '../../../src/core/attempt.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import type { Output } from '../../../src/core/ports/provider.ts';
import { callTimeoutMs, fetchPatienceMs, triesMax } from '../../../src/core/steps/deps.ts';
import { fetch } from '../../../src/core/steps/fetch.ts';
import { HOUR, DAY, MINUTE, SECOND } from '../../../src/core/time.ts';
import { sourceOf } from '../../contracts/media.ts';
import { fakeClip } from '../../doubles/memory-media.ts';
import { noonMs } from '../../doubles/world.ts';
import { textBytes } from '../../media/sample-images.ts';
import { aJob, anAttempt, idOf, lease, spec, tenantId, userId } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const jobId = idOf('job');
const attemptId = idOf('attempt');
const taskId = 'task-1';
const attempt: Attempt = anAttempt({ kind: 'succeeded', taskId, costMicroUsd: 1 }, { settledAtMs: noonMs });

const clip = fakeClip({ seconds: 5, width: 1_280, height: 720, fps: 24 });
const streamOf = (bytes: Uint8Array, announced: number | null = bytes.byteLength): Output => ({
  kind: 'stream',
  ...sourceOf(bytes, announced),
});
const broken = (): Output => streamOf(textBytes('<html>not found</html>'));
const gone: Output = { kind: 'gone', detail: '404' };

function bench(open: (signal: AbortSignal) => Promise<Output>) {
  const world = workbench({ provider: { openOutput: (_task, signal) => open(signal) } });
  const run = (retries = 0, badReads = 0, signal = nobodyStops, using = attempt): Promise<JobOutcome> => {
    const job = aJob({ kind: 'fetching', attemptId, taskId, badReads }, { retries });
    return fetch(aJobClaim('fetch', job, using), using, world, signal);
  };
  const postponed = (ms: number): JobOutcome => ({
    kind: 'postponed',
    jobId,
    lease,
    dueAtMs: world.clock.nowMs() + ms,
  });
  return { ...world, run, postponed };
}

const lost = (code: 'output_gone' | 'output_broken'): JobOutcome => ({ kind: 'output_lost', attemptId, code });

describe('a finished clip', () => {
  test('is stored with its facts and its owner, under a name of the attempt', async () => {
    const { run, media } = bench(async () => streamOf(clip));
    const outcome = await run();
    expect(outcome).toMatchObject({
      kind: 'fetched',
      attemptId,
      clip: {
        jobId,
        tenantId,
        ownerId: userId,
        file: { bytes: clip.byteLength },
        facts: { durationMs: 5_000, fps: 24 },
        storedAtMs: noonMs,
        deletedAtMs: null,
      },
    });
    expect(media.keys()).toHaveLength(1);
    expect(media.keys()[0]).toContain(attemptId);
  });

  test('that is fetched twice is one file, so a crash in between leaves no second', async () => {
    const { run, media } = bench(async () => streamOf(clip));
    await run();
    await run();
    expect(media.keys()).toHaveLength(1);
  });

  test('says when it was stored, not when the download began', async () => {
    const world = bench(async () => {
      await world.clock.sleep(10 * MINUTE);
      return streamOf(clip);
    });
    expect(await world.clock.runUntil(world.run())).toMatchObject({ clip: { storedAtMs: noonMs + 10 * MINUTE } });
  });
});

test('of an engine that had been left before it said that it has the job is kept whatever its length: its terms were others', async () => {
  const world = workbench({
    provider: { openOutput: async () => streamOf(fakeClip({ seconds: 20, width: 64, height: 64, fps: 24 })) },
  });
  const route = { because: 'instead', tried: [attempt.engine], priceMicroUsd: 1 } as const;
  const job = aJob({ kind: 'fetching', attemptId, taskId, badReads: 0 }, { spec: { ...spec, route } });
  expect(await fetch(aJobClaim('fetch', job, attempt), attempt, world, nobodyStops)).toMatchObject({ kind: 'fetched' });
});

describe('trouble that passes', () => {
  test.each<[string, () => Promise<Output>, number]>([
    ['an engine that is not ready', async () => ({ kind: 'not_ready', retryAfterMs: null }), 2 * SECOND],
    ['an engine that names a time', async () => ({ kind: 'not_ready', retryAfterMs: MINUTE }), MINUTE],
    ['a download that breaks off', async () => streamOf(clip.subarray(0, 500), null), 2 * SECOND],
    ['fewer bytes than announced', async () => streamOf(clip.subarray(0, 500), 1_024), 2 * SECOND],
    ['an error', () => Promise.reject(new Error('reset')), 2 * SECOND],
  ])('%s: fetched again', async (_what, open, ms) => {
    const { run, postponed } = bench(open);
    expect(await run()).toEqual(postponed(ms));
  });

  test('the waits grow from two seconds to ten minutes', async () => {
    const { run, postponed } = bench(() => Promise.reject(new Error('reset')));
    expect([await run(3), await run(50)]).toEqual([postponed(16 * SECOND), postponed(10 * MINUTE)]);
  });

  test('silence: broken off after half an hour and fetched again', async () => {
    const { run, clock, postponed } = bench(() => new Promise(() => undefined));
    const outcome = await clock.runUntil(run());
    expect(clock.nowMs()).toBe(noonMs + callTimeoutMs.fetch);
    expect(outcome).toEqual(postponed(2 * SECOND));
  });

  test('an engine that is not configured now: looked at again in a minute', async () => {
    const { run, postponed } = bench(async () => streamOf(clip));
    const elsewhere = anAttempt(attempt.state, { engine: 'other/x', settledAtMs: noonMs });
    expect(await run(0, 0, nobodyStops, elsewhere)).toEqual(postponed(MINUTE));
  });

  test.each<[string, () => Promise<Output>]>([
    ['an engine that is never ready', async () => ({ kind: 'not_ready', retryAfterMs: null })],
    ['a download that always breaks off', async () => streamOf(clip.subarray(0, 500), 1_024)],
  ])('%s is waited for two days and not longer', async (_what, open) => {
    const { run, clock, postponed } = bench(open);
    await clock.advance(2 * DAY);
    expect(await run(99)).toEqual(postponed(10 * MINUTE));
    await clock.advance(1);
    expect(await run(99)).toEqual(lost('output_gone'));
  });

  test('that does not pass within two days and several tries ends in a refund', async () => {
    const { run, clock, postponed } = bench(() => Promise.reject(new Error('reset')));
    await clock.advance(fetchPatienceMs);
    expect(await run(99)).toEqual(postponed(10 * MINUTE));
    await clock.advance(1);
    expect(await run(99)).toEqual(lost('output_gone'));
  });

  test('a service that was off for days does not lose a paid clip over one failed try', async () => {
    const { run, clock, postponed } = bench(() => Promise.reject(new Error('no network yet')));
    await clock.advance(4 * DAY);
    expect(await run(0)).toEqual(postponed(2 * SECOND));
    expect(await run(triesMax.lastLook)).toEqual(lost('output_gone'));
  });

  test('a try that our own stop breaks off decides nothing', async () => {
    const stopping = new AbortController();
    const { run, clock } = bench(async () => {
      stopping.abort();
      throw new Error('aborted');
    });
    await clock.advance(4 * DAY);
    await expect(run(99, 0, stopping.signal)).rejects.toThrow('aborted');
  });
});

describe('a full disk', () => {
  test('is waited out for ever, and the clip is stored as soon as there is room', async () => {
    const { run, clock, media, postponed } = bench(async () => streamOf(clip));
    media.setDiskFull(true);
    const blocked = () => ({ ...postponed(MINUTE), kind: 'blocked', dueAtMs: clock.nowMs() + MINUTE });
    expect(await run(0)).toEqual(blocked());
    await clock.advance(30 * DAY);
    expect(await run(5_000)).toEqual(blocked());
    media.setDiskFull(false);
    expect(await run(5_000)).toMatchObject({ kind: 'fetched' });
  });
});

describe('an output that is no clip', () => {
  const readAgain = (ms: number): JobOutcome => ({ kind: 'bad_output', attemptId, lease, dueAtMs: noonMs + ms });

  test.each<[string, () => Output]>([
    ['does not play', broken],
    ['is four times too long', () => streamOf(fakeClip({ seconds: 20, width: 64, height: 64, fps: 24 }))],
    ['is announced as larger than any clip', () => streamOf(clip, 3 * 1024 ** 3)],
  ])('because it %s is read three times and for an hour, then refunded', async (_what, open) => {
    const { run, clock } = bench(async () => open());
    expect(await run(0, 0)).toEqual(readAgain(2 * SECOND));
    expect(await run(1, 1)).toEqual(readAgain(4 * SECOND));
    expect(await run(2, 2)).toEqual(readAgain(8 * SECOND));
    await clock.advance(HOUR);
    expect(await run(2, 1)).toMatchObject({ kind: 'bad_output' });
    expect(await run(2, 2)).toEqual(lost('output_broken'));
  });

  test('because it is gone is asked for five times and for a day, then refunded', async () => {
    const { run, clock } = bench(async () => gone);
    expect(await run(0, 0)).toEqual(readAgain(2 * SECOND));
    expect(await run(4, 4)).toEqual(readAgain(32 * SECOND));
    await clock.advance(DAY);
    expect(await run(3, 3)).toMatchObject({ kind: 'bad_output' });
    expect(await run(4, 4)).toEqual(lost('output_gone'));
  });

  test('is read again however often something else went wrong before: one bad read is no verdict', async () => {
    const { run } = bench(async () => broken());
    expect(await run(50, 0)).toEqual(readAgain(10 * MINUTE));
    expect(await bench(async () => gone).run(50, 0)).toEqual(readAgain(10 * MINUTE));
  });

  test('comes back whole on a later read: stored, nothing is lost', async () => {
    let reads = 0;
    const { run } = bench(async () => (reads++ === 0 ? broken() : streamOf(clip)));
    expect(await run(0, 0)).toMatchObject({ kind: 'bad_output' });
    expect(await run(1, 1)).toMatchObject({ kind: 'fetched' });
  });
});
