import { requestDefaults } from './defaults.ts';
import {
  type EngineCapabilities,
  nativeSize,
  type SecondsRange,
  type Size,
  type SizeRange,
  sizesFrom,
} from './engine.ts';
import type { Random } from './ports/world.ts';
import type { Ask, ClipSpec, Wish } from './spec.ts';

/** Why an engine cannot do what was asked, with the nearest thing it can. Nothing was charged. */
export type Unsupported = {
  readonly kind: 'unsupported';
  readonly engine: string;
  readonly option: 'seconds' | 'size' | 'fps' | 'input' | 'prompt' | 'engine';
  readonly expected: string;
  readonly got: string;
  readonly nearest: string | null;
};

const seedMax = 2 ** 31;

/** A new take: a seed nobody asked for. */
export function drawSeed(random: Random): number {
  return Math.floor(random.fraction() * seedMax);
}

/** Fills in what the ask left open, in the engine's own terms, or names everything that the engine cannot do. */
export function resolveSpec(
  ask: Ask,
  engine: EngineCapabilities,
  random: Random,
):
  | { readonly kind: 'ok'; readonly spec: ClipSpec }
  | { readonly kind: 'unsupported'; readonly problems: Unsupported[] } {
  const problems: Unsupported[] = [];
  const problem = (option: Unsupported['option'], expected: string, got: string, closest: string | null = null) =>
    problems.push({ kind: 'unsupported', engine: engine.label, option, expected, got, nearest: closest });

  const sizes = sizesFrom(engine, ask.input?.kind ?? 'text');
  const size = ask.size ?? nativeSize(sizes);
  const seconds = ask.seconds ?? nearestSeconds(engine.seconds, requestDefaults.seconds);
  const fps = ask.fps ?? engine.fps[0];

  if (!fitsSize(sizes, size)) {
    problem('size', describeSizes(sizes), format(size), format(nearestSize(sizes, size)));
  }
  if (nearestSeconds(engine.seconds, seconds) !== seconds) {
    problem('seconds', describeSeconds(engine.seconds), `${seconds}`, `${nearestSeconds(engine.seconds, seconds)}`);
  }
  if (!engine.fps.includes(fps)) problem('fps', engine.fps.join(', '), `${fps}`, `${nearest(engine.fps, fps)}`);
  const inputKind = ask.input?.kind ?? 'text';
  if (!engine.inputs.includes(inputKind)) problem('input', engine.inputs.join(' or '), inputKind);
  if (ask.prompt.length > engine.promptCharsMax) {
    problem('prompt', `at most ${engine.promptCharsMax} characters`, `${ask.prompt.length} characters`);
  }
  if (problems.length > 0) return { kind: 'unsupported', problems };

  const { operation, prompt, style, input } = ask;
  const seed = ask.seed ?? drawSeed(random);
  return {
    kind: 'ok',
    spec: {
      operation,
      prompt,
      seconds,
      size,
      fps,
      seed,
      audio: (ask.audio ?? true) && engine.audio,
      style,
      input,
      wish: wishOf(ask),
      adapted: [],
      route: null,
    },
  };
}

function wishOf({ engine, seconds, size, fps, style, seed, audio }: Ask): Wish {
  return { engine, seconds, size, fps, style, seed, audio };
}

function nearest(values: readonly [number, ...number[]], wanted: number): number {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best));
}

function nearestSeconds(range: SecondsRange, wanted: number): number {
  switch (range.kind) {
    case 'listed':
      return nearest(range.seconds, wanted);
    case 'whole':
      return Math.min(range.max, Math.max(range.min, Math.round(wanted)));
  }
}

function describeSeconds(range: SecondsRange): string {
  return range.kind === 'listed' ? range.seconds.join(', ') : `a whole number from ${range.min} to ${range.max}`;
}

function fitsSize(range: SizeRange, size: Size): boolean {
  const found = nearestSize(range, size);
  return found.width === size.width && found.height === size.height;
}

function nearestSize(range: SizeRange, wanted: Size): Size {
  switch (range.kind) {
    case 'listed': {
      const distance = (size: Size) => Math.abs(size.width - wanted.width) + Math.abs(size.height - wanted.height);
      return range.sizes.reduce((best, size) => (distance(size) < distance(best) ? size : best));
    }
    case 'any_even': {
      const fit = (side: number) => 2 * Math.round(Math.min(range.sideMax, Math.max(range.sideMin, side)) / 2);
      return { width: fit(wanted.width), height: fit(wanted.height) };
    }
  }
}

function describeSizes(range: SizeRange): string {
  return range.kind === 'listed'
    ? range.sizes.map(format).join(', ')
    : `two even numbers from ${range.sideMin} to ${range.sideMax}`;
}

function format({ width, height }: Size): string {
  return `${width}x${height}`;
}
