import { expect, test } from 'vitest';
import { deriveKey } from '../src/core/derived-key.ts';
import { createSealing } from '../src/sealing.ts';
import { sealingContract } from './contracts/sealing.ts';
import { seededRandom } from './doubles/world.ts';

const key = deriveKey('a secret of this service', 'sealing');
let seed = 0;

sealingContract('AES-256-GCM', ([first, ...others]) => {
  seed += 1;
  const keyOf = (name: string): Uint8Array => deriveKey(name, 'sealing');
  return createSealing({ keys: [keyOf(first), ...others.map(keyOf)], random: seededRandom(seed) });
});

const context = 'installation slack:T1';
const sealing = createSealing({ keys: [key], random: seededRandom() });
const sealed = sealing.seal('xoxb-1-TOKEN ✓', context);

test('what is sealed does not open once any bit of it was changed', () => {
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (let at = 0; at < bytes.byteLength; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (bytes[at] ?? 0) ^ 1;
    expect([at, sealing.unseal(`s1.${changed.toString('base64url')}`, context)]).toEqual([at, null]);
  }
});

test.each(['s1.', 's1.AAAA', 's2.' + sealed.slice(3), `${sealed}.x`, sealed.slice(0, -4)])(
  'half of it, or of another version, does not open (%j)',
  (text) => {
    expect(sealing.unseal(text, context)).toBeNull();
  },
);

test('a key of the wrong length is refused at once, so that nothing is sealed weakly', () => {
  expect(() => createSealing({ keys: [key.subarray(1)], random: seededRandom() })).toThrow('expected keys of 32 bytes');
});
