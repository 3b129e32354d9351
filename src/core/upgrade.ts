import { type EngineCapabilities, quoteMicroUsd, type Size, type SizeRange } from './engine.ts';
import type { Engines } from './engines.ts';
import type { Job } from './job.ts';

/** Offer: the same clip in HD, at the price of today. */
export type Offer = { readonly size: Size; readonly quoteMicroUsd: number };

type Made = Pick<Job, 'engine' | 'spec'>;

const hdLines = 1080;
/** Shapes that differ by less look the same: engines round their sides to multiples of 8 or 16. */
const aspectTolerance = 0.02;

/**
 * The same clip larger at the same engine: at 1080 lines, or as near to that as the engine comes. Null where it
 * would not be larger, and where the engine takes no seed, since that would be another clip.
 */
export function upgradeOf({ spec }: Made, engine: EngineCapabilities): Offer | null {
  if (!engine.seed || !engine.inputs.includes(spec.input?.kind ?? 'text')) return null;
  if (linesOf(spec.size) >= hdLines) return null;
  const size = hdSize(spec.size, engine.sizes);
  if (!size || linesOf(size) <= linesOf(spec.size)) return null;
  return { size, quoteMicroUsd: quoteMicroUsd(engine.price, { ...spec, size }) };
}

/** What is offered for a job by the engines that are there now; null for one whose engine is gone. */
export function createOffers(engines: Pick<Engines, 'find'>): (job: Made) => Offer | null {
  return (job) => {
    const engine = engines.find(job.engine);
    return engine && upgradeOf(job, engine.capabilities);
  };
}

function hdSize(size: Size, range: SizeRange): Size | null {
  switch (range.kind) {
    case 'listed':
      return nearestToHd(range.sizes.filter((listed) => isSameAspect(listed, size)));
    case 'any_even': {
      const scale = Math.min(hdLines / linesOf(size), range.sideMax / Math.max(size.width, size.height));
      const sideMax = range.sideMax - (range.sideMax % 2);
      const scaled = (side: number): number => Math.min(sideMax, 2 * Math.round((side * scale) / 2));
      const larger = { width: scaled(size.width), height: scaled(size.height) };
      return linesOf(larger) >= range.sideMin ? larger : null;
    }
  }
}

/** The smallest with 1080 lines or more, else the largest. */
function nearestToHd(sizes: readonly Size[]): Size | null {
  const bySize = sizes.toSorted((a, b) => linesOf(a) - linesOf(b));
  return bySize.find((size) => linesOf(size) >= hdLines) ?? bySize.at(-1) ?? null;
}

function isSameAspect(a: Size, b: Size): boolean {
  const ratio = (a.width * b.height) / (a.height * b.width);
  return Math.abs(ratio - 1) <= aspectTolerance;
}

/** The shorter side: what "1080p" counts, whichever way the picture stands. */
function linesOf({ width, height }: Size): number {
  return Math.min(width, height);
}
