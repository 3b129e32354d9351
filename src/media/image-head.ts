import { imageSize } from 'image-size';

import type { Size } from '../core/engine.ts';
import { MediaError } from '../core/ports/media.ts';

/** How much of a file's start is looked at. A JPEG keeps its size behind its profiles and previews. */
export const imageHeadBytesMax = 512 * 1_024;
/** Longest side of an input image, in pixels. */
const imageSideMax = 8_192;

type ImageType = 'png' | 'jpg' | 'webp' | 'gif';

/**
 * Finds an image's size, as it is meant to be seen, in the start of its file. Throws `MediaError`
 * `unplayable` when it is no PNG, JPEG, WebP or GIF, or when a side is not 1 to 8192 px.
 */
export function sizeOfImage(head: Uint8Array): Size {
  const type = imageTypeOf(head);
  if (type === null) throw new MediaError('unplayable', 'expected a PNG, JPEG, WebP or GIF image, got something else');
  const { width, height } = measure(head, type);
  if (!(Math.min(width, height) >= 1 && Math.max(width, height) <= imageSideMax)) {
    throw new MediaError(
      'unplayable',
      `expected an image with sides of 1 to ${imageSideMax} px, got ${width}x${height}`,
    );
  }
  return { width, height };
}

/** Decided before the library looks, so that its parsers of other formats never see foreign bytes. */
function imageTypeOf(head: Uint8Array): ImageType | null {
  const ascii = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n' && ascii(12, 16) === 'IHDR') return 'png';
  if (ascii(0, 3) === '\xff\xd8\xff') return 'jpg';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 15) === 'WEBPVP8') return 'webp';
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'gif';
  return null;
}

function measure(head: Uint8Array, type: ImageType): Size {
  let found: ReturnType<typeof imageSize>;
  try {
    // A copy, because the library reads on behind the end of a view.
    found = imageSize(head.slice());
  } catch (cause) {
    throw new MediaError('unplayable', `expected a whole ${type} image, got one whose size cannot be read`, { cause });
  }
  const { width, height, orientation } = found;
  // Camera orientations 5 to 8 lie on their side.
  return orientation !== undefined && orientation >= 5 ? { width: height, height: width } : { width, height };
}
