import { describe, expect, test } from 'vitest';

import type { Clip } from '../../../src/core/clip.ts';
import { parseTenantId } from '../../../src/core/ids.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { inputFromOwn } from '../../../src/core/own-clip.ts';
import { type Media, MediaError, type MediaSource } from '../../../src/core/ports/media.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import { callTimeoutMs, triesMax } from '../../../src/core/steps/deps.ts';
import { prepare } from '../../../src/core/steps/prepare.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { noonMs } from '../../doubles/world.ts';
import { bytesOf, sourceOf } from '../../contracts/media.ts';
import { createMemoryMedia, fakeClip } from '../../doubles/memory-media.ts';
import { gif } from '../../media/gif.ts';
import { textBytes } from '../../media/sample-images.ts';
import { aClip, aJob, aRequest, destination, idOf, lease, spec } from '../samples.ts';
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

describe('a video to start from', () => {
  const video = { kind: 'video', source: 'https://cdn.example/2', mediaKey: null } as const;
  const run = (bytes: Uint8Array, seconds: number) => {
    const world = workbench({ chat: { openInput: async () => sourceOf(bytes) } });
    const job = aJob({ kind: 'preparing' }, { spec: { ...spec, seconds, input: video } });
    return { ...world, outcome: prepare(aJobClaim('prepare', job), world, nobodyStops) };
  };
  const clip = fakeClip({ seconds: 5, width: 64, height: 48, fps: 24 });

  test('is copied and checked: an engine is never paid for what does not play', async () => {
    const { outcome, media } = run(clip, 5);
    expect(await outcome).toEqual({ kind: 'prepared', jobId, input: { ...video, mediaKey: media.keys()[0] } });
    expect(await run(textBytes('<html>'), 5).outcome).toEqual(unusable);
  });

  test('may be as long as what was asked for, and no longer, since engines charge for its length', async () => {
    expect(await run(clip, 4).outcome).toMatchObject({ kind: 'prepared' });
    expect(await run(clip, 3).outcome).toEqual({ ...unusable, isTooLong: true });
  });
});

describe('a clip of ours to start from', () => {
  const bytes = fakeClip({ seconds: 5, width: 64, height: 48, fps: 24 });

  async function openClip(
    kind: 'clip' | 'last_frame',
    more: Partial<Clip> = {},
    frames = true,
    asked: Partial<ClipSpec> = {},
  ) {
    const media = createMemoryMedia({ frames });
    const { file } = await media.storeClip('att_1', sourceOf(bytes), { seconds: 5, bytesMax: 9_999 }, nobodyStops);
    const clip = aClip({ file, ...more });
    const world = { ...workbench({ store: { clip: async () => clip } }), media };
    const source = inputFromOwn({ kind, clipId: clip.id });
    const job = aJob({ kind: 'preparing' }, { spec: { ...spec, input: source, ...asked } });
    const run = () => prepare(aJobClaim('prepare', job), { ...world, chats: new Map() }, nobodyStops);
    return { media, file, source, run };
  }

  const partOf = async (media: Media, key: string | null | undefined) =>
    Buffer.from((await bytesOf(media, key ?? '')) ?? '');

  test('is copied under a name of the job, so that deleting the clip takes nothing from a job under way', async () => {
    const { media, file, source, run } = await openClip('clip');
    const outcome = await run();
    const mediaKey = media.keys()[1];
    expect(outcome).toEqual({ kind: 'prepared', jobId, input: { ...source, mediaKey } });
    expect(mediaKey).toContain(`${jobId}_input`);
    await media.remove(file.key);
    expect(await partOf(media, mediaKey)).toEqual(Buffer.from(bytes));
    expect(source.kind).toBe('video');
  });

  test('by its last picture is that picture, of the size of the clip, taken once however often it is tried', async () => {
    const { media, source, run } = await openClip('last_frame');
    const outcome = await run();
    await run();
    expect(media.keys()).toHaveLength(2);
    expect(outcome).toEqual({ kind: 'prepared', jobId, input: { ...source, mediaKey: media.keys()[1] } });
    expect(await partOf(media, media.keys()[1])).toEqual(Buffer.from(gif(64, 48)));
    expect(source.kind).toBe('image');
  });

  test.each([
    ['was deleted since', { deletedAtMs: 1 }],
    ['is of another tenant', { tenantId: parseTenantId('discord:2') }],
    ['has lost its file', { file: { ...aClip().file, key: 'at/gone_at' } }],
  ] as const)('that %s ends the job before an engine is asked', async (_, more) => {
    for (const kind of ['clip', 'last_frame'] as const) {
      const { run } = await openClip(kind, more);
      expect(await run()).toEqual(unusable);
    }
  });

  test('that is longer than what was asked and paid for ends the job, unless what is paid for is added to it', async () => {
    const long = { facts: { ...aClip().facts, durationMs: 5_000 } };
    const ask = (more: Partial<ClipSpec>) => openClip('clip', long, true, more).then(({ run }) => run());
    expect(await ask({ seconds: 3 })).toEqual({ ...unusable, isTooLong: true });
    expect(await ask({ seconds: 3, operation: 'upscale' })).toEqual({ ...unusable, isTooLong: true });
    expect(await ask({ seconds: 3, operation: 'extend' })).toMatchObject({ kind: 'prepared' });
    expect(await ask({ seconds: 4 })).toMatchObject({ kind: 'prepared' });
  });

  test('that somebody calls an image, or its picture a video, is given to no engine', async () => {
    for (const [kind, called] of [
      ['clip', 'image'],
      ['last_frame', 'video'],
    ] as const) {
      const named = { ...inputFromOwn({ kind, clipId: aClip().id }), kind: called };
      const { run } = await openClip(kind, {}, true, { input: named });
      expect(await run()).toEqual(unusable);
    }
  });

  test('by a picture that nothing here can take any more ends the job, and it pays nothing', async () => {
    expect(await (await openClip('last_frame', {}, false)).run()).toEqual(unusable);
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
