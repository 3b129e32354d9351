import type { Size, SizeRange } from './engine.ts';

/** Shapes that differ by less look the same: engines round their sides to multiples of 8 or 16. */
const aspectTolerance = 0.03;

/** The size nearest to a wanted one: by its shape first. Null where there are pictures of the opposite shape only. */
export function fitSize(range: SizeRange, wanted: Size): Size | null {
  switch (range.kind) {
    case 'listed':
      return nearestListed(
        range.sizes.filter((size) => lies(size) * lies(wanted) >= 0),
        wanted,
      );
    case 'any_even': {
      const { sideMin, sideMax } = range;
      const scale = Math.min(1, sideMax / Math.max(wanted.width, wanted.height));
      const fit = (side: number) => 2 * Math.round(Math.min(sideMax, Math.max(sideMin, side * scale)) / 2);
      return { width: fit(wanted.width), height: fit(wanted.height) };
    }
  }
}

function nearestListed(sizes: readonly Size[], wanted: Size): Size | null {
  const aspectOff = (size: Size): number => {
    const off = Math.abs(Math.log((size.width * wanted.height) / (size.height * wanted.width)));
    return off <= aspectTolerance ? 0 : off;
  };
  const areaOff = (size: Size): number =>
    Math.abs(Math.log((size.width * size.height) / (wanted.width * wanted.height)));
  const [first, ...others] = sizes;
  if (!first) return null;
  return others.reduce((best, size) => {
    const [off, bestOff] = [aspectOff(size), aspectOff(best)];
    if (Math.abs(off - bestOff) > 1e-9) return off < bestOff ? size : best;
    return areaOff(size) < areaOff(best) ? size : best;
  }, first);
}

/** 1 where the picture lies, -1 where it stands, 0 for a square. */
function lies({ width, height }: Size): number {
  return Math.sign(width - height);
}

export function isSameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

export function describeSizes(range: SizeRange): string {
  return range.kind === 'listed'
    ? range.sizes.map(formatSize).join(', ')
    : `two even numbers from ${range.sideMin} to ${range.sideMax}`;
}

export function formatSize({ width, height }: Size): string {
  return `${width}x${height}`;
}
