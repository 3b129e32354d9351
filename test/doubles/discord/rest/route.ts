import type { z } from 'zod';
import { invalidField, invalidForm } from '../api-error.ts';
import type { UploadedFile } from '../messages.ts';
import type { World } from '../world.ts';

export interface Call {
  readonly world: World;
  /** Of the path, decoded: `%40original` is `@original`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  /** What faults and the log of requests call it. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** `token`: what stands in the path is the proof. */
  readonly proof: 'bot' | 'token';
  /** Requests that share a limit have the same first part, and the channel, server or webhook of the path. */
  readonly run: (call: Call) => Answer;
}

export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no ${name}`);
  return value;
}

export function parseBody<T extends z.ZodType>(schema: T, call: Call): z.output<T> {
  if (call.json === undefined) throw invalidField([], 'A body is needed.');
  return parse(schema, call.json);
}

export function parseQuery<T extends z.ZodType>(schema: T, call: Call): z.output<T> {
  for (const key of call.query.keys()) {
    if (call.query.getAll(key).length > 1) throw invalidField([key], 'It stands there twice.');
  }
  return parse(schema, Object.fromEntries(call.query));
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidForm(parsed.error.issues);
  return parsed.data;
}
