import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type AttemptId, isId } from './ids.ts';

/**
 * Callback token: lets an engine's callback name its attempt, and nobody else. Derived from the attempt and a
 * secret, so that it is never stored; the database keeps its hash only.
 */
export function callbackToken(secret: string, attemptId: AttemptId): string {
  const proof = createHmac('sha256', secret).update(`callback:${attemptId}`).digest('hex');
  return `${attemptId}.${proof}`;
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The attempt that a token claims to speak for; null when it is not of that form. No proof yet. */
export function attemptOfToken(token: string): AttemptId | null {
  const [id = '', proof = '', ...rest] = token.split('.');
  return rest.length === 0 && /^[0-9a-f]{64}$/.test(proof) && isId('attempt', id) ? id : null;
}

/** Whether the token is the one whose hash was stored with the attempt. */
export function isTokenOf(token: string, storedHash: string): boolean {
  const given = Buffer.from(hashOfToken(token), 'hex');
  const stored = Buffer.from(storedHash, 'hex');
  return given.length === stored.length && timingSafeEqual(given, stored);
}
