import { z } from 'zod';
import { invalid } from './refusal.ts';

/** Arguments of methods. Forms know text only, so numbers and flags come as text, and lists as JSON. */

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');

export const whole = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be an integer')
    .transform(Number),
]);

export function json<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON', params: { format: true } });
      return z.NEVER;
    }
  }, schema);
}

export const timestamp = z.string().regex(/^\d{10}\.\d{6}$/, 'must be a timestamp');
export const conversationId = z.string().regex(/^[CGDUWZ][A-Z0-9]{8,}$/, 'must be the id of a conversation');
export const userId = z.string().regex(/^[UW][A-Z0-9]{8,}$/, 'must be the id of a user');
export const fileId = z.string().regex(/^F[A-Z0-9]{8,}$/, 'must be the id of a file');

export function parseArgs<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const messages = parsed.error.issues.map(
    (issue) => `${issue.message} [json-pointer:/${issue.path.map(String).join('/')}]`,
  );
  const blocks = parsed.error.issues.find((issue) => issue.path[0] === 'blocks');
  if (!blocks) throw invalid('invalid_arguments', messages);
  throw invalid(blocks.message === 'is no JSON' ? 'invalid_blocks_format' : 'invalid_blocks', messages);
}

/** The arguments as they came, or null where the body is none that Slack reads. */
export function readArgs(bytes: Buffer, contentType: string | undefined): Record<string, unknown> | null {
  const [type = ''] = (contentType ?? '').split(';').map((part) => part.trim());
  if (type === 'application/x-www-form-urlencoded' || bytes.length === 0) {
    return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
  }
  if (type !== 'application/json') return null;
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
