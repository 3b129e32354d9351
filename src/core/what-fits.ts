import { type EngineCapabilities, quoteMicroUsd, type SecondsRange, type Size, sizesFrom } from './engine.ts';
import { noChance, resolveSpec } from './resolve-spec.ts';
import type { Ask } from './spec.ts';

/** Something smaller that can be had for what somebody may still spend. */
export type Fit = {
  /** The same, but for its engine, length and size. */
  readonly ask: Ask;
  readonly engine: EngineCapabilities;
  readonly seconds: number;
  readonly size: Size;
  /** Of all its takes. */
  readonly quoteMicroUsd: number;
};

/**
 * The longest of what would fit into `affordableMicroUsd`, of several the largest at the first of `engines`: who was asked for
 * stands first there. Null where nothing fits.
 */
export function whatFits(ask: Ask, affordableMicroUsd: number, engines: readonly EngineCapabilities[]): Fit | null {
  const fits = engines.flatMap((engine) =>
    lengthsOf(engine, ask).flatMap((seconds) =>
      sizesOf(engine, ask).flatMap((size): Fit[] => {
        const smaller: Ask = { ...ask, engine: engine.id, seconds, size, seed: null };
        const resolved = resolveSpec(smaller, engine, noChance);
        if (resolved.kind !== 'ok') return [];
        const { spec } = resolved;
        const quote = quoteMicroUsd(engine.price, spec) * ask.count;
        const { seconds: made, size: madeSize } = spec;
        return quote <= affordableMicroUsd
          ? [{ ask: smaller, engine, seconds: made, size: madeSize, quoteMicroUsd: quote }]
          : [];
      }),
    ),
  );
  const place = (fit: Fit): number => engines.indexOf(fit.engine);
  const area = ({ size }: Fit): number => size.width * size.height;
  const [best] = fits.toSorted(
    (a, b) => b.seconds - a.seconds || place(a) - place(b) || area(b) - area(a) || a.quoteMicroUsd - b.quoteMicroUsd,
  );
  return best ?? null;
}

/** Those of the engine up to what was asked for, or all. */
function lengthsOf({ seconds }: EngineCapabilities, ask: Ask): readonly number[] {
  const all = allOf(seconds);
  return all.filter((each) => ask.seconds === null || each <= ask.seconds);
}

function allOf(range: SecondsRange): readonly number[] {
  if (range.kind === 'listed') return range.seconds;
  return Array.from({ length: range.max - range.min + 1 }, (_, index) => range.min + index);
}

/** As asked for, and what the engine lists beside it; where it makes any, half and a quarter as well. */
function sizesOf(engine: EngineCapabilities, ask: Ask): readonly (Size | null)[] {
  const range = sizesFrom(engine, ask.input?.kind ?? 'text');
  if (range.kind === 'listed') return [ask.size, ...range.sizes.filter((size) => isLike(size, ask.size))];
  const wanted = ask.size ?? range.native;
  const part = (by: number): Size => ({ width: even(wanted.width / by), height: even(wanted.height / by) });
  return [ask.size, ...[2, 4].map(part).filter((size) => Math.min(size.width, size.height) >= range.sideMin)];
}

function even(side: number): number {
  return 2 * Math.round(side / 2);
}

/** Whether the picture lies, or stands, as the wanted one does. */
function isLike(size: Size, wanted: Size | null): boolean {
  return wanted === null || Math.sign(size.width - size.height) === Math.sign(wanted.width - wanted.height);
}
