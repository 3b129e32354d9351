import { pino } from 'pino';
import { z } from 'zod';
import type { Log } from './core/ports/world.ts';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Lines on standard error, so that a command's answer on standard output stays clean: JSON, or for people on a terminal. */
export function createLog(level: LogLevel, isForPeople = process.stderr.isTTY): Log {
  const stderr = pino.destination({ dest: 2, sync: true });
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    isForPeople ? { write: (line: string) => stderr.write(`${lineForPeople(line)}\n`) } : stderr,
  );
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, error, fields) => logger.error({ ...fields, ...(error === null ? {} : { err: error }) }, message),
  };
}

const logLine = z.looseObject({
  time: z.string(),
  level: z.number(),
  msg: z.string(),
  err: z
    .object({ message: z.string(), stack: z.string(), cause: z.object({ message: z.string() }).optional() })
    .optional(),
});

/**
 * `12:03:04 error a step failed step=submit`, with the stack of its error below. The time is UTC, as in JSON. What
 * others wrote can be in it, so nothing that would move the cursor gets through.
 */
export function lineForPeople(json: string): string {
  const { time, level, msg, err, ...fields } = logLine.parse(JSON.parse(json));
  const label = pino.levels.labels[level] ?? String(level);
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  const lines = [[time.slice(11, 19), label.padEnd(5), msg, ...pairs].join(' ')];
  if (err !== undefined) lines.push(err.stack === '' ? err.message : err.stack);
  if (err?.cause !== undefined) lines.push(`  because: ${err.cause.message}`);
  return lines.join('\n').replace(/[^\P{Cc}\n]/gu, '?');
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
