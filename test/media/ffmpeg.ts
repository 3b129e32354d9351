import { findFfmpeg } from '../../src/media/find-ffmpeg.ts';

const searchPath = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].join(':');

/** The ffmpeg of this machine; null where there is none, and what needs it is skipped. */
export const ffmpegPath = await findFfmpeg({ named: null, searchPath, currentDir: '/' });
