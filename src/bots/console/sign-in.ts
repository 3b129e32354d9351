import type { Context } from 'hono';
import type { Clock, Random } from '../../core/ports/world.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import { drawLinkPage, drawSignIn } from './draw/sign-in.ts';
import { formText } from './guard.ts';
import { isSame, type Sessions } from './session.ts';
import { createTryWindow } from './try-window.ts';
import { words } from './words.ts';

const triesPerMinuteMax = 10;
const linkMs = HOUR;
const codeBytes = 32;

type Deps = {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly random: Random;
  readonly adminToken: string | null;
  readonly who: string;
};

/** The door of a console that needs one: the admin token, or without one a link that works once. */
export function createSignIn({ sessions, clock, random, adminToken, who }: Deps) {
  const window = createTryWindow(clock, triesPerMinuteMax, MINUTE);
  const madeAtMs = clock.nowMs();
  let code = adminToken === null ? random.secretHex(codeBytes) : null;

  const liveCode = (): string | null => (clock.nowMs() < madeAtMs + linkMs ? code : null);

  function refuse(c: Context, problem: string, status: 403 | 429): Response | Promise<Response> {
    return c.html(drawSignIn(adminToken !== null, problem), status);
  }

  return {
    /** The link at an address of ours; null once it was used or is too old, and where the token does it. */
    link(address: string): string | null {
      const now = liveCode();
      return now === null ? null : `${address}/sign-in?code=${now}`;
    },

    page(c: Context): Response | Promise<Response> {
      const given = c.req.query('code');
      if (sessions.of(c)?.who === who) return c.redirect('/', 303);
      if (given === undefined || adminToken !== null) return c.html(drawSignIn(adminToken !== null, null));
      return c.html(drawLinkPage(given));
    },

    async enter(c: Context): Promise<Response> {
      if (!window.take()) return refuse(c, words.signIn.tooOften, 429);
      const [token, given] = [await formText(c, 'token'), await formText(c, 'code')];
      const expected = adminToken ?? liveCode();
      if (expected === null || !isSame(adminToken === null ? given : token, expected)) {
        return refuse(c, adminToken === null ? words.signIn.linkGone : words.signIn.wrong, 403);
      }
      code = null;
      sessions.start(c, who);
      return c.redirect('/', 303);
    },
  };
}
