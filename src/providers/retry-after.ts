import { SECOND } from '../core/time.ts';

/** How long an answer asks to wait, from `retry-after-ms` or `retry-after` (seconds or a date); null when it does not say. */
export function retryAfterMs(header: (name: string) => string | null, nowMs: number): number | null {
  const ms = numberIn(header('retry-after-ms'));
  if (Number.isFinite(ms)) return Math.max(0, Math.round(ms));
  const after = header('retry-after');
  if (after === null) return null;
  const seconds = numberIn(after);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * SECOND));
  const atMs = Date.parse(after);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function numberIn(text: string | null): number {
  return text === null || text.trim() === '' ? Number.NaN : Number(text);
}
