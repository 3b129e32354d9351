import { execFile, type ExecFileException } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

import { MediaError } from '../core/ports/media.ts';
import { SECOND } from '../core/time.ts';
import { ifThere } from './file-system.ts';
import { createTurnstile } from './turnstile.ts';

/** Writes the picture that a clip on disk ends with to a file that is not there yet, as PNG. Throws `MediaError` `unplayable`, and the signal's reason. */
export type FrameTaker = (clipPath: string, picturePath: string, signal: AbortSignal) => Promise<void>;

export type FrameLimits = {
  /** Time on the clock for each look at the file. A good clip takes a tenth of a second. */
  readonly timeoutMs: number;
  /** Computing time, held by ffmpeg itself, so that it binds even when we are gone. */
  readonly cpuSecondsMax: number;
  /** Longest side of the picture; a larger one is made smaller. */
  readonly sideMax: number;
};

export const frameLimits: FrameLimits = {
  timeoutMs: 60 * SECOND,
  cpuSecondsMax: 30,
  sideMax: 2_048,
};

/** How much of the end is looked at, shortest first: sound may go on after the picture. Null: all of it. */
const secondsFromEnd = [0.5, 3, null] as const;

/** One block of memory that ffmpeg may ask for: a picture of 8192 px a side needs less. */
const blockBytesMax = 256 * 1024 ** 2;
const pixelsMax = 8_192 ** 2;

/**
 * Takes pictures with ffmpeg. Clips come from third parties, so it runs as a process of its own: no shell, no environment
 * (it holds our secrets), local files alone, the containers that we store, limits on time, memory and output, and behind
 * everything else that wants the processor.
 */
export function createFrameTaker(ffmpegPath: string, limits: FrameLimits = frameLimits): FrameTaker {
  const turnstile = createTurnstile(1);
  return (clipPath, picturePath, signal) =>
    turnstile(async () => {
      for (const seconds of secondsFromEnd) {
        await run(ffmpegPath, argumentsFor(clipPath, picturePath, seconds, limits), limits, signal);
        const picture = await ifThere(stat(picturePath));
        if (picture !== null && picture.size > 0) return;
      }
      throw new MediaError('unplayable', 'expected a last picture, the clip shows none');
    }, signal);
}

/** Each picture replaces the one before, so that the last one stays: what is in between takes no memory. */
function argumentsFor(clipPath: string, picturePath: string, seconds: number | null, limits: FrameLimits): string[] {
  const side = (name: string): string => `min(${limits.sideMax},${name})`;
  const scale = `scale=w='${side('iw')}':h='${side('ih')}':force_original_aspect_ratio=decrease`;
  const bounds = ['-timelimit', `${limits.cpuSecondsMax}`, '-max_alloc', `${blockBytesMax}`, '-threads', '1'];
  const from = seconds === null ? [] : ['-sseof', `-${seconds}`];
  const picture = ['-vf', scale, '-threads', '1', '-c:v', 'png', '-pix_fmt', 'rgb24', '-f', 'image2', '-update', '1'];
  const input = ['-i', `file:${clipPath}`];
  return [...quiet, ...bounds, ...localAlone, ...from, ...input, ...pictureAlone, ...picture, `file:${picturePath}`];
}

const quiet = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'];
/** Of what it may open: local files, and in them the containers that we store. */
const localAlone = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'mov,matroska',
  '-max_pixels',
  `${pixelsMax}`,
];
/** Of what is in the clip: no sound, no texts, none of its notes. */
const pictureAlone = ['-map', '0:v:0', '-an', '-sn', '-dn', '-map_metadata', '-1'];

async function run(
  ffmpegPath: string,
  args: readonly string[],
  limits: FrameLimits,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<{ error: ExecFileException | null; stderr: string }>();
  const options = { timeout: limits.timeoutMs, killSignal: 'SIGKILL', env: {}, signal, maxBuffer: 64 * 1024 } as const;
  const child = execFile(ffmpegPath, args, options, (error, _, stderr) => ended.resolve({ error, stderr }));
  giveWay(child.pid);
  const { error, stderr } = await ended.promise;
  signal.throwIfAborted();
  if (error !== null) throw failureOf(error, stderr);
}

/** It may have ended by then. */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // A process that is gone needs no priority.
  }
}

/** What ffmpeg says of a file is a verdict; that it cannot be run is ours to put right and says nothing of the file. */
function failureOf(error: ExecFileException, stderr: string): Error {
  if (typeof error.code === 'string' && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return new Error(`expected to run ffmpeg, got ${error.code}; check FFMPEG_PATH`, { cause: error });
  }
  const said = error.killed === true || error.signal ? `no picture in time (${error.signal ?? 'killed'})` : stderr;
  const printable = said.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 300);
  return new MediaError('unplayable', `expected a last picture, ffmpeg gave none: ${printable}`, { cause: error });
}
