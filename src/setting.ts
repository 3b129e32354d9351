import { z } from 'zod';

/** What is set to nothing is not set. */
export const blankIsUnset = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

export function setting<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess(blankIsUnset, schema);
}

/** Whether a name or address means this machine and nothing else. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
