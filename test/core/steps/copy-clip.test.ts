import { describe, expect, test } from 'vitest';

import type { Clip } from '../../../src/core/clip.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { MediaError } from '../../../src/core/ports/media.ts';
import { copyClip } from '../../../src/core/steps/copy-clip.ts';
import { noRoomMs, triesMax } from '../../../src/core/steps/deps.ts';
import { fakeClip } from '../../doubles/memory-media.ts';
import { noonMs } from '../../doubles/world.ts';
import { sourceOf } from '../../contracts/media.ts';
import { aClip, aJob, idOf, lease, tenantId, userId } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const jobId = idOf('job', 2);
const lost: JobOutcome = { kind: 'copy_lost', jobId };

/** A job of Bob's that is to be a copy of Ada's clip, whose file is there. */
async function bench(more: Partial<Clip> = {}) {
  const world = workbench();
  const bytes = fakeClip({ seconds: 5, width: 64, height: 48, fps: 24 });
  const { file } = await world.media.storeClip('att_1', sourceOf(bytes), { seconds: 5, bytesMax: 9_999 }, nobodyStops);
  const original = aClip({ id: idOf('clip', 9), file, ownerId: userId, ...more });
  const job = aJob({ kind: 'preparing' }, { id: jobId, userId: idOf('user', 2), copyOf: original.id });
  const run = (of: Clip | null = original, retries = 0, signal = nobodyStops): Promise<JobOutcome> =>
    copyClip({ ...aJobClaim('prepare', { ...job, retries }), original: of }, world, signal);
  return { ...world, original, run };
}

describe('copying a clip', () => {
  test('makes it one of the person’s own: own id, own file, own owner, the same facts', async () => {
    const { run, media, original } = await bench();
    const outcome = await run();
    if (outcome.kind !== 'copied') throw new Error(`expected a copy, got ${outcome.kind}`);
    const { clip } = outcome;
    expect(clip).toEqual({
      ...original,
      id: clip.id,
      jobId,
      tenantId,
      ownerId: idOf('user', 2),
      file: { ...original.file, key: clip.file.key },
      storedAtMs: noonMs,
    });
    expect([clip.id, clip.file.key]).not.toContain(original.id);
    expect(media.keys().toSorted()).toEqual([clip.file.key, original.file.key].toSorted());
  });

  test('a second time, after a crash before it was recorded, leaves one file', async () => {
    const { run, media } = await bench();
    const [first, second] = [await run(), await run()];
    if (first.kind !== 'copied' || second.kind !== 'copied') throw new Error('expected copies');
    expect(second.clip.file).toEqual(first.clip.file);
    expect(media.keys()).toHaveLength(2);
  });

  test('is over, free, when the original is deleted, not there, or without its file', async () => {
    const { run, media, original } = await bench();
    expect([await run({ ...original, deletedAtMs: noonMs }), await run(null)]).toEqual([lost, lost]);
    expect(media.keys()).toHaveLength(1);
    await media.remove(original.file.key);
    expect(await run()).toEqual(lost);
  });

  test('waits for room on the disk as long as it takes, and for other troubles a few times', async () => {
    const { run, media, clock, log } = await bench();
    media.setDiskFull(true);
    expect(await run(undefined, 99)).toEqual({ kind: 'blocked', jobId, lease, dueAtMs: noonMs + noRoomMs });
    media.setDiskFull(false);
    media.copy = async () => {
      throw new MediaError('truncated', 'expected the file, got half of it');
    };
    expect(await run()).toEqual({ kind: 'postponed', jobId, lease, dueAtMs: clock.nowMs() + 1_000 });
    expect(await run(undefined, triesMax.input)).toEqual(lost);
    expect(log.warnings).toHaveLength(3);
  });

  test('that is broken off by a stop decides nothing', async () => {
    const { run } = await bench();
    const reason = new Error('stopping');
    await expect(run(undefined, 0, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
