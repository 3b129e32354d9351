import { createHash, createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod';
import { deriveKey } from '../../core/derived-key.ts';
import { isSame } from '../../core/guess-limit.ts';
import type { EndedSessions } from '../../core/ports/sessions.ts';
import type { Clock, Random } from '../../core/ports/world.ts';
import { DAY, SECOND } from '../../core/time.ts';

const sessionMs = 7 * DAY;

const Session = z.object({ id: z.string(), who: z.string(), untilMs: z.number() });
export type Session = z.infer<typeof Session>;

export type Sessions = {
  /** Starts a session and sets its cookie, which only this service can make. */
  start(c: Context, who: string): Session;
  of(c: Context): Promise<Session | null>;
  /** For good: also for whoever kept its cookie, and after a restart. */
  end(c: Context, session: Session): Promise<void>;
  isLive(session: Session): Promise<boolean>;
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
  readonly endedSessions: EndedSessions;
};

export function createSessions({ secretKey, adminToken, isHttps, clock, random, endedSessions }: Deps): Sessions {
  const tokenHash = createHash('sha256')
    .update(adminToken ?? '')
    .digest('hex');
  const key = createHmac('sha256', deriveKey(secretKey, 'session')).update(tokenHash).digest();
  const csrfKey = deriveKey(secretKey, 'csrf');
  const name = cookieName(secretKey, isHttps);
  // Not `Strict`: that would keep it back from whoever follows a link in a chat, and show them the door.
  const cookie = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps } as const;

  const isLive = async ({ id, untilMs }: Session): Promise<boolean> =>
    clock.nowMs() < untilMs && !(await endedSessions.isEnded(id));

  return {
    start(c, who) {
      const session = { id: random.secretHex(16), who, untilMs: clock.nowMs() + sessionMs };
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
      setCookie(c, name, `${payload}.${proofOf(key, payload)}`, { ...cookie, maxAge: sessionMs / SECOND });
      return session;
    },
    async of(c) {
      const [payload = '', proof = ''] = (getCookie(c, name) ?? '').split('.');
      if (!isSame(proof, proofOf(key, payload))) return null;
      const session = Session.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return (await isLive(session)) ? session : null;
    },
    async end(c, session) {
      await endedSessions.end(session.id, session.untilMs, clock.nowMs());
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

export function proofOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
