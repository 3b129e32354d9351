import { describe, expect, test } from 'vitest';
import { deriveKey } from '../src/core/derived-key.ts';
import { createSealing } from '../src/sealing.ts';
import { seededRandom } from './doubles/world.ts';

const key = deriveKey('a secret of this service', 'sealing');
const otherKey = deriveKey('another secret', 'sealing');
const sealing = createSealing({ keys: [key], random: seededRandom() });
const context = 'installation slack:T1';
const token = 'xoxb-1-TOKEN ✓';
const sealed = sealing.seal(token, context);

describe('what is sealed', () => {
  test.each(['', token, 'é'.repeat(5_000)])('opens again as it was (%#)', (text) => {
    expect(sealing.unseal(sealing.seal(text, context), context)).toBe(text);
  });

  test('does not show what it is, and looks different each time', () => {
    const again = sealing.seal(token, context);
    expect(again).not.toBe(sealed);
    for (const form of [token, Buffer.from(token).toString('base64url'), Buffer.from(token).toString('hex')]) {
      expect(sealed).not.toContain(form);
    }
  });

  test('opens only as what it was sealed as, so that no workspace gets the token of another', () => {
    expect(sealing.unseal(sealed, 'installation slack:T2')).toBeNull();
    expect(sealing.unseal(sealed, '')).toBeNull();
  });

  test('does not open with another key', () => {
    expect(createSealing({ keys: [otherKey], random: seededRandom() }).unseal(sealed, context)).toBeNull();
  });

  test('opens with a key that was in use before, and what is sealed from then on is sealed with the new one', () => {
    const renewed = createSealing({ keys: [otherKey, key], random: seededRandom(2) });
    expect(renewed.unseal(sealed, context)).toBe(token);
    expect(sealing.unseal(renewed.seal(token, context), context)).toBeNull();
  });

  test('does not open once any bit of it was changed', () => {
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.byteLength; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      expect([at, sealing.unseal(`s1.${changed.toString('base64url')}`, context)]).toEqual([at, null]);
    }
  });

  test.each(['', 's1.', 's1.AAAA', 's2.' + sealed.slice(3), `${sealed}.x`, sealed.slice(0, -4), 'xoxb-in-clear'])(
    'is not taken for what was never sealed so (%j)',
    (text) => {
      expect(sealing.unseal(text, context)).toBeNull();
    },
  );
});

test('a key of the wrong length is refused at once, so that nothing is sealed weakly', () => {
  expect(() => createSealing({ keys: [key.subarray(1)], random: seededRandom() })).toThrow('expected keys of 32 bytes');
});
