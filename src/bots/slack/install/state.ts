import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { isSame } from '../../../core/guess-limit.ts';
import type { EndedSessions } from '../../../core/ports/sessions.ts';
import type { Clock, Random } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { createTurns } from '../../in-turn.ts';

/** How long somebody may think it over at Slack. */
const stateMs = 10 * MINUTE;
const idBytes = 16;

const payloadSchema = z.object({ id: z.string().min(1), untilMs: z.number() });

export type StateVerdict = 'good' | 'foreign' | 'old' | 'used';

type Deps = {
  readonly key: Uint8Array;
  readonly cookieName: string;
  readonly isHttps: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly endedSessions: EndedSessions;
};

/**
 * What goes to Slack and comes back with an installation, so that nobody can slip somebody else one that they did not
 * begin: signed, good in the browser that began, for ten minutes and once.
 */
export function createInstallStates({ key, cookieName, isHttps, clock, random, endedSessions }: Deps) {
  const inTurn = createTurns();
  // Not `Strict`: the way back from Slack begins on another site.
  const cookie = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps } as const;

  const proofOf = (payload: string, browser: string): string =>
    createHmac('sha256', key).update(`${payload}.${browser}`).digest('base64url');

  async function use({ id, untilMs }: z.infer<typeof payloadSchema>): Promise<StateVerdict> {
    const nowMs = clock.nowMs();
    if (untilMs <= nowMs) return 'old';
    const name = `slack-install:${id}`;
    if (await endedSessions.isEnded(name)) return 'used';
    await endedSessions.end(name, untilMs, nowMs);
    return 'good';
  }

  return {
    /** Several may be under way in one browser. */
    begin(c: Context): string {
      const known = getCookie(c, cookieName);
      const browser = known !== undefined && /^[\da-f]{32}$/.test(known) ? known : random.secretHex(idBytes);
      setCookie(c, cookieName, browser, { ...cookie, maxAge: stateMs / SECOND });
      const state = { id: random.secretHex(idBytes), untilMs: clock.nowMs() + stateMs };
      const payload = Buffer.from(JSON.stringify(state)).toString('base64url');
      return `${payload}.${proofOf(payload, browser)}`;
    },

    /** Good once: then it is used. */
    async take(c: Context, state: string): Promise<StateVerdict> {
      const [payload = '', proof = ''] = state.split('.');
      const browser = getCookie(c, cookieName) ?? '';
      if (!isSame(proof, proofOf(payload, browser))) return 'foreign';
      const read = payloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return inTurn(read.id, () => use(read));
    },
  };
}
