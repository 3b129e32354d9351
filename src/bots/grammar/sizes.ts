import type { Size } from '../../core/engine.ts';
import type { Choice } from './option.ts';

export const sideMin = 64;
export const sideMax = 4096;

type Shape = 'landscape' | 'vertical' | 'square';

/** A size as asked for. With a shape, `quality` may still set how large it is. */
export type NamedSize = Size & { readonly shape: Shape | null };

type SizeName = Choice & { readonly size: NamedSize };

const sizeOf = (width: number, height: number, shape: Shape | null = null): NamedSize => ({ width, height, shape });

export const sizeNames: readonly [SizeName, ...SizeName[]] = [
  { value: 'landscape', also: ['16:9', 'wide', 'horizontal', '720p'], size: sizeOf(1280, 720, 'landscape') },
  { value: 'vertical', also: ['9:16', 'portrait', 'tall'], size: sizeOf(1080, 1920, 'vertical') },
  { value: 'square', also: ['1:1'], size: sizeOf(1080, 1080, 'square') },
  { value: 'preview', also: ['small'], size: sizeOf(1024, 576) },
  { value: 'hd', also: ['1080p', 'full-hd', 'fullhd'], size: sizeOf(1920, 1080) },
  { value: 'qhd', also: ['high', '1440p', '2k'], size: sizeOf(2560, 1440) },
];

export const qualities: readonly [Choice, ...Choice[]] = [
  { value: 'draft', also: ['low', 'preview'] },
  { value: 'standard', also: ['normal', 'medium'] },
  { value: 'full', also: ['high', 'best', 'hd'] },
];

const sidesByQuality: Readonly<Record<string, { readonly short: number; readonly long: number }>> = {
  draft: { short: 576, long: 1024 },
  standard: { short: 720, long: 1280 },
  full: { short: 1080, long: 1920 },
};

/** The size that a quality means for a shape; null for a quality that is none. */
export function sizeAtQuality(quality: string, shape: Shape): Size | null {
  const sides = sidesByQuality[quality];
  if (!sides) return null;
  switch (shape) {
    case 'landscape':
      return { width: sides.long, height: sides.short };
    case 'vertical':
      return { width: sides.short, height: sides.long };
    case 'square':
      return { width: sides.short, height: sides.short };
  }
}

const pairPattern = /^(\d{1,6})\s*[x×✕✖*х]\s*(\d{1,6})(?:\s*px)?$/iu;

/** Reads `1080x1920` in any of the ways people write it; null when it is no pair of numbers. */
export function readPair(text: string): Size | null {
  const match = pairPattern.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}

export function isAllowedSide(side: number): boolean {
  return side >= sideMin && side <= sideMax && side % 2 === 0;
}

export function nearestSide(side: number): number {
  return Math.min(sideMax, Math.max(sideMin, side - (side % 2)));
}

/** As people choose it: by name where it has one. */
export function nameOfSize(size: Size): string {
  const named = sizeNames.find((each) => each.size.width === size.width && each.size.height === size.height);
  return named?.value ?? formatSize(size);
}

export function formatSize(size: Size): string {
  return `${size.width}x${size.height}`;
}
