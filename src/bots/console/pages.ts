import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { UserId } from '../../core/ids.ts';
import type { Messages } from '../../core/ports/messages.ts';
import type { Random } from '../../core/ports/world.ts';
import { general } from './channels.ts';
import type { Said } from './draw/answer.ts';
import type { Theme } from './draw/frame.ts';
import { drawOlder, drawPage } from './draw/page.ts';
import type { ClipLink } from './draw/view.ts';
import type { Env } from './guard.ts';
import type { ConsolePerson } from './people.ts';
import { isOfAnother, markOf } from './reader-mark.ts';
import type { Sessions } from './session.ts';
import { words } from './words.ts';

const pageMessages = 50;
const keyBytes = 12;

type Deps = {
  readonly messages: Messages;
  readonly sessions: Sessions;
  readonly random: Random;
  readonly people: readonly ConsolePerson[];
  readonly isPlay: boolean;
  readonly clipLink: ClipLink;
  readonly userOf: (person: ConsolePerson) => Promise<UserId>;
};

type Shown = { readonly answer: Said | null; readonly compose: string | null };

/** The channel as a page, and pieces of it. */
export function createPages({ messages, sessions, random, people, isPlay, clipLink, userOf }: Deps) {
  async function read(c: Context<Env>, beforePosition: number | null) {
    const viewer = await userOf(c.get('person'));
    const found = await messages.page({ ...general, viewer, beforePosition, limit: pageMessages + 1 });
    return { shown: found.slice(-pageMessages), hasEarlier: found.length > pageMessages };
  }

  return {
    async channel(c: Context<Env>, { answer, compose }: Shown, status: 200 | 400 | 403 = 200): Promise<Response> {
      // Whoever can be acted as can be named, also before they ask for anything.
      await Promise.all(people.map(userOf));
      const beforePosition = positionIn(c.req.query('before'));
      // Read first: what changes meanwhile is on the page and comes once more, never not at all.
      const version = await messages.version(general);
      const { shown, hasEarlier } = await read(c, beforePosition);
      const isFirst = shown.length === 0 && beforePosition === null;
      const page = drawPage(
        {
          people,
          person: c.get('person'),
          theme: themeIn(c),
          composer: {
            text: compose ?? (isFirst ? words.firstCommand : ''),
            isGiven: compose !== null,
            who: c.get('person').who,
            key: random.secretHex(keyBytes),
            csrf: sessions.csrfOf(c.get('session')),
            isPlay,
            role: c.get('person').role,
          },
          messages: shown,
          version,
          reader: markOf(c.get('session')),
          hasEarlier,
          isLatest: beforePosition === null,
          answer,
        },
        clipLink,
      );
      return c.html(page, status);
    },

    async older(c: Context<Env>): Promise<Response> {
      if (isOfAnother(c)) return c.text(words.refused.another, 409);
      const { shown, hasEarlier } = await read(c, positionIn(c.req.query('before')));
      return c.html(drawOlder({ messages: shown, hasEarlier, isPlay }, clipLink));
    },
  };
}

/** What they chose; null for what their system says. */
export function themeIn(c: Context): Theme {
  const theme = getCookie(c, 'theme');
  return theme === 'light' || theme === 'dark' ? theme : null;
}

function positionIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
