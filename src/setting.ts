import { z } from 'zod';

/** What is set to nothing is not set. */
export const blankIsUnset = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

export function setting<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess(blankIsUnset, schema);
}
