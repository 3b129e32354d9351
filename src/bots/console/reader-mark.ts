import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Env } from './guard.ts';

/** What a page names its reader by when its script asks for more: tabs share a cookie, and another may have changed who that is. */
export function markOf({ id, who }: { readonly id: string; readonly who: string }): string {
  return createHash('sha256').update(`reader:${who}:${id}`).digest('base64url').slice(0, 16);
}

/** Whether a page that was drawn for somebody else asks. What names no reader is no page of ours. */
export function isOfAnother(c: Context<Env>): boolean {
  const given = c.req.query('reader');
  return given !== undefined && given !== markOf(c.get('session'));
}
