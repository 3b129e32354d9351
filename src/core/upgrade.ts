import { askOf } from './ask-of.ts';
import { type EngineCapabilities, type Size, type SizeRange, sizesFrom } from './engine.ts';
import type { Engine, Engines } from './engines.ts';
import { cheapest, type Made, makerOf, type Offer, offerAt, peersOf } from './offer.ts';
import { inputFromOwn } from './own-clip.ts';
import { SECOND } from './time.ts';

const hdLines = 1080;
/** Shapes that differ by less look the same: engines round their sides to multiples of 8 or 16. */
const aspectTolerance = 0.02;

/**
 * The same clip larger, at 1080 lines or as near to that as can be: made once more with its seed by the engine that made
 * it, else made larger by the cheapest that does that to videos. Null where it would not be larger.
 */
export function upgradeOf(made: Made, engines: Pick<Engines, 'all'>): Offer | null {
  const maker = makerOf(made, engines);
  return (maker && madeLarger(made, maker)) ?? upscaled(made, engines);
}

/** Without a seed it would be another clip. */
function madeLarger({ job }: Made, maker: Engine): Offer | null {
  const { spec } = job;
  const { capabilities } = maker;
  if (spec.operation !== 'make' || !capabilities.seed) return null;
  const size = largerSize(spec.size, sizesFrom(capabilities, spec.input?.kind ?? 'text'));
  return size && offerAt(maker, { ...askOf(job), size, seed: spec.seed, fresh: false });
}

function upscaled({ job, clip }: Made, engines: Pick<Engines, 'all'>): Offer | null {
  if (!clip || clip.deletedAtMs !== null) return null;
  const { size, durationMs, fps, hasAudio } = clip.facts;
  const input = inputFromOwn({ kind: 'clip', clipId: clip.id });
  const offers = peersOf({ job }, engines).map((engine) => {
    const larger = canUpscale(engine.capabilities) ? largerSize(size, sizesFrom(engine.capabilities, 'video')) : null;
    const seconds = Math.max(1, Math.ceil(durationMs / SECOND));
    const same = { operation: 'upscale', seconds, fps: Math.round(fps), audio: hasAudio, seed: null, input } as const;
    return larger && offerAt(engine, { ...askOf(job), ...same, size: larger, fresh: false });
  });
  return cheapest(offers);
}

function canUpscale({ operations, inputs }: EngineCapabilities): boolean {
  return operations.includes('upscale') && inputs.includes('video');
}

/** Null where there is none. */
function largerSize(size: Size, range: SizeRange): Size | null {
  if (linesOf(size) >= hdLines) return null;
  const larger = hdSize(size, range);
  return larger && linesOf(larger) > linesOf(size) ? larger : null;
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
