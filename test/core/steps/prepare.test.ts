import { describe, expect, test } from 'vitest';

import type { JobOutcome } from '../../../src/core/outcome.ts';
import { MediaError, type MediaSource } from '../../../src/core/ports/media.ts';
import { callTimeoutMs, triesMax } from '../../../src/core/steps/deps.ts';
import { prepare } from '../../../src/core/steps/prepare.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { noonMs } from '../../doubles/world.ts';
import { sourceOf } from '../../contracts/media.ts';
import { gif, textBytes } from '../../media/sample-images.ts';
import { aJob, aRequest, destination, idOf, lease, spec } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const jobId = idOf('job');
const input = { kind: 'image', source: 'https://cdn.example/1', mediaKey: null } as const;
const withInput = { ...spec, input };

function bench(openInput: (source: string, signal: AbortSignal) => Promise<MediaSource>) {
  const opened: string[] = [];
  const world = workbench({
    chat: {
      openInput: (source, signal) => {
        opened.push(source);
        return openInput(source, signal);
      },
    },
  });
  const run = (retries = 0, signal = nobodyStops): Promise<JobOutcome> =>
    prepare(aJobClaim('prepare', aJob({ kind: 'preparing' }, { retries, spec: withInput })), world, signal);
  return { ...world, opened, run };
}

const postponed = (ms: number): JobOutcome => ({ kind: 'postponed', jobId, lease, dueAtMs: noonMs + ms });
const unusable: JobOutcome = { kind: 'input_unusable', jobId };

describe('preparing', () => {
  test('words alone need nothing', async () => {
    const outcome = await prepare(aJobClaim('prepare', aJob({ kind: 'preparing' })), workbench(), nobodyStops);
    expect(outcome).toEqual({ kind: 'prepared', jobId, input: null });
  });

  test('an input that is ours already is not asked of the chat again, whose address has long expired', async () => {
    const world = workbench();
    const { file } = await world.media.storeImage('old_input', sourceOf(gif(64, 48)), 1_000, nobodyStops);
    const ours = { ...input, mediaKey: file.key };
    const job = aJob({ kind: 'preparing' }, { spec: { ...spec, input: ours } });
    const outcome = await prepare(aJobClaim('prepare', job), { ...world, chats: new Map() }, nobodyStops);
    expect(outcome).toEqual({ kind: 'prepared', jobId, input: ours });
  });

  test('an input that was ours and is gone, with the person who attached it, ends it before an engine is asked', async () => {
    const ours = { ...input, mediaKey: 'ut/old_input' };
    const job = aJob({ kind: 'preparing' }, { spec: { ...spec, input: ours } });
    expect(await prepare(aJobClaim('prepare', job), workbench(), nobodyStops)).toEqual(unusable);
  });

  test('an image is copied under a name of the job, so a second try replaces it', async () => {
    const { run, media, opened } = bench(async () => sourceOf(gif(64, 48)));
    const outcome = await run();
    await run();
    expect(opened).toEqual([input.source, input.source]);
    expect(media.keys()).toHaveLength(1);
    expect(media.keys()[0]).toContain(`${jobId}_input`);
    expect(outcome).toEqual({ kind: 'prepared', jobId, input: { ...input, mediaKey: media.keys()[0] } });
  });
});

describe('an input that cannot be had', () => {
  test('because it is no image: told at once', async () => {
    expect(await bench(async () => sourceOf(textBytes('<html>'))).run()).toEqual(unusable);
  });

  test('because it is larger than 20 MB: told at once, before a byte is read', async () => {
    const size = 20 * 1024 ** 2;
    expect(await bench(async () => sourceOf(gif(9, 9), size + 1)).run()).toEqual(unusable);
  });

  test('because the chat fails: tried again, each time later, and given up after five tries', async () => {
    const { run } = bench(() => Promise.reject(new Error('502')));
    const outcomes = [await run(0), await run(3), await run(4), await run(triesMax.input)];
    expect(outcomes).toEqual([postponed(SECOND), postponed(8 * SECOND), postponed(16 * SECOND), unusable]);
  });

  test('because the file broke off: tried again, and given up after five tries', async () => {
    const { run } = bench(async () => sourceOf(gif(9, 9), 5_000));
    expect([await run(0), await run(triesMax.input)]).toEqual([postponed(SECOND), unusable]);
  });

  test('because the chat is silent: tried again after five minutes', async () => {
    const { run, clock } = bench(() => new Promise(() => undefined));
    expect(await clock.runUntil(run())).toEqual(postponed(callTimeoutMs.prepare + SECOND));
  });

  test('because the disk is full: tried for ever, since that is not the fault of the input', async () => {
    const { run, media } = bench(async () => sourceOf(gif(9, 9)));
    media.setDiskFull(true);
    expect(await run(0)).toEqual({ ...postponed(MINUTE), kind: 'blocked' });
    expect(await run(1_000)).toEqual({ ...postponed(MINUTE), kind: 'blocked' });
    media.setDiskFull(false);
    expect(await run(1_000)).toMatchObject({ kind: 'prepared' });
  });

  test('because its chat is not configured at present: looked at again in a minute', async () => {
    const world = workbench();
    const elsewhere = aRequest({ destination: { ...destination, platform: 'slack' } });
    const claim = aJobClaim('prepare', aJob({ kind: 'preparing' }, { retries: 99, spec: withInput }));
    expect(await prepare({ ...claim, request: elsewhere }, world, nobodyStops)).toEqual(postponed(MINUTE));
  });

  test('because we stop: nothing is said about it, so the last try is not used up by a restart', async () => {
    const stopping = new AbortController();
    const { run } = bench(async () => {
      stopping.abort(new Error('stopping'));
      throw new MediaError('truncated', 'broken off');
    });
    await expect(run(triesMax.input, stopping.signal)).rejects.toThrow('broken off');
  });
});
