import { ConfigError } from './config.ts';
import { StoreUnavailable } from './core/ports/store.ts';
import { DatabaseError } from './db/database-error.ts';
import { ListenError } from './http/listen-error.ts';

/** Exit codes that scripts can rely on. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, refused: 3, interrupted: 130 } as const;

/**
 * Runs an entry point: the first interrupt asks it to stop in good order, the second stops it at once, which the
 * next start recovers from. What is wrong with the machine or the settings is told in a sentence, bugs with their stack.
 */
export function runEntry(entry: (signal: AbortSignal) => Promise<number>): void {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  entry(stop.signal)
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error: unknown) => {
      process.exitCode = exitCodes.failed;
      process.stderr.write(`${explain(error)}\n`);
    })
    .finally(() => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    });
}

/** Errors whose message says it all. */
const tellable = [ConfigError, StoreUnavailable, DatabaseError, ListenError] as const;

function explain(error: unknown): string {
  if (error instanceof Error && tellable.some((kind) => error instanceof kind)) return error.message;
  if (error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string') {
    switch (error.code) {
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
      case 'ENOENT':
        return `Reelay can't write to ${error.path}. Give it a folder that it may write to: DATA_DIR=/some/folder`;
      case 'ENOTDIR':
      case 'EEXIST':
        return `Reelay needs a folder at ${error.path}, but there is a file. Set DATA_DIR to another folder.`;
      case 'ENOSPC':
        return `The disk that holds ${error.path} is full. Make room, then start again: nothing is lost.`;
    }
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
