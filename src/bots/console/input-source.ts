import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StoredFile } from '../../core/clip.ts';
import { deriveKey } from '../../core/derived-key.ts';
import type { Media, MediaSource } from '../../core/ports/media.ts';

/** Names images that people attached here, and nothing else in the media store: whoever types a source has to have been given it. */
export type InputSources = {
  of(file: Pick<StoredFile, 'key' | 'sha256'>): string;
  /** The same for the same image, however often it was attached; null for what is no source of ours. */
  contentOf(source: string): string | null;
  /** The file in our own media; null for what is no source of ours. */
  mediaKeyOf(source: string): string | null;
  open(source: string): Promise<MediaSource>;
};

const prefix = 'upload:';
const contentChars = 16;

type Named = { readonly mediaKey: string; readonly content: string };

export function createInputSources(secretKey: string, media: Pick<Media, 'open'>): InputSources {
  const key = deriveKey(secretKey, 'upload');
  const proofOf = ({ mediaKey, content }: Named): string =>
    createHmac('sha256', key).update(`${mediaKey}~${content}`).digest('hex').slice(0, 32);

  function namedIn(source: string): Named | null {
    const [mediaKey = '', content = '', proof = ''] = source.startsWith(prefix)
      ? source.slice(prefix.length).split('~', 3)
      : [];
    const given = Buffer.from(proof);
    const expected = Buffer.from(proofOf({ mediaKey, content }));
    return given.length === expected.length && timingSafeEqual(given, expected) ? { mediaKey, content } : null;
  }

  return {
    of({ key: mediaKey, sha256 }) {
      const content = sha256.slice(0, contentChars);
      return `${prefix}${mediaKey}~${content}~${proofOf({ mediaKey, content })}`;
    },
    contentOf: (source) => namedIn(source)?.content ?? null,
    mediaKeyOf: (source) => namedIn(source)?.mediaKey ?? null,
    async open(source) {
      const named = namedIn(source);
      const found = named && (await media.open(named.mediaKey));
      if (!found) throw new Error('expected an image that was attached here; attach it again');
      return found;
    },
  };
}
