/**
 * Engine: a provider with a model, written `runway/gen4.5`. What it can do and what it costs is
 * data with a date, never code: models, limits and prices change monthly.
 */
export type EngineId = `${string}/${string}`;

export type Size = { readonly width: number; readonly height: number };

export type InputKind = 'text' | 'image' | 'video';

export type SizeRange =
  | { readonly kind: 'listed'; readonly sizes: readonly [Size, ...Size[]] }
  /** Any pair of even numbers with both sides inside the bounds, in pixels. */
  | { readonly kind: 'any_even'; readonly sideMin: number; readonly sideMax: number; readonly native: Size };

export type SecondsRange =
  | { readonly kind: 'listed'; readonly seconds: readonly [number, ...number[]] }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number };

/** Price list of an engine: so much per started second of clip. */
export type Price = { readonly perSecondMicroUsd: number };

export interface EngineCapabilities {
  readonly id: EngineId;
  readonly provider: string;
  readonly model: string;
  /** What people read: "Runway gen4.5". */
  readonly label: string;
  /** ISO date on which this entry was true. */
  readonly asOf: string;
  /** Its prices are counted in credits but nobody pays them: the demo. Never part of `auto` beside a real engine. */
  readonly playMoney: boolean;
  readonly inputs: readonly InputKind[];
  readonly sizes: SizeRange;
  readonly seconds: SecondsRange;
  /** Frame rates it renders; the first is its native one. */
  readonly fps: readonly [number, ...number[]];
  readonly audio: boolean;
  readonly seed: boolean;
  readonly promptCharsMax: number;
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
}

/** A credential by name, never by value: jobs and attempts store this. */
export type CredentialRef = string;

/** What a clip of `seconds` costs at this engine, in micro-dollars. */
export function quoteMicroUsd(price: Price, seconds: number): number {
  return Math.ceil(seconds) * price.perSecondMicroUsd;
}
