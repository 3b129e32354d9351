import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Answers with a sentence: as JSON where that is asked for, as plain text otherwise. Never cached. */
export function answer(c: Context, status: ContentfulStatusCode, sentence: string): Response {
  c.header('Cache-Control', 'no-store');
  const wantsJson = c.req.header('accept')?.includes('application/json') ?? false;
  return wantsJson ? c.json({ message: sentence }, status) : c.text(`${sentence}\n`, status);
}
