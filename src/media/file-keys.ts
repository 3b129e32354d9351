import { isMediaKey, mediaKeyOf } from '../core/media-key.ts';

/** Where a file of this name is kept. */
export function keyOf(name: string): string {
  return mediaKeyOf(name);
}

/** Lets only keys through that `keyOf` can have made, so no key can leave the media folder or name a half file. */
export function checkKey(key: string): string {
  if (isMediaKey(key)) return key;
  throw new TypeError(`expected a media key such as 4k/att_01j4k, got ${JSON.stringify(key.slice(0, 100))}`);
}
