import type { VideoFacts } from '../core/clip.ts';
import type { ClipExpectation, VideoLimits } from '../core/ports/media.ts';
import { MediaError } from '../core/ports/media.ts';

/**
 * How far a clip's length may be from what was asked. Engines snap to their own lengths and add a frame
 * or a fade, which must pass, since the clip is paid for; a still or a whole film must not.
 */
const clipLengthBounds = { factorMin: 0.5, factorMax: 2, slackSeconds: 1 } as const;
/** One that was made from a video is as long as that, or longer by a piece. */
const openLengthBounds = { secondsMin: 0.1, secondsMax: 600 } as const;
/** A video that somebody brings may be a few frames longer than it says. */
const inputSlackSeconds = 0.5;
/** Pixels a side: from the smallest that codecs handle to the largest that players do. */
const clipSideBounds = { min: 16, max: 8_192 } as const;
/** Frames a second. Below one it is a slide show, above the maximum the timestamps are broken. */
const clipFpsBounds = { min: 1, max: 240 } as const;

/** Throws `MediaError` `implausible` when a playable clip cannot be what was asked for. */
export function checkPlausible(facts: VideoFacts, expect: ClipExpectation): void {
  const seconds = facts.durationMs / 1_000;
  const { secondsMin, secondsMax } = lengthBounds(expect.seconds);
  if (!(seconds >= secondsMin && seconds <= secondsMax)) {
    const about = expect.seconds === null ? '' : ` of about ${expect.seconds} s`;
    throw new MediaError(
      'implausible',
      `expected a clip${about} (${secondsMin} to ${secondsMax} s), got ${round(seconds)} s`,
    );
  }
  checkPicture(facts);
}

/** Throws `MediaError` `implausible` when no engine should be given such a video. */
export function checkInputVideo(facts: VideoFacts, { secondsMax }: VideoLimits): void {
  const seconds = facts.durationMs / 1_000;
  if (!(seconds >= openLengthBounds.secondsMin && seconds <= secondsMax + inputSlackSeconds)) {
    throw new MediaError('implausible', `expected a video of at most ${secondsMax} s, got ${round(seconds)} s`);
  }
  checkPicture(facts);
}

function lengthBounds(seconds: number | null): { readonly secondsMin: number; readonly secondsMax: number } {
  if (seconds === null) return openLengthBounds;
  const { factorMin, factorMax, slackSeconds } = clipLengthBounds;
  return { secondsMin: seconds * factorMin, secondsMax: seconds * factorMax + slackSeconds };
}

function checkPicture(facts: VideoFacts): void {
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
