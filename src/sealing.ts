import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Sealing } from './core/ports/sealing.ts';
import type { Random } from './core/ports/world.ts';

/** How a sealed text begins, so that another way of sealing can be told from this one. */
const version = 's1';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

type Deps = {
  /** The key that seals, and opens; then those that only open, such as the one before it. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  readonly random: Pick<Random, 'secretHex'>;
};

/** Sealing with AES-256-GCM: the context is no part of what is sealed, and has to be the same to open it. */
export function createSealing({ keys, random }: Deps): Sealing {
  for (const key of keys) {
    if (key.byteLength !== keyBytes) throw new TypeError(`expected keys of ${keyBytes} bytes, got ${key.byteLength}`);
  }

  return {
    seal(text, context) {
      const nonce = Buffer.from(random.secretHex(nonceBytes), 'hex');
      const sealer = createCipheriv(cipher, keys[0], nonce, { authTagLength: tagBytes }).setAAD(aadOf(context));
      const closed = [sealer.update(text, 'utf8'), sealer.final()];
      return `${version}.${Buffer.concat([nonce, sealer.getAuthTag(), ...closed]).toString('base64url')}`;
    },

    unseal(sealed, context) {
      const [prefix, body = '', ...more] = sealed.split('.');
      const bytes = Buffer.from(body, 'base64url');
      const isOurs = prefix === version && more.length === 0 && bytes.byteLength >= nonceBytes + tagBytes;
      if (!isOurs) return null;
      for (const key of keys) {
        const text = opened(bytes, key, context);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function opened(bytes: Buffer, key: Uint8Array, context: string): string | null {
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const opener = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
      .setAAD(aadOf(context))
      .setAuthTag(tag);
    return Buffer.concat([opener.update(bytes.subarray(nonceBytes + tagBytes)), opener.final()]).toString('utf8');
  } catch {
    // The tag does not fit: another key, another context, or other bytes.
    return null;
  }
}

function aadOf(context: string): Buffer {
  return Buffer.from(`${version}\n${context}`, 'utf8');
}
