import { openInputFile } from './input-file.ts';

const MEBIBYTE = 1_024 ** 2;

/** It travels inside the create, a third larger than it is; most models turn away larger ones. */
const pictureBytesMax = 10 * MEBIBYTE;

export type Picture =
  | { readonly kind: 'ok'; readonly dataUri: string }
  | { readonly kind: 'unusable'; readonly detail: string };

/**
 * A stored picture as a data URI, so that it needs no upload of its own and no address that others could open. `types` are
 * those that the API takes. Rejects where it cannot be read.
 */
export async function readPicture(path: string, types: ReadonlySet<string>): Promise<Picture> {
  const file = await openInputFile(path);
  if (!types.has(file.type)) {
    return { kind: 'unusable', detail: `expected ${[...types].join(' or ')}, got ${file.type}` };
  }
  if (file.size > pictureBytesMax) {
    return { kind: 'unusable', detail: `expected an image of at most ${pictureBytesMax} bytes, got ${file.size}` };
  }
  const base64 = Buffer.from(await file.arrayBuffer()).toString('base64');
  return { kind: 'ok', dataUri: `data:${file.type};base64,${base64}` };
}
