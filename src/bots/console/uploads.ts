import { MediaError, type Media, type MediaErrorCode, type MediaSource } from '../../core/ports/media.ts';
import type { Clock, Ids, Log } from '../../core/ports/world.ts';
import { MINUTE } from '../../core/time.ts';
import type { InputSources } from './input-source.ts';
import { createTryWindow } from './try-window.ts';
import { words } from './words.ts';

export const imageBytesMax = 20 * 1024 ** 2;
const imagesPerMinuteMax = 30;
const storeTimeoutMs = 2 * MINUTE;

type Deps = {
  readonly media: Pick<Media, 'storeImage'>;
  readonly inputs: InputSources;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
};

export type Kept =
  | { readonly kind: 'kept'; readonly source: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Keeps an image that somebody attached, once it proved to be one. */
export function createUploads({
  media,
  inputs,
  clock,
  ids,
  log,
}: Deps): (source: MediaSource, name: string | null) => Promise<Kept> {
  const window = createTryWindow(clock, imagesPerMinuteMax, MINUTE);
  return async (source, shownName) => {
    if (!window.take()) return { kind: 'refused', why: words.tooManyImages };
    try {
      const name = `in_${ids.next('attempt').slice('att_'.length)}`;
      const { file } = await media.storeImage(name, source, imageBytesMax, AbortSignal.timeout(storeTimeoutMs));
      return { kind: 'kept', source: inputs.of(file) };
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      log.info('an attached image was refused', { code: error.code });
      const why = error.code === 'too_large' ? tooLarge(shownName) : sentences[error.code];
      return { kind: 'refused', why };
    }
  };
}

export function tooLarge(name: string | null): string {
  return `${name === null ? words.thatImage : `“${name}”`} ${words.imageBytesMax}`;
}

const sentences: Readonly<Record<Exclude<MediaErrorCode, 'too_large'>, string>> = {
  disk_full: words.diskFull,
  truncated: words.brokenOff,
  unplayable: words.notAnImage,
  implausible: words.notAnImage,
};
