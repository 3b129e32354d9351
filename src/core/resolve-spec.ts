import { requestDefaults } from './defaults.ts';
import { type EngineCapabilities, type EngineId, nativeSize, type SecondsRange, sizesFrom } from './engine.ts';
import { describeSizes, fitSize, formatSize, isSameSize } from './fit-size.ts';
import type { Random } from './ports/world.ts';
import type { Adaptation, Ask, ClipSpec, Wish } from './spec.ts';
import { styledPrompt } from './styles.ts';

/** An engine as people are told of it. */
export type EngineName = { readonly id: EngineId; readonly label: string };

/** Why an engine cannot do what was asked, with the nearest thing it can. Nothing was charged. */
export type Unsupported = {
  readonly kind: 'unsupported';
  readonly engine: string;
  readonly option: 'operation' | 'seconds' | 'size' | 'input' | 'prompt' | 'engine';
  readonly expected: string;
  readonly got: string;
  readonly nearest: string | null;
  /** Engines here that could do all of what was asked. */
  readonly couldDo: readonly EngineName[];
};

export type Resolved =
  | { readonly kind: 'ok'; readonly spec: ClipSpec }
  | { readonly kind: 'unsupported'; readonly problems: readonly [Unsupported, ...Unsupported[]] };

const seedMax = 2 ** 31;

/** Where it is only asked what an engine could do, nothing is drawn. */
export const noChance: Pick<Random, 'fraction'> = { fraction: () => 0 };

/** A new take: a seed nobody asked for. */
export function drawSeed(random: Pick<Random, 'fraction'>): number {
  return Math.floor(random.fraction() * seedMax);
}

/**
 * The ask in the engine's own terms. What it left open is filled in; what the engine has in another value is taken at the
 * nearest, and told where the person had set it; what it cannot do at all is named, everything at once.
 */
export function resolveSpec(ask: Ask, engine: EngineCapabilities, random: Pick<Random, 'fraction'>): Resolved {
  const [first, ...more] = problemsOf(ask, engine);
  if (first) return { kind: 'unsupported', problems: [first, ...more] };
  const { operation, prompt, input } = ask;
  const sizes = sizesFrom(engine, input?.kind ?? 'text');
  const size = fitSize(sizes, ask.size ?? nativeSize(sizes)) ?? nativeSize(sizes);
  // What only makes an existing clip larger takes its length, its frame rate and its sound as they are.
  const isUpscale = operation === 'upscale';
  const seconds =
    isUpscale && ask.seconds !== null
      ? ask.seconds
      : nearestSeconds(secondsOf(ask, engine), ask.seconds ?? requestDefaults.seconds);
  const fps = isUpscale && ask.fps !== null ? ask.fps : ask.fps === null ? engine.fps[0] : nearest(engine.fps, ask.fps);
  const audio = isUpscale ? (ask.audio ?? engine.audio) : (ask.audio ?? true) && engine.audio;
  const hasRoom = isUpscale || styledPrompt(ask).length <= engine.promptCharsMax;
  const style = hasRoom ? ask.style : null;
  const seed = ask.seed ?? drawSeed(random);
  const taken = { size, seconds, fps, audio, style, seed };
  // Of what makes an existing clip larger or longer the person set nothing: all of it is the clip's.
  const adapted = operation === 'make' ? adaptationsOf(ask, taken, engine) : [];
  return { kind: 'ok', spec: { operation, prompt, ...taken, input, wish: wishOf(ask), adapted, route: null } };
}

function problemsOf(ask: Ask, engine: EngineCapabilities): Unsupported[] {
  const problems: Unsupported[] = [];
  const problem = (option: Unsupported['option'], expected: string, got: string, closest: string | null = null) =>
    problems.push({ kind: 'unsupported', engine: engine.label, option, expected, got, nearest: closest, couldDo: [] });

  const { operation } = ask;
  if (!engine.operations.includes(operation)) problem('operation', engine.operations.join(', '), operation);
  const inputKind = ask.input?.kind ?? 'text';
  const sizes = sizesFrom(engine, inputKind);
  if (ask.size !== null && !fitSize(sizes, ask.size)) {
    problem('size', describeSizes(sizes), formatSize(ask.size), formatSize(nativeSize(sizes)));
  }
  const seconds = secondsOf(ask, engine);
  const secondsMax = longest(seconds);
  if (ask.seconds !== null && Math.round(ask.seconds) > secondsMax) {
    problem('seconds', describeSeconds(seconds), `${ask.seconds}`, `${secondsMax}`);
  }
  // To make a clip larger or longer is to start from a video.
  if (operation === 'make' && !engine.inputs.includes(inputKind)) {
    problem('input', engine.inputs.join(' or '), inputKind);
  }
  if (operation !== 'upscale' && ask.prompt.length > engine.promptCharsMax) {
    problem('prompt', `at most ${engine.promptCharsMax} characters`, `${ask.prompt.length} characters`);
  }
  return problems;
}

type Taken = Pick<ClipSpec, 'size' | 'seconds' | 'fps' | 'audio' | 'style' | 'seed'>;

/** What people are told: only of what they set themselves. */
function adaptationsOf(ask: Ask, taken: Taken, engine: EngineCapabilities): Adaptation[] {
  const adapted: Adaptation[] = [];
  const { size, seconds, fps, seed, style } = ask;
  if (size !== null && !isSameSize(size, taken.size)) {
    adapted.push({ option: 'size', asked: formatSize(size), got: formatSize(taken.size) });
  }
  if (seconds !== null && seconds !== taken.seconds) {
    adapted.push({ option: 'seconds', asked: `${seconds}`, got: `${taken.seconds}` });
  }
  if (fps !== null && fps !== taken.fps) adapted.push({ option: 'fps', asked: `${fps}`, got: `${taken.fps}` });
  if (seed !== null && !engine.seed) adapted.push({ option: 'seed', asked: `${seed}`, got: null });
  if (ask.audio === true && !taken.audio) adapted.push({ option: 'audio', asked: 'on', got: null });
  if (style !== null && taken.style === null) adapted.push({ option: 'style', asked: style, got: null });
  return adapted;
}

function wishOf({ engine, seconds, size, fps, style, seed, audio }: Ask): Wish {
  return { engine, seconds, size, fps, style, seed, audio };
}

/** What was asked for, from a job: what another engine is asked. Null where that was not kept. */
export function askFrom({ operation, prompt, input, wish }: ClipSpec): Ask | null {
  return wish && { ...wish, operation, prompt, input, count: 1, fresh: true, private: false };
}

function secondsOf({ operation }: Ask, engine: EngineCapabilities): SecondsRange {
  return (operation === 'extend' ? engine.extendSeconds : null) ?? engine.seconds;
}

function longest(range: SecondsRange): number {
  return range.kind === 'listed' ? Math.max(...range.seconds) : range.max;
}

function nearest(values: readonly [number, ...number[]], wanted: number): number {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best));
}

/** The length that an engine has next to the one that is wanted. */
export function nearestSeconds(range: SecondsRange, wanted: number): number {
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
