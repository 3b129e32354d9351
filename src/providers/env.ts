import { z } from 'zod';
import { isLoopback } from '../core/loopback.ts';

/** What is set to nothing is not set. */
const blankIsUnset = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

/** A key or secret, without the spaces and line ends that come along with copying. */
export function secretText(): z.ZodType<string | undefined> {
  return z.preprocess(
    blankIsUnset,
    z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]+$/, { error: 'expected one word of plain characters, as the provider shows it' })
      .optional(),
  );
}

/** Secrets that hold at once, with spaces or commas between them, so that one can be replaced without losing what it proves. */
export function secretList(): z.ZodType<readonly string[]> {
  return z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((secret) => secret !== ''));
}

/** Where an API is, without a slash at the end; another server may stand in for it. Only loopback may do without TLS. */
export function baseUrl(usual: string): z.ZodType<string> {
  return z.preprocess(
    blankIsUnset,
    z
      .url({ protocol: /^https?$/, error: `expected an address such as ${usual}`, abort: true })
      .refine((address) => address.startsWith('https:') || isLoopback(new URL(address).hostname), {
        error: 'expected an address that starts with https://, since the key is sent there',
      })
      .refine(isPlain, { error: 'expected an address without a user, a password, a query or a #' })
      .transform((address) => address.replace(/\/+$/, ''))
      .default(usual),
  );
}

function isPlain(address: string): boolean {
  const { username, password, search, hash } = new URL(address);
  return [username, password, search, hash].every((part) => part === '');
}
