import type { Size } from '../../core/engine.ts';

/** The API's words for a picture: its shorter side, and its shape. */
export type SizeWords = { readonly resolution: string; readonly aspectRatio: string };

const linesOf: ReadonlyMap<string, number> = new Map([
  ['360p', 360],
  ['480p', 480],
  ['720p', 720],
  ['768p', 768],
  ['1080p', 1_080],
  ['2k', 1_440],
  ['4k', 2_160],
]);

const ratioOf: ReadonlyMap<string, readonly [width: number, height: number]> = new Map([
  ['16:9', [16, 9]],
  ['9:16', [9, 16]],
  ['1:1', [1, 1]],
  ['4:3', [4, 3]],
  ['3:4', [3, 4]],
  ['3:2', [3, 2]],
  ['2:3', [2, 3]],
  ['21:9', [7, 3]],
  ['9:21', [3, 7]],
]);

const spelling: ReadonlyMap<string, string> = new Map([
  ['2k', '2K'],
  ['4k', '4K'],
]);

/** The lines of a resolution however it is written; null for a word that names no number of lines, such as `1K`. */
export function linesNamed(resolution: string): number | null {
  return linesOf.get(resolution.toLowerCase()) ?? null;
}

/** The picture that two words stand for; null where one of them is unknown. */
export function sizeNamed({ resolution, aspectRatio }: SizeWords): Size | null {
  const lines = linesNamed(resolution);
  const [width, height] = ratioOf.get(aspectRatio) ?? [];
  if (lines === null || width === undefined || height === undefined) return null;
  const longer = 2 * Math.ceil((lines * Math.max(width, height)) / Math.min(width, height) / 2);
  return width >= height ? { width: longer, height: lines } : { width: lines, height: longer };
}

/** The words for a picture; null where there are none for exactly this one. */
export function wordsFor({ width, height }: Size): SizeWords | null {
  const lines = Math.min(width, height);
  const [word] = Array.from(linesOf).find(([, each]) => each === lines) ?? [];
  if (word === undefined) return null;
  const resolution = spelling.get(word) ?? word;
  for (const aspectRatio of ratioOf.keys()) {
    const named = sizeNamed({ resolution, aspectRatio });
    if (named?.width === width && named.height === height) return { resolution, aspectRatio };
  }
  return null;
}
