import { execFile } from 'node:child_process';
import type { ExecFileException } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { VideoFacts } from '../core/clip.ts';
import { MediaError } from '../core/ports/media.ts';
import { MINUTE } from '../core/time.ts';
import type { ClipVerdict } from './clip-verdict.ts';
import { clipVerdictSchema } from './clip-verdict.ts';
import { createTurnstile } from './turnstile.ts';

/** Finds the facts of a clip on disk. Throws `MediaError` `unplayable` or `truncated`, and the signal's reason. */
export type ClipCheck = (path: string, signal: AbortSignal) => Promise<VideoFacts>;

export type ClipCheckLimits = {
  /** Computing time. A good clip takes a fifth of a second. Held by the system, so it binds even when we are gone. */
  readonly cpuSecondsMax: number;
  /** Time on the clock. No clip needs it without computing, so running out of it is the machine's fault. */
  readonly timeoutMs: number;
  /** JavaScript heap of the checking process. A good clip needs a tenth of it. */
  readonly heapMbMax: number;
  /** Checks that run at once, each on a core of its own. */
  readonly atOnceMax: number;
};

export const clipCheckLimits: ClipCheckLimits = {
  cpuSecondsMax: 15,
  timeoutMs: MINUTE,
  heapMbMax: 128,
  atOnceMax: 2,
};

const checkerPath = fileURLToPath(new URL('./clip-check-process.ts', import.meta.url));
/** No core dumps. A soft limit ends the program with a signal of its own; a hard one would look like any other kill. */
const underCpuLimit = 'ulimit -c 0 && ulimit -S -t "$0" && exec "$@"';
/** Exit code of Node when nothing is left to do but the program still waits. */
const stuckExitCode = 13;

/**
 * Clips come from third parties, and a file of a kilobyte can make a parser fill all memory: in a worker
 * thread that ends the whole service, heap limit or not. So each check is a process of its own with limits on
 * heap and time, no environment (it holds our secrets) and no rights but to read files.
 */
export function createClipCheck(limits: ClipCheckLimits = clipCheckLimits): ClipCheck {
  const turnstile = createTurnstile(limits.atOnceMax);
  return (path, signal) =>
    turnstile(async () => {
      const verdict = await runChecker(path, limits, signal);
      switch (verdict.kind) {
        case 'plays':
          return verdict.facts;
        case 'cut_off':
          throw new MediaError('truncated', `the clip was cut off: ${verdict.reason}; fetch it again`);
        case 'unplayable':
          throw new MediaError('unplayable', `the clip does not play: ${verdict.reason}`);
      }
    }, signal);
}

async function runChecker(path: string, limits: ClipCheckLimits, signal: AbortSignal): Promise<ClipVerdict> {
  const flags = [`--max-old-space-size=${limits.heapMbMax}`, '--permission', '--allow-fs-read=*'];
  const command = [process.execPath, ...flags, checkerPath, path];
  const options = { timeout: limits.timeoutMs, killSignal: 'SIGKILL', env: {}, signal } as const;
  const ended = Promise.withResolvers<{ error: ExecFileException | null; stdout: string; stderr: string }>();
  execFile('/bin/sh', ['-c', underCpuLimit, `${limits.cpuSecondsMax}`, ...command], options, (error, stdout, stderr) =>
    ended.resolve({ error, stdout, stderr }),
  );
  const { error, stdout, stderr } = await ended.promise;
  signal.throwIfAborted();
  return error === null ? clipVerdictSchema.parse(JSON.parse(stdout)) : verdictOnFailure(error, stderr, limits);
}

/** A checker that the file brought down has given its verdict; any other failure is ours and says nothing about the file. */
function verdictOnFailure(error: ExecFileException, stderr: string, limits: ClipCheckLimits): ClipVerdict {
  if (error.signal === 'SIGXCPU') {
    return { kind: 'unplayable', reason: `expected to take at most ${limits.cpuSecondsMax} s to be read, took more` };
  }
  if (error.signal === 'SIGABRT' || error.signal === 'SIGTRAP' || error.signal === 'SIGILL') {
    return { kind: 'unplayable', reason: `expected to need at most ${limits.heapMbMax} MB to be read, needed more` };
  }
  if (error.code === stuckExitCode) {
    return { kind: 'unplayable', reason: 'expected an end of the index, the parser found none' };
  }
  if (error.killed === true) {
    throw new Error(`expected a verdict on the clip within ${limits.timeoutMs} ms, got none: try again`, {
      cause: error,
    });
  }
  const ended = error.signal ?? `exit code ${error.code ?? 'unknown'}`;
  throw new Error(`expected a verdict on the clip, the checker ended with ${ended}: ${stderr.slice(0, 500)}`, {
    cause: error,
  });
}
