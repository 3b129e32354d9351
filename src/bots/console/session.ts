import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod';
import { deriveKey } from '../../core/derived-key.ts';
import type { Clock, Random } from '../../core/ports/world.ts';
import { DAY, SECOND } from '../../core/time.ts';

const sessionMs = 7 * DAY;
const endedMax = 1_000;

const Session = z.object({ id: z.string(), who: z.string(), untilMs: z.number() });
export type Session = z.infer<typeof Session>;

export type Sessions = {
  /** Starts a session and sets its cookie, which only this service can make. */
  start(c: Context, who: string): Session;
  of(c: Context): Session | null;
  end(c: Context, session: Session): void;
  isLive(session: Session): boolean;
  /** Goes with everything that this session asks to be done. */
  csrfOf(session: Session): string;
  isCsrfOf(session: Session, token: string): boolean;
};

type Deps = {
  readonly secretKey: string;
  /** A change of it ends every session. */
  readonly adminToken: string | null;
  readonly isHttps: boolean;
  readonly clock: Clock;
  readonly random: Random;
};

export function createSessions({ secretKey, adminToken, isHttps, clock, random }: Deps): Sessions {
  const tokenHash = createHash('sha256')
    .update(adminToken ?? '')
    .digest('hex');
  const key = createHmac('sha256', deriveKey(secretKey, 'session')).update(tokenHash).digest();
  const csrfKey = deriveKey(secretKey, 'csrf');
  const name = cookieName(secretKey, isHttps);
  const cookie = { path: '/', httpOnly: true, sameSite: 'Strict', secure: isHttps } as const;
  const ended = new Set<string>();

  const isLive = ({ id, untilMs }: Session): boolean => clock.nowMs() < untilMs && !ended.has(id);

  return {
    start(c, who) {
      const session = { id: random.secretHex(16), who, untilMs: clock.nowMs() + sessionMs };
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
      setCookie(c, name, `${payload}.${proofOf(key, payload)}`, { ...cookie, maxAge: sessionMs / SECOND });
      return session;
    },
    of(c) {
      const [payload = '', proof = ''] = (getCookie(c, name) ?? '').split('.');
      if (!isSame(proof, proofOf(key, payload))) return null;
      const session = Session.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return isLive(session) ? session : null;
    },
    end(c, session) {
      if (ended.size >= endedMax) ended.clear();
      ended.add(session.id);
      deleteCookie(c, name, cookie);
    },
    isLive,
    csrfOf: (session) => proofOf(csrfKey, session.id),
    isCsrfOf: (session, token) => isSame(token, proofOf(csrfKey, session.id)),
  };
}

/** Cookies know no ports: two services on one machine keep theirs apart by their secrets. */
export function cookieName(secretKey: string, isHttps: boolean): string {
  const mark = proofOf(deriveKey(secretKey, 'cookie-name'), 'reelay').slice(0, 8);
  return `${isHttps ? '__Host-' : ''}reelay-${mark}`;
}

function proofOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Compares hashes, so that the time it takes tells nothing. */
export function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
