import type { VideoFacts } from '../core/clip.ts';
import type { ClipExpectation } from '../core/ports/media.ts';
import { MediaError } from '../core/ports/media.ts';

/**
 * How far a clip's length may be from what was asked. Engines snap to their own lengths and add a frame
 * or a fade, which must pass, since the clip is paid for; a still or a whole film must not.
 */
const clipLengthBounds = { factorMin: 0.5, factorMax: 2, slackSeconds: 1 } as const;
/** Pixels a side: from the smallest that codecs handle to the largest that players do. */
const clipSideBounds = { min: 16, max: 8_192 } as const;
/** Frames a second. Below one it is a slide show, above the maximum the timestamps are broken. */
const clipFpsBounds = { min: 1, max: 240 } as const;

/** Throws `MediaError` `implausible` when a playable clip cannot be what was asked for. */
export function checkPlausible(facts: VideoFacts, expect: ClipExpectation): void {
  const seconds = facts.durationMs / 1_000;
  const secondsMin = expect.seconds * clipLengthBounds.factorMin;
  const secondsMax = expect.seconds * clipLengthBounds.factorMax + clipLengthBounds.slackSeconds;
  if (!(seconds >= secondsMin && seconds <= secondsMax)) {
    throw new MediaError(
      'implausible',
      `expected a clip of about ${expect.seconds} s (${secondsMin} to ${secondsMax} s), got ${round(seconds)} s`,
    );
  }
  const { width, height } = facts.size;
  const { min, max } = clipSideBounds;
  if (!(Math.min(width, height) >= min && Math.max(width, height) <= max)) {
    throw new MediaError('implausible', `expected sides of ${min} to ${max} px, got ${width}x${height}`);
  }
  if (!(facts.fps >= clipFpsBounds.min && facts.fps <= clipFpsBounds.max)) {
    throw new MediaError(
      'implausible',
      `expected ${clipFpsBounds.min} to ${clipFpsBounds.max} frames a second, got ${round(facts.fps)}`,
    );
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
