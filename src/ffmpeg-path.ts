import type { Config } from './config.ts';
import { findFfmpeg } from './media/find-ffmpeg.ts';

/** Where ffmpeg is for this service; null where there is none, and no pictures are taken out of clips. */
export function ffmpegPathFor({ ffmpeg }: Pick<Config, 'ffmpeg'>): Promise<string | null> {
  return findFfmpeg(ffmpeg);
}
