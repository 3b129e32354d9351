import { openInputFile } from '../input-file.ts';

const MEBIBYTE = 1024 ** 2;

/** A picture travels inside the create, a third larger than it is; what fal takes as a file of its own may be larger. */
const pictureBytesMax = 10 * MEBIBYTE;

export type Picture =
  | { readonly kind: 'ok'; readonly dataUri: string }
  | { readonly kind: 'unusable'; readonly detail: string };

/** A stored picture as a data URI, so that it needs no upload of its own and no address that others could open. */
export async function readPicture(path: string): Promise<Picture> {
  const file = await openInputFile(path);
  if (!file.type.startsWith('image/')) return { kind: 'unusable', detail: `expected an image, got ${file.type}` };
  if (file.size > pictureBytesMax) {
    return { kind: 'unusable', detail: `expected an image of at most ${pictureBytesMax} bytes, got ${file.size}` };
  }
  const base64 = Buffer.from(await file.arrayBuffer()).toString('base64');
  return { kind: 'ok', dataUri: `data:${file.type};base64,${base64}` };
}
