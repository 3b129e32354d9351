/**
 * Engine: a provider with a model, written `runway/gen4.5`. What it can do and what it costs is
 * data with a date, never code: models, limits and prices change monthly.
 */
export type EngineId = `${string}/${string}`;

export type Size = { readonly width: number; readonly height: number };

export type InputKind = 'text' | 'image' | 'video';

/**
 * What an engine is asked to do: `make` a clip from words and perhaps an input, `upscale` a clip that exists, or `extend`
 * one by what happens next. The last two start from a video.
 */
export type Operation = 'make' | 'upscale' | 'extend';

/** What an engine is known to be good at, for `auto`: looks, physical coherence, long scenes with a thread, quick cheap tries. */
export type Suit = 'style' | 'physics' | 'story' | 'draft';

export type SizeRange =
  | { readonly kind: 'listed'; readonly sizes: readonly [Size, ...Size[]] }
  /** Any pair of even numbers with both sides inside the bounds, in pixels. */
  | { readonly kind: 'any_even'; readonly sideMin: number; readonly sideMax: number; readonly native: Size };

export type SecondsRange =
  | { readonly kind: 'listed'; readonly seconds: readonly [number, ...number[]] }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number };

/** A price that holds where all that it names is so. */
export type Rate = {
  readonly perSecondMicroUsd: number;
  readonly audio?: boolean;
  readonly input?: InputKind;
  /** The shorter side of the picture is at least so many pixels. */
  readonly linesMin?: number;
};

/** Price list of an engine: so much per started second of clip; the first rate that fits goes before the general one. */
export type Price = { readonly perSecondMicroUsd: number; readonly rates?: readonly Rate[] };

export interface EngineCapabilities {
  readonly id: EngineId;
  readonly provider: string;
  readonly model: string;
  /** What people read: "Runway gen4.5". */
  readonly label: string;
  /** Other names that people call it by, in lower case. */
  readonly also: readonly string[];
  /** ISO date on which this entry was true. */
  readonly asOf: string;
  /** Its prices are counted in credits but nobody pays them: the demo. Never part of `auto` beside a real engine. */
  readonly playMoney: boolean;
  readonly operations: readonly Operation[];
  readonly inputs: readonly InputKind[];
  readonly sizes: SizeRange;
  /** Where what it starts from decides on other sizes. */
  readonly sizesFrom: { readonly [Kind in InputKind]?: SizeRange };
  readonly seconds: SecondsRange;
  /** How much longer it makes a clip at a time; null where it extends none. */
  readonly extendSeconds: SecondsRange | null;
  /** Frame rates it renders; the first is its native one. */
  readonly fps: readonly [number, ...number[]];
  readonly audio: boolean;
  readonly seed: boolean;
  readonly promptCharsMax: number;
  readonly suits: readonly Suit[];
  readonly price: Price;
  /** Tasks that may run at once with one credential. */
  readonly concurrencyMax: number;
  /** Videos admitted per hour over all tenants; null for no limit. */
  readonly videosPerHourMax: number | null;
  /** Nineteen of twenty renders end within this time: the base of the deadline. */
  readonly typicalMsP95: number;
  /** Never poll one task faster than this. */
  readonly pollEveryMsMin: number;
  /** After this time from the create, a task that still runs is given up: the horizon. */
  readonly horizonMs: number;
  /** ISO date from which on its vendor no longer serves it; null while none is known. */
  readonly retiresOn: string | null;
  /** The engine that people are pointed to then. */
  readonly replacedBy: EngineId | null;
}

/** A credential by name, never by value: jobs and attempts store this. */
export type CredentialRef = string;

/** What a price depends on. */
export type Priced = {
  readonly seconds: number;
  readonly size: Size;
  readonly audio: boolean;
  readonly input: { readonly kind: InputKind } | null;
};

/** What such a clip costs at this engine, in micro-dollars. */
export function quoteMicroUsd(price: Price, { seconds, size, audio, input }: Priced): number {
  const lines = Math.min(size.width, size.height);
  const kind = input?.kind ?? 'text';
  const rate = price.rates?.find(
    (each) =>
      (each.audio === undefined || each.audio === audio) &&
      (each.input === undefined || each.input === kind) &&
      (each.linesMin === undefined || lines >= each.linesMin),
  );
  return Math.ceil(seconds) * (rate ?? price).perSecondMicroUsd;
}

/** The sizes that it makes from such an input. */
export function sizesFrom(engine: Pick<EngineCapabilities, 'sizes' | 'sizesFrom'>, input: InputKind): SizeRange {
  return engine.sizesFrom[input] ?? engine.sizes;
}

/** The size of a clip for which none was said. */
export function nativeSize(range: SizeRange): Size {
  return range.kind === 'listed' ? range.sizes[0] : range.native;
}
