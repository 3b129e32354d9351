import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { type Guesser, type GuessLimit, isSame } from '../../core/guess-limit.ts';
import type { Clock, Log, Random } from '../../core/ports/world.ts';
import { HOUR, MINUTE, SECOND } from '../../core/time.ts';
import { drawLinkPage, drawSignIn } from './draw/sign-in.ts';
import { formText } from './guard.ts';
import type { KnownBrowsers } from './known-browser.ts';
import type { Sessions } from './session.ts';
import { createTryWindow } from './try-window.ts';
import { words } from './words.ts';

const linkMs = HOUR;
const codeBytes = 32;
/** So that strangers cannot fill the log. */
const linesPerMinuteMax = 10;

type Deps = {
  readonly sessions: Sessions;
  readonly browsers: KnownBrowsers;
  readonly guesses: GuessLimit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly adminToken: string | null;
  readonly who: string;
};

/** The door of a console that needs one: the admin token, or without one a link that works once. */
export function createSignIn({ sessions, browsers, guesses, clock, random, log, adminToken, who }: Deps) {
  const lines = createTryWindow(clock, linesPerMinuteMax, MINUTE);
  const madeAtMs = clock.nowMs();
  let code = adminToken === null ? random.secretHex(codeBytes) : null;

  const liveCode = (): string | null => (clock.nowMs() < madeAtMs + linkMs ? code : null);

  async function refuse(c: Context, problem: string, status: 403 | 429): Promise<Response> {
    return c.html(await drawSignIn(adminToken !== null, problem), status);
  }

  function letIn(c: Context): Response {
    browsers.mark(c);
    sessions.start(c, who);
    return c.redirect('/', 303);
  }

  async function enterWithToken(c: Context, expected: string): Promise<Response> {
    const known = browsers.of(c);
    const guesser: Guesser = known === null ? { kind: 'address', address: addressOf(c) } : { kind: 'known', id: known };
    const verdict = guesses.judge({ guesser, at: '/sign-in', given: await formText(c, 'token'), expected });
    if (verdict.kind === 'right') return letIn(c);
    if (verdict.kind === 'wait') {
      c.header('Retry-After', String(Math.ceil(verdict.waitMs / SECOND)));
      return refuse(c, words.signIn.tooOften, 429);
    }
    return refuse(c, words.signIn.wrong, 403);
  }

  /** Its code needs no limit: nobody guesses 256 bits. */
  async function enterWithLink(c: Context): Promise<Response> {
    const given = await formText(c, 'code');
    const expected = liveCode();
    if (expected !== null && isSame(given, expected)) {
      code = null;
      return letIn(c);
    }
    if (lines.take()) log.warn('a sign-in link was refused', { by: addressOf(c), isOver: expected === null });
    return refuse(c, words.signIn.linkGone, 403);
  }

  return {
    /** The link at an address of ours; null once it was used or is too old, and where the token does it. */
    link(address: string): string | null {
      const now = liveCode();
      return now === null ? null : `${address}/sign-in?code=${now}`;
    },

    async page(c: Context): Promise<Response> {
      const given = c.req.query('code');
      if ((await sessions.of(c))?.who === who) return c.redirect('/', 303);
      if (given === undefined || adminToken !== null) return c.html(drawSignIn(adminToken !== null, null));
      return c.html(drawLinkPage(given));
    },

    enter: (c: Context): Promise<Response> => (adminToken === null ? enterWithLink(c) : enterWithToken(c, adminToken)),
  };
}

function addressOf(c: Context): string {
  return getConnInfo(c).remote.address ?? 'unknown';
}
