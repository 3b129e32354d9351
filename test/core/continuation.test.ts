import { describe, expect, test } from 'vitest';

import { continuationOf } from '../../src/core/continuation.ts';
import type { EngineCapabilities } from '../../src/core/engine.ts';
import { createOffers } from '../../src/core/offers.ts';
import { inputFromOwn, ownSourceOf } from '../../src/core/own-clip.ts';
import { enginesOf } from '../doubles/engines.ts';
import { createMemoryMedia } from '../doubles/memory-media.ts';
import { aClip, aJob, aProvider, idOf, someCapabilities, spec } from './samples.ts';

const job = aJob({ kind: 'queued' }, { spec: { ...spec, seconds: 3, style: 'noir' } });
const clip = aClip();
const withFrames = createMemoryMedia();
const without = createMemoryMedia({ frames: false });

const among = (...all: readonly EngineCapabilities[]) =>
  enginesOf([{ provider: aProvider({ capabilities: () => all }), credential: 'main' }]);

const maker = someCapabilities();
const price = (perSecondMicroUsd: number) => ({ price: { perSecondMicroUsd } });
const other = (more: Partial<EngineCapabilities> = {}): EngineCapabilities =>
  someCapabilities({ id: 'other/reel', provider: 'other', ...price(50_000), ...more });

describe('what happens next in a clip', () => {
  test('is made longer by the engine that made it, by the usual length, where it can', () => {
    const longer = someCapabilities({
      operations: ['make', 'extend'],
      inputs: ['text', 'image', 'video'],
      extendSeconds: { kind: 'listed', seconds: [4, 8, 20] },
      ...price(100_000),
    });
    expect(continuationOf({ job, clip }, among(longer), without)).toEqual({
      quoteMicroUsd: 400_000,
      ask: expect.objectContaining({
        operation: 'extend',
        engine: longer.id,
        input: inputFromOwn({ kind: 'clip', clipId: idOf('clip') }),
        prompt: spec.prompt,
        seed: null,
        fresh: true,
      }),
    });
  });

  test('starts from its last picture at the engine that made it, asking for all that the clip was', () => {
    const next = continuationOf({ job, clip }, among(other(), maker), withFrames);
    expect(next).toMatchObject({ quoteMicroUsd: 300_000, ask: { operation: 'make', engine: maker.id, seconds: 3 } });
    expect(next).toMatchObject({
      ask: { style: 'noir', size: spec.size, input: inputFromOwn({ kind: 'last_frame', clipId: idOf('clip') }) },
    });
  });

  test('is made by the cheapest that starts from images where the one that made it does not', () => {
    const wordsAlone = { ...maker, inputs: ['text'] as const };
    const dear = other({ id: 'other/dear', ...price(90_000) });
    const cannot = other({ id: 'other/cannot', inputs: ['text', 'video'], ...price(1) });
    const upscaler = other({ id: 'other/larger', operations: ['upscale'], inputs: ['image', 'video'], ...price(1) });
    const engines = among(wordsAlone, dear, other(), cannot, upscaler);
    expect(continuationOf({ job, clip }, engines, withFrames)).toMatchObject({
      quoteMicroUsd: 150_000,
      ask: { engine: 'other/reel' },
    });
  });

  test('leaves to another engine what nobody had set, so that nothing of it is told as changed', () => {
    const wish = { engine: null, seconds: null, size: null, fps: 24, style: null, seed: null, audio: null };
    const set = aJob({ kind: 'queued' }, { engine: 'acme/gone', spec: { ...spec, wish } });
    expect(continuationOf({ job: set, clip }, among(other()), withFrames)).toMatchObject({
      ask: { size: null, fps: 24, audio: null },
    });
    const before = aJob({ kind: 'queued' }, { engine: 'acme/gone', spec: { ...spec, wish: null } });
    expect(continuationOf({ job: before, clip }, among(other()), withFrames)).toMatchObject({
      ask: { size: spec.size, fps: 24, audio: false },
    });
  });

  test('is of the usual length where the clip is longer than the engine makes them', () => {
    const long = aJob({ kind: 'queued' }, { engine: 'acme/gone', spec: { ...spec, seconds: 20 } });
    const next = continuationOf({ job: long, clip }, among(other()), withFrames);
    expect(next).toMatchObject({ ask: { engine: 'other/reel', seconds: null }, quoteMicroUsd: 250_000 });
  });

  test('is not made with real money after the demo, nor by the demo after what was paid for', () => {
    const gone = aJob({ kind: 'queued' }, { engine: 'acme/gone' });
    const played = { ...gone, playMoney: true };
    expect(continuationOf({ job: played, clip }, among(other()), withFrames)).toBe('no_engine');
    expect(continuationOf({ job: gone, clip }, among(other({ playMoney: true })), withFrames)).toBe('no_engine');
    expect(continuationOf({ job: played, clip }, among(other({ playMoney: true })), withFrames)).toMatchObject({
      ask: { engine: 'other/reel' },
    });
  });

  test('is not to be had without a clip, without pictures of clips, or without an engine; and says which', () => {
    expect(continuationOf({ job, clip: null }, among(maker), withFrames)).toBe('no_clip');
    expect(continuationOf({ job, clip: { ...clip, deletedAtMs: 1 } }, among(maker), withFrames)).toBe('no_clip');
    expect(continuationOf({ job, clip }, among(maker), without)).toBe('no_frames');
    expect(continuationOf({ job, clip }, among(), withFrames)).toBe('no_engine');
  });

  test('is offered beside HD, each alone where the other cannot be', () => {
    const offersOf = createOffers(among({ ...maker, seed: false }), withFrames);
    expect(offersOf({ job, clip })).toMatchObject({ hd: null, continue: { quoteMicroUsd: 300_000 } });
    expect(createOffers(among(maker), without)({ job, clip })).toEqual({ hd: null, continue: null });
  });
});

describe('a clip of ours as a source', () => {
  test.each(['clip', 'last_frame'] as const)('%s is read back as it was written', (kind) => {
    expect(ownSourceOf(inputFromOwn({ kind, clipId: idOf('clip') }))).toEqual({ kind, clipId: idOf('clip') });
  });

  test.each([
    'https://cdn.example/1',
    'clip:',
    'clip:../secret',
    `frame:${idOf('clip')}`,
    idOf('clip'),
    `clip:${idOf('job')}`,
  ])('%s is none', (source) => {
    expect(ownSourceOf({ kind: 'image', source, mediaKey: null })).toBeNull();
  });
});
