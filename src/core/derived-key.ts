import { createHmac } from 'node:crypto';

/** A key for one purpose, such as `media-link`, so that what is signed for one can never pass for another. */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return createHmac('sha256', secret).update(`key:${purpose}`).digest();
}
