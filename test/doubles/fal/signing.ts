import { createHash, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

export type Signer = {
  /** What the key set shows now. */
  keySet(): { readonly keys: readonly JsonWebKey[] };
  /** From now on another key signs; the set shows only that. */
  rotate(): void;
  /** Headers of a delivery, as they are by lower-case name. */
  headers(body: string, ids: { readonly requestId: string; readonly atMs: number }): Record<string, string>;
};

const userId = 'user_fal_of_this_test';

/** Signs callbacks the way fal does: Ed25519 over ids, time and the hash of the body. */
export function createSigner(): Signer {
  let pair = generateKeyPairSync('ed25519');
  return {
    keySet: () => ({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'EdDSA' }] }),
    rotate() {
      pair = generateKeyPairSync('ed25519');
    },
    headers(body, { requestId, atMs }) {
      const timestamp = `${Math.floor(atMs / 1_000)}`;
      const hash = createHash('sha256').update(body).digest('hex');
      const message = Buffer.from([requestId, userId, timestamp, hash].join('\n'));
      return {
        'x-fal-webhook-request-id': requestId,
        'x-fal-webhook-user-id': userId,
        'x-fal-webhook-timestamp': timestamp,
        'x-fal-webhook-signature': sign(null, message, pair.privateKey).toString('hex'),
      };
    },
  };
}
