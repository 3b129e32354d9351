import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';

import type { Job } from '../../src/core/job.ts';
import type { Media } from '../../src/core/ports/media.ts';
import type { SubmitAsk } from '../../src/core/ports/provider.ts';
import type { ClipSpec } from '../../src/core/spec.ts';
import { prepare } from '../../src/core/steps/prepare.ts';
import { again } from '../../src/core/usecases/again.ts';
import { createFrameTaker } from '../../src/media/last-frame.ts';
import { bytesOf, sourceOf } from '../contracts/media.ts';
import { createMemoryMedia, fakeClip } from '../doubles/memory-media.ts';
import { openDiskWorld } from '../media/disk-world.ts';
import { ffmpegPath } from '../media/ffmpeg.ts';
import { gif } from '../media/gif.ts';
import { encodeFlash } from '../media/sample-clips.ts';
import { aClip, destination, someCapabilities } from './samples.ts';
import { ada, openService } from './service.ts';
import { aJobClaim, nobodyStops } from './steps/workbench.ts';
import { accepted, goodProvider, openWorker } from './working.ts';

/** What an engine was asked for, with the bytes that it was given to start from. */
type Seen = { readonly spec: ClipSpec; readonly bytes: Buffer | null };

const capabilities = someCapabilities({
  playMoney: true,
  operations: ['make', 'extend'],
  inputs: ['text', 'image', 'video'],
});

/** The real store and the real worker, with an engine that looks at what it is given, and a disk of the test's own. */
async function openWorld(media: Media, clip: Uint8Array, engine = capabilities) {
  const seen: Seen[] = [];
  const provider = {
    ...goodProvider,
    name: 'acme',
    capabilities: () => [engine],
    openOutput: async () => ({ kind: 'stream' as const, ...sourceOf(clip) }),
    async submit({ attemptId, spec }: SubmitAsk) {
      const key = spec.input?.mediaKey ?? null;
      seen.push({ spec, bytes: key === null ? null : await bytesOf(media, key) });
      return accepted(attemptId);
    },
  };
  const service = await openService({ provider });
  const worker = await openWorker({ service, worker: { media } });
  const deps = { ...service.deps, media };
  let presses = 0;

  async function press(number: number, variant: 'take' | 'continue', prompt: string | null = null): Promise<Job> {
    presses += 1;
    const request = { inboundKey: `press:${presses}`, person: ada, as: 'user', destination, locale: 'en' } as const;
    const actor = { kind: 'user', userId: await service.userOf(ada) } as const;
    const result = await again(
      { actor, at: destination, choice: service.number(number), variant, prompt, request },
      deps,
    );
    const [job] = result.kind === 'admitted' ? result.jobs : [];
    if (!job) throw new Error(`expected a new video, got ${JSON.stringify(result)}`);
    worker.worker.wake();
    return job;
  }

  const until = (isSo: () => Promise<boolean>): Promise<void> =>
    service.clock.runUntil(
      (async () => {
        while (!(await isSo())) await service.clock.sleep(1_000, worker.stopping.signal);
      })(),
    );
  const ready = (job: Job): Promise<void> => until(async () => (await service.now(job)).state.kind === 'ready');

  worker.start();
  return { ...service, ...worker, seen, press, until, ready };
}

const bytesMax = 9_999_999;
const fake = fakeClip({ seconds: 5, width: 64, height: 48, fps: 24 });

describe('going on from a clip, through the whole service', () => {
  test('the engine is given the last picture, and what was copied for it is gone once it is ready', async () => {
    const media = createMemoryMedia();
    const world = await openWorld(media, fake);
    const first = await world.admitted({ prompt: 'a ball rolls' });
    await world.ready(first);
    const next = await world.press(1, 'continue', 'it falls');
    await world.ready(next);
    expect(world.seen.map(({ spec, bytes }) => [spec.prompt, spec.input?.kind ?? null, bytes])).toEqual([
      ['a ball rolls', null, null],
      ['it falls', 'image', Buffer.from(gif(64, 48))],
    ]);
    const { spec } = await world.now(next);
    expect(spec.input).toMatchObject({ mediaKey: null });
    await world.until(async () => media.keys().every((key) => !key.endsWith('_input')));
    expect(media.keys()).toHaveLength(2);
    await world.stop();
  });

  test('an engine that makes clips longer is given the clip, and what it makes stays when that is deleted', async () => {
    const media = createMemoryMedia();
    const longer = { ...capabilities, extendSeconds: { kind: 'listed', seconds: [4, 8] } } as const;
    const world = await openWorld(media, fake, longer);
    const first = await world.admitted();
    await world.ready(first);
    const { state } = await world.now(first);
    const next = await world.press(1, 'continue');
    await world.until(async () => world.seen.length === 2);
    expect(world.seen[1]).toMatchObject({ spec: { operation: 'extend', seconds: 4 }, bytes: Buffer.from(fake) });
    if (state.kind !== 'ready') throw new Error('expected it to be ready');
    await world.store.deleteClip({
      clipId: state.clipId,
      actor: { kind: 'operator' },
      reason: null,
      nowMs: world.clock.nowMs(),
    });
    await world.ready(next);
    expect((await world.now(next)).state.kind).toBe('ready');
    await world.stop();
  });

  test('the next one after that starts where that ended, and the same once more where its own source ended', async () => {
    const world = await openWorld(createMemoryMedia(), fake);
    const first = await world.admitted();
    await world.ready(first);
    const second = await world.press(1, 'continue');
    await world.ready(second);
    const third = await world.press(2, 'continue');
    await world.ready(third);
    const secondAgain = await world.press(2, 'take');
    await world.ready(secondAgain);
    const sources = world.seen.map(({ spec }) => spec.input?.source ?? null);
    expect(new Set(sources.slice(0, 3)).size).toBe(3);
    expect(sources[3]).toBe(sources[1]);
    expect(world.seen.slice(1).every(({ bytes }) => bytes !== null)).toBe(true);
    await world.stop();
  });
});

describe.skipIf(ffmpegPath === null)('with real clips and ffmpeg (skipped where there is none)', () => {
  test('what the engine is given is the picture that the clip ends with', async () => {
    await using disk = await openDiskWorld({ takeFrame: createFrameTaker(ffmpegPath ?? '') });
    const { media } = disk;
    const service = await openService();
    const { job, attempt } = await service.bring(await service.admitted({ seconds: 2 }), 'fetching');
    if (!attempt) throw new Error('expected an attempt');
    const clip = { id: service.ids.next('clip'), jobId: job.id, ownerId: job.userId };
    const stored = await media.storeClip(
      attempt.id,
      sourceOf(await encodeFlash(2)),
      { seconds: 2, bytesMax },
      nobodyStops,
    );
    const deliveryId = service.ids.next('delivery');
    await service.recorded({ kind: 'fetched', attemptId: attempt.id, clip: aClip({ ...clip, ...stored }), deliveryId });
    const actor = { kind: 'user', userId: job.userId } as const;
    const request = { inboundKey: 'press', person: ada, as: 'user', destination, locale: 'en' } as const;
    const result = await again(
      { actor, choice: { jobId: job.id }, variant: 'continue', request },
      { ...service.deps, media },
    );
    const [next] = result.kind === 'admitted' ? result.jobs : [];
    if (!next) throw new Error(`expected a new video, got ${JSON.stringify(result)}`);
    const steps = { ...service.deps, media, chats: new Map() };
    const outcome = await prepare(aJobClaim('prepare', next), steps, nobodyStops);
    if (outcome.kind !== 'prepared') throw new Error(`expected it to be prepared, got ${outcome.kind}`);
    const { spec } = await service.recorded(outcome);
    const bytes = await bytesOf(media, spec.input?.mediaKey ?? '');
    const picture = await loadImage(bytes ?? Buffer.alloc(0));
    const context = createCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    expect(context.getImageData(5, 5, 1, 1).data[0]).toBeGreaterThan(200);
  });
});
