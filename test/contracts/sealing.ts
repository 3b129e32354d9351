import { describe, expect, test } from 'vitest';
import type { Sealing } from '../../src/core/ports/sealing.ts';

const context = 'installation slack:T1';
const token = 'xoxb-1-TOKEN ✓';

/** What `core/ports/sealing.ts` promises. `make` seals with the first of the keys it names, and opens with any of them. */
export function sealingContract(name: string, make: (keys: readonly [string, ...string[]]) => Sealing): void {
  describe(`sealing contract: ${name}`, () => {
    const sealing = make(['mine']);
    const sealed = sealing.seal(token, context);

    test.each(['', token, 'é'.repeat(5_000)])('what is sealed opens again as it was (%#)', (text) => {
      expect(sealing.unseal(sealing.seal(text, context), context)).toBe(text);
    });

    test('it does not show what it is, and looks different each time', () => {
      const again = sealing.seal(token, context);
      expect(again).not.toBe(sealed);
      for (const form of [token, Buffer.from(token).toString('base64url'), Buffer.from(token).toString('hex')]) {
        expect(sealed).not.toContain(form);
      }
    });

    test('it opens only as what it was sealed as, so that no workspace gets the token of another', () => {
      expect(sealing.unseal(sealed, 'installation slack:T2')).toBeNull();
      expect(sealing.unseal(sealed, '')).toBeNull();
    });

    test('it does not open with another key', () => {
      expect(make(['theirs']).unseal(sealed, context)).toBeNull();
    });

    test('it opens with a key that was in use before, and what is sealed from then on is sealed with the new one', () => {
      const renewed = make(['next', 'mine']);
      expect(renewed.unseal(sealed, context)).toBe(token);
      expect(sealing.unseal(renewed.seal(token, context), context)).toBeNull();
    });

    test.each(['', 'xoxb-in-clear'])('what was never sealed is not taken for it (%j)', (text) => {
      expect(sealing.unseal(text, context)).toBeNull();
    });
  });
}
