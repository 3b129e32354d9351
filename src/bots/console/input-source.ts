import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../../core/derived-key.ts';
import type { Media, MediaSource } from '../../core/ports/media.ts';

/** Names images that people attached here, and nothing else in the media store: whoever types a source has to have been given it. */
export type InputSources = {
  of(mediaKey: string): string;
  open(source: string): Promise<MediaSource>;
};

const prefix = 'upload:';

export function createInputSources(secretKey: string, media: Pick<Media, 'open'>): InputSources {
  const key = deriveKey(secretKey, 'upload');
  const proofOf = (mediaKey: string): string => createHmac('sha256', key).update(mediaKey).digest('hex').slice(0, 32);

  function keyIn(source: string): string | null {
    const [mediaKey = '', proof = ''] = source.startsWith(prefix) ? source.slice(prefix.length).split('~') : [];
    const given = Buffer.from(proof);
    const expected = Buffer.from(proofOf(mediaKey));
    return given.length === expected.length && timingSafeEqual(given, expected) ? mediaKey : null;
  }

  return {
    of: (mediaKey) => `${prefix}${mediaKey}~${proofOf(mediaKey)}`,
    async open(source) {
      const mediaKey = keyIn(source);
      const found = mediaKey === null ? null : await media.open(mediaKey);
      if (!found) throw new Error('expected an image that was attached here; attach it again');
      return found;
    },
  };
}
