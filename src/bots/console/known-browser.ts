import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { deriveKey } from '../../core/derived-key.ts';
import { isSame } from '../../core/guess-limit.ts';
import type { Random } from '../../core/ports/world.ts';
import { DAY, SECOND } from '../../core/time.ts';
import { cookieName, proofOf } from './session.ts';

/** Longer than browsers keep a cookie. */
const knownMs = 400 * DAY;

export type KnownBrowsers = {
  /** Notes in a cookie that this browser has signed in. It opens nothing. */
  mark(c: Context): void;
  /** Which browser this is; null for one that never signed in. */
  of(c: Context): string | null;
};

/** Tells browsers that have signed in before from strangers, so that these cannot use up their tries. */
export function createKnownBrowsers({
  secretKey,
  isHttps,
  random,
}: {
  readonly secretKey: string;
  readonly isHttps: boolean;
  readonly random: Random;
}): KnownBrowsers {
  const key = deriveKey(secretKey, 'known-browser');
  const name = `${cookieName(secretKey, isHttps)}-known`;

  function of(c: Context): string | null {
    const [id = '', proof = ''] = (getCookie(c, name) ?? '').split('.');
    return isSame(proof, proofOf(key, id)) ? id : null;
  }

  return {
    of,
    mark(c) {
      const id = of(c) ?? random.secretHex(16);
      const cookie = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps } as const;
      setCookie(c, name, `${id}.${proofOf(key, id)}`, { ...cookie, maxAge: knownMs / SECOND });
    },
  };
}
