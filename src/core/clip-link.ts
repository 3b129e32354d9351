import { createHmac, timingSafeEqual } from 'node:crypto';
import { linkDefaults } from './defaults.ts';
import type { ClipId } from './ids.ts';
import { DAY } from './time.ts';

/**
 * When a link made now expires: after the usual time, then at the end of that day in UTC. So a page that is drawn
 * again on the same day has the same address in it, and a player goes on.
 */
export function clipLinkExpiresAtMs(nowMs: number): number {
  return Math.ceil((nowMs + linkDefaults.clipLinkMs) / DAY) * DAY;
}

export type ClipLinkCheck = 'valid' | 'expired' | 'forged';

/**
 * The path of a link that shows one clip to whoever holds it, until it expires. `key` is the derived key for
 * media links. Add `&download=1` to save the clip instead of playing it.
 */
export function clipLink(key: Uint8Array, clipId: ClipId, expiresAtMs: number): string {
  return `/media/${clipId}?expires=${expiresAtMs}&signature=${signatureOf(key, clipId, String(expiresAtMs))}`;
}

/** Whether a link is one of ours and still holds. The signature is checked first: a forger learns nothing. */
export function checkClipLink(
  key: Uint8Array,
  link: { readonly clipId: string; readonly expires: string; readonly signature: string },
  nowMs: number,
): ClipLinkCheck {
  // As text: several texts are the same bytes, and only one of them was given out.
  const expected = Buffer.from(signatureOf(key, link.clipId, link.expires));
  const given = Buffer.from(link.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return nowMs < Number(link.expires) ? 'valid' : 'expired';
}

function signatureOf(key: Uint8Array, clipId: string, expires: string): string {
  return createHmac('sha256', key).update(`${clipId}\n${expires}`).digest('base64url');
}
