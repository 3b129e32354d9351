import { pino } from 'pino';
import type { Log } from './core/ports/world.ts';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** JSON lines on standard error, so that a command's answer on standard output stays clean. */
export function createLog(level: LogLevel): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, error, fields) => logger.error({ ...fields, ...(error === null ? {} : { err: error }) }, message),
  };
}

type ErrorInLog = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: ErrorInLog;
};

/** Errors of libraries carry requests with keys and tokens in them: only what says what happened is logged. */
function describeError(error: unknown): ErrorInLog {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: '' };
  const { name: type, message, stack = '', cause } = error;
  return { type, message, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}
