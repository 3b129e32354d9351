import type { Size } from '../../core/engine.ts';
import { linesNamed } from './shapes.ts';

/** Prices as an engine's entry has them, in dollars per second of clip. */
export type Prices = {
  readonly dollarsPerSecond: number;
  readonly rates: readonly {
    readonly dollarsPerSecond: number;
    readonly audio?: boolean;
    readonly input?: 'text' | 'image';
    readonly linesMin?: number;
  }[];
};

/** What a model's prices depend on. */
export type PricedModel = {
  readonly sizes: readonly Size[];
  /** Of its shortest clip: what is charged once a clip is spread over it. */
  readonly secondsMin: number;
  readonly audio: boolean;
  readonly images: boolean;
};

type Sku = {
  readonly unit: 'second' | 'token';
  readonly dollars: number;
  readonly lines: number | null;
  readonly audio: boolean | null;
  readonly input: 'text' | 'image' | null;
};

type Charges = { readonly skus: readonly Sku[]; readonly perImage: number; readonly minimum: number };
type Case = { readonly lines: number; readonly audio: boolean; readonly input: 'text' | 'image' };
/** Null where it makes no difference. */
type Priced = { readonly [Dimension in keyof Case]: Case[Dimension] | null } & { readonly dollarsPerSecond: number };

/** Models charged by `video token` count width x height x frames / 1024 at this frame rate. */
const tokenFps = 24;
const pixelsPerToken = 1_024;
/** Outside of this a price is a mistake of the listing or of our reading. */
const dollarsPerSecondMax = 20;

const amount = /^\d{1,6}(?:\.\d{1,15})?(?:e-\d{1,2})?$/i;
const resolution = '(?:_(?<lines>\\d{3,4}p|[124]k))?';
const sound = '(?:_(?<sound>with|without)_audio)?';
const spoken: readonly (readonly [pattern: RegExp, unit: Sku['unit'], dollarsEach: number])[] = [
  [new RegExp(`^(?:(?<input>text|image)_to_video_)?duration_seconds${sound}${resolution}$`, 'i'), 'second', 1],
  [new RegExp(`^cents_per_second(?:_output)?${resolution}${sound}$`, 'i'), 'second', 0.01],
  [new RegExp(`^cents_per_video_output_second${resolution}${sound}$`, 'i'), 'second', 0.01],
  [new RegExp(`^per-video-second${resolution.replace('_', '-')}$`, 'i'), 'second', 1],
  [new RegExp(`^video_tokens${resolution}${sound}$`, 'i'), 'token', 1],
];
/** Charged for what is never asked for here: inputs of video, continuations, upscaling. */
const unasked = /(?:video_input|video_continuation|^reference_duration_seconds|megapixel)/i;

/**
 * Reads `pricing_skus`, whose names differ from model to model. Where several hold, the more special one goes first, and
 * the higher one where none is. Null when there is anything in it that is not understood: nothing is bought at a guess.
 */
export function readPrices(pricingSkus: Readonly<Record<string, string>>, model: PricedModel): Prices | null {
  const charges = readCharges(pricingSkus);
  if (charges === null) return null;
  const priced: Priced[] = [];
  for (const each of casesOf(model)) {
    const own = priceOf(each, charges, model);
    // Silence costs nowhere more than sound, also where the names of the prices leave that open.
    const audible = model.audio ? priceOf({ ...each, audio: true }, charges, model) : own;
    if (own === null || audible === null) return null;
    priced.push({ ...each, dollarsPerSecond: Math.min(own, audible) });
  }
  const general = Math.max(...priced.map(({ dollarsPerSecond }) => dollarsPerSecond));
  const rates = ratesOf(without('audio', without('input', without('lines', priced))));
  return { dollarsPerSecond: general, rates: rates.length > 1 ? rates : [] };
}

function readCharges(pricingSkus: Readonly<Record<string, string>>): Charges | null {
  const skus: Sku[] = [];
  let perImage = 0;
  let minimum = 0;
  for (const [name, text] of Object.entries(pricingSkus)) {
    const key = name.replace(/^[\w-]+:/, '');
    if (unasked.test(key)) continue;
    const value = amount.test(text.trim()) ? Number(text) : null;
    const sku = value === null ? null : skuOf(key, value);
    if (value === null) return null;
    else if (sku) skus.push(sku);
    else if (key === 'cents_per_image_input') perImage += value / 100;
    // Whether a first frame counts as one is not documented.
    else if (key === 'reference_images') perImage += value;
    else if (key === 'minimum_cents_per_generation') minimum = value / 100;
    else return null;
  }
  return { skus, perImage, minimum };
}

function skuOf(key: string, value: number): Sku | null {
  for (const [pattern, unit, dollarsEach] of spoken) {
    const match = pattern.exec(key);
    if (!match) continue;
    const { lines, sound: audio, input } = match.groups ?? {};
    const named = lines === undefined ? null : linesNamed(lines);
    if (lines !== undefined && named === null && !/^1(?:k|024p)$/i.test(lines)) return null;
    return {
      unit,
      dollars: value * dollarsEach,
      lines: lines === undefined ? null : (named ?? 1_024),
      audio: audio === undefined ? null : audio.toLowerCase() === 'with',
      input: input === undefined ? null : input.toLowerCase() === 'image' ? 'image' : 'text',
    };
  }
  return null;
}

function casesOf({ sizes, audio, images }: PricedModel): Case[] {
  const lines = [...new Set(sizes.map(({ width, height }) => Math.min(width, height)))].toSorted((a, b) => b - a);
  const sounds = audio ? [true, false] : [false];
  const inputs = images ? (['image', 'text'] as const) : (['text'] as const);
  return lines.flatMap((each) =>
    sounds.flatMap((sounding) => inputs.map((input) => ({ lines: each, audio: sounding, input }))),
  );
}

function priceOf(each: Case, { skus, perImage, minimum }: Charges, model: PricedModel): number | null {
  const tiers = tiersFor(each.lines, skus);
  const fitting = skus.filter(
    ({ lines, audio, input }) =>
      (lines === null || tiers.includes(lines)) &&
      (audio === null || audio === each.audio) &&
      (input === null || input === each.input),
  );
  const special = fitting.filter((sku) => !fitting.some((other) => isMoreSpecial(other, sku)));
  if (special.length === 0) return null;
  const perSecond = Math.max(...special.map((sku) => sku.dollars * (sku.unit === 'token' ? tokensOf(each, model) : 1)));
  const extra = each.input === 'image' ? perImage / model.secondsMin : 0;
  const dollars = Math.max(perSecond + extra, minimum / model.secondsMin);
  const rounded = Math.ceil(Number((dollars * 1e6).toFixed(3))) / 1e6;
  return rounded > 0 && rounded <= dollarsPerSecondMax ? rounded : null;
}

/** The tiers that hold for so many lines: that one, or else both of its neighbours where there is no general price. */
function tiersFor(lines: number, skus: readonly Sku[]): readonly number[] {
  const named = skus.flatMap((sku) => (sku.lines === null ? [] : [sku.lines]));
  if (named.includes(lines)) return [lines];
  if (skus.some((sku) => sku.lines === null)) return [];
  const below = named.filter((each) => each < lines);
  const above = named.filter((each) => each > lines);
  return [Math.max(...below), Math.min(...above)];
}

function isMoreSpecial(one: Sku, other: Sku): boolean {
  const dimensions = ['lines', 'audio', 'input'] as const;
  const covers = dimensions.every((dimension) => one[dimension] !== null || other[dimension] === null);
  return covers && dimensions.some((dimension) => one[dimension] !== null && other[dimension] === null);
}

function tokensOf({ lines }: Case, { sizes }: PricedModel): number {
  const areas = sizes.filter((size) => Math.min(size.width, size.height) === lines);
  const pixels = Math.max(...areas.map(({ width, height }) => width * height));
  return (pixels * tokenFps) / pixelsPerToken;
}

/** The same prices without what makes no difference to them. */
function without(dimension: keyof Case, priced: readonly Priced[]): readonly Priced[] {
  const merged = new Map<string, Priced>();
  for (const each of priced) {
    const rest: Priced = { ...each, [dimension]: null };
    const { dollarsPerSecond, ...where } = rest;
    const known = merged.get(JSON.stringify(where));
    if (known && known.dollarsPerSecond !== dollarsPerSecond) return priced;
    merged.set(JSON.stringify(where), rest);
  }
  return [...merged.values()];
}

/** By the lines from which on they hold, the highest first; the lowest hold for whatever is lower as well. */
function ratesOf(priced: readonly Priced[]): Prices['rates'] {
  const tiers = Array.from(Map.groupBy(priced, ({ lines }) => lines));
  const samePrices = (one: readonly Priced[], other: readonly Priced[] = []): boolean =>
    one.every(({ dollarsPerSecond }, at) => dollarsPerSecond === other[at]?.dollarsPerSecond);
  const distinct = tiers.filter(([, tier], at) => !samePrices(tier, tiers[at + 1]?.[1]));
  return distinct.flatMap(([lines, tier], at) =>
    tier.map(({ dollarsPerSecond, audio, input }) => ({
      dollarsPerSecond,
      ...(audio === null ? {} : { audio }),
      ...(input === null ? {} : { input }),
      ...(lines === null || at === distinct.length - 1 ? {} : { linesMin: lines }),
    })),
  );
}
