import { expect, test } from 'vitest';

import { checkPlausible } from '../../src/media/plausibility.ts';

const facts = {
  mime: 'video/mp4' as const,
  size: { width: 1_280, height: 720 },
  durationMs: 5_000,
  fps: 24,
  codec: 'avc',
  hasAudio: false,
};
const wanted = { seconds: 5, bytesMax: 1 };

test('a length from half of what was asked to twice and a second passes, because engines snap to their own lengths', () => {
  for (const durationMs of [2_500, 5_000, 5_042, 8_000, 11_000]) {
    expect(() => checkPlausible({ ...facts, durationMs }, wanted)).not.toThrow();
  }
});

test('a length beyond that is implausible, and the sentence says both lengths', () => {
  for (const durationMs of [0, 200, 2_499, 11_001]) {
    expect(() => checkPlausible({ ...facts, durationMs }, wanted)).toThrow(
      `expected a clip of about 5 s (2.5 to 11 s), got ${Math.round(durationMs / 10) / 100} s`,
    );
  }
});

test('sides from 16 to 8192 px pass, odd ones too; others are implausible', () => {
  for (const size of [
    { width: 16, height: 8_192 },
    { width: 1_279, height: 717 },
  ]) {
    expect(() => checkPlausible({ ...facts, size }, wanted)).not.toThrow();
  }
  for (const size of [
    { width: 15, height: 720 },
    { width: 1_280, height: 8_193 },
    { width: 0, height: 0 },
  ]) {
    expect(() => checkPlausible({ ...facts, size }, wanted)).toThrow(`got ${size.width}x${size.height}`);
  }
});

test('a slide show and broken timestamps are implausible', () => {
  for (const fps of [0, 0.2, 90_000, Number.NaN]) {
    expect(() => checkPlausible({ ...facts, fps }, wanted)).toThrow(`expected 1 to 240 frames a second, got ${fps}`);
  }
});
