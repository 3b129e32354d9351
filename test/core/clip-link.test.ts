import { describe, expect, it } from 'vitest';
import { checkClipLink, clipLink, clipLinkExpiresAtMs } from '../../src/core/clip-link.ts';
import { deriveKey } from '../../src/core/derived-key.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { noonMs } from '../doubles/world.ts';
import { idOf } from './samples.ts';

const key = deriveKey('secret', 'media-link');
const expiresAtMs = noonMs + DAY;

function partsOf(link: string) {
  const url = new URL(link, 'http://localhost');
  return {
    clipId: url.pathname.replace('/media/', ''),
    expires: url.searchParams.get('expires') ?? '',
    signature: url.searchParams.get('signature') ?? '',
  };
}

/** Another last character that stands for the same bits: 43 characters hold two more than 32 bytes have. */
function respelled(signature: string): string {
  const last = Buffer.from(signature, 'base64url');
  const spellings = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
    .map((char) => signature.slice(0, -1) + char)
    .filter((other) => other !== signature && Buffer.from(other, 'base64url').equals(last));
  expect(spellings).toHaveLength(3);
  return spellings[0] ?? '';
}

const link = partsOf(clipLink(key, idOf('clip'), expiresAtMs));

describe('a link to a clip', () => {
  it('holds until the moment it expires, and not in it', () => {
    expect(checkClipLink(key, link, expiresAtMs - 1)).toBe('valid');
    expect(checkClipLink(key, link, expiresAtMs)).toBe('expired');
  });

  it('is for its clip and its time alone: with either changed it is forged', () => {
    const other = partsOf(clipLink(key, idOf('clip', 2), expiresAtMs));
    const forged = [
      { ...link, clipId: other.clipId },
      { ...link, signature: other.signature },
      { ...link, expires: String(expiresAtMs + DAY) },
      { ...link, expires: `0${expiresAtMs}` },
      { ...link, expires: 'Infinity' },
      { ...link, signature: '' },
      { ...link, signature: link.signature.slice(0, -4) },
      { ...link, signature: `${link.signature}AAAA` },
      // The same bytes, written otherwise.
      { ...link, signature: `${link.signature}=` },
      { ...link, signature: ` ${link.signature}` },
      { ...link, signature: respelled(link.signature) },
      { clipId: '', expires: '', signature: '' },
    ];
    for (const each of forged) expect(checkClipLink(key, each, noonMs)).toBe('forged');
  });

  it('that expired long ago and is forged as well is called forged, so that nothing is learned from it', () => {
    expect(checkClipLink(key, { ...link, clipId: idOf('clip', 2) }, expiresAtMs + DAY)).toBe('forged');
  });

  it('of another secret, or signed for another purpose, is forged', () => {
    expect(checkClipLink(deriveKey('other', 'media-link'), link, noonMs)).toBe('forged');
    expect(checkClipLink(deriveKey('secret', 'session'), link, noonMs)).toBe('forged');
  });

  it('lives a week at least, and is the same for all that is drawn in one hour, so that players go on', () => {
    expect(clipLinkExpiresAtMs(noonMs)).toBeGreaterThanOrEqual(noonMs + 7 * DAY);
    expect(clipLinkExpiresAtMs(noonMs)).toBeLessThanOrEqual(noonMs + 8 * DAY);
    expect(clipLinkExpiresAtMs(noonMs + HOUR)).toBe(clipLinkExpiresAtMs(noonMs));
  });
});
