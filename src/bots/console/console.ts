import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import type { Chat } from '../../core/ports/chat.ts';
import { isId } from '../../core/ids.ts';
import { StoreUnavailable } from '../../core/ports/store.ts';
import { createActions } from './actions.ts';
import { createAssets } from './assets.ts';
import { general } from './channels.ts';
import { createConsoleChat } from './chat.ts';
import type { ConsoleDeps } from './deps.ts';
import { drawMessage, drawRemoved } from './draw/message.ts';
import { drawProblem } from './draw/sign-in.ts';
import type { ClipLink } from './draw/view.ts';
import { createEvents } from './events.ts';
import { createFeed } from './feed.ts';
import { type Env, formText, isCall, sameOrigin, signedIn, strictHeaders, withToken } from './guard.ts';
import { createInputSources } from './input-source.ts';
import { createKnownBrowsers } from './known-browser.ts';
import { createPages, themeIn } from './pages.ts';
import { createUsers, peopleOf } from './people.ts';
import { createSay } from './say.ts';
import { createSessions } from './session.ts';
import { createSignIn } from './sign-in.ts';
import { createUsage } from './usage.ts';
import { createUploads, imageBytesMax, tooLarge } from './uploads.ts';
import { words } from './words.ts';

const formBytesMax = imageBytesMax + 256 * 1024;
/** A press or a setting. Anybody may knock. */
const smallBytesMax = 16 * 1024;
/** Anything that fits into the box, as forms write it: nine bytes for a character. */
const textBytesMax = 256 * 1024;
const yearSeconds = 365 * 24 * 60 * 60;

/** The chat that comes with the service: a channel in the browser, and the adapter that posts to it. */
export function createConsole(deps: ConsoleDeps): {
  readonly chat: Chat;
  readonly app: Hono;
  /** Lets its holder in once; null where a token does, and once it was used or is too old. */
  signInLink(address: string): string | null;
  /** Each route bounds what it takes, and says so in its own words. */
  readonly bodyBytesMax: null;
  /** Ends every open page's stream. */
  close(): void;
} {
  const { messages, clock, random, ids, log, publicUrl, secretKey, signIn, endedSessions, guesses } = deps;
  const isPlay = !signIn.needed;
  const adminToken = signIn.needed ? signIn.adminToken : null;
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  const clipLink: ClipLink = (id) => (isId('clip', id) ? deps.clipLink(id) : '');

  const people = peopleOf(isPlay);
  const userOf = createUsers({ store: deps.store, ids, clock });
  const sessions = createSessions({ secretKey, adminToken, isHttps, clock, random, endedSessions });
  const browsers = createKnownBrowsers({ secretKey, isHttps, random });
  const closing = new AbortController();
  const draw: Parameters<typeof createFeed>[0]['draw'] = async (message) =>
    (await (message.removedAtMs === null ? drawMessage(message, clipLink) : drawRemoved(message))).toString();
  const feed = createFeed({ messages, channel: general, clock, log, draw });
  const inputs = createInputSources(secretKey, deps.media);
  const chat = createConsoleChat({
    messages,
    clock,
    offers: deps.offers,
    engines: deps.engines,
    openInput: (source) => inputs.open(source),
    onChange: (message) => feed.changed(message?.version ?? null),
  });

  const pages = createPages({ messages, sessions, random, people, isPlay, clipLink, userOf });
  const usage = createUsage({ store: deps.store, clock, rules: deps.rules, userOf, themeIn });
  const say = createSay({ ...deps, inputs, onChange: (version) => feed.changed(version) });
  const keep = createUploads({ media: deps.media, inputs, clock, ids, log });
  const actions = createActions({ say, pages, keep, inputs, killEngine: deps.killEngine, clipLink, isPlay });
  const newestVersion = (): Promise<number> => messages.version(general);
  const events = createEvents({ feed, sessions, log, closing: closing.signal, newestVersion });
  const door = createSignIn({ sessions, browsers, guesses, clock, random, log, adminToken, who: people[0].who });

  const own = sameOrigin(publicUrl);
  const guarded = signedIn({ sessions, people, isPlay });
  const token = withToken(sessions, (c) => actions.outOfDate(c, 403));
  const small = upTo(smallBytesMax);
  const withImage = upTo(formBytesMax, tooLarge(null));

  const app = new Hono<Env>();
  app.onError((error, c) => {
    // Whoever asked has left in the middle of it: nothing is wrong with us, and nobody reads this.
    if (c.req.raw.signal.aborted) return c.body(null, 400);
    if (error instanceof HTTPException) {
      return isCall(c) ? c.text(error.message, error.status) : c.html(drawProblem(error.message), error.status);
    }
    const isStore = error instanceof StoreUnavailable;
    if (isStore) log.warn('the console could not reach the store', { why: error.message });
    else log.error('the console failed', error);
    const [sentence, status] = isStore ? [words.refused.store, 503 as const] : [words.refused.broken, 500 as const];
    return isCall(c) ? c.text(sentence, status) : c.html(drawProblem(sentence), status);
  });

  app.get('/', strictHeaders, guarded, (c) => pages.channel(c, { answer: null, compose: null }));
  app.get('/messages', strictHeaders, guarded, (c) => pages.older(c));
  app.get('/usage', strictHeaders, guarded, (c) => usage.page(c));
  app.get('/usage.csv', strictHeaders, guarded, (c) => usage.file(c));
  app.get('/events', strictHeaders, guarded, async (c) => events(c, await userOf(c.get('person'))));
  app.get('/assets/:file', strictHeaders, createAssets());

  app.post('/commands', strictHeaders, own, withImage, guarded, token, (c) => actions.command(c));
  app.post('/buttons', strictHeaders, own, small, guarded, token, (c) => actions.press(c));
  app.post('/edit', strictHeaders, own, upTo(textBytesMax), guarded, token, (c) => actions.edit(c));
  app.post('/inputs', strictHeaders, own, withImage, guarded, token, (c) => actions.attach(c));
  app.post('/theme', strictHeaders, own, small, guarded, token, async (c) => {
    const theme = (await formText(c, 'theme')) === 'dark' ? 'dark' : 'light';
    setCookie(c, 'theme', theme, { path: '/', sameSite: 'Lax', secure: isHttps, maxAge: yearSeconds });
    if (isCall(c)) return c.body(null, 204);
    return c.redirect('/', 303);
  });

  if (isPlay) {
    app.post('/try/kill-engine', strictHeaders, own, small, guarded, token, (c) => actions.kill(c));
    app.post('/act-as', strictHeaders, own, small, guarded, token, async (c) => {
      const who = await formText(c, 'who');
      if (people.some((person) => person.who === who)) {
        await sessions.end(c, c.get('session'));
        sessions.start(c, who);
      }
      // Whoever chose goes on from there.
      return c.redirect('/#who', 303);
    });
  } else {
    app.get('/sign-in', strictHeaders, (c) => door.page(c));
    app.post('/sign-in', strictHeaders, own, small, (c) => door.enter(c));
    app.post('/sign-out', strictHeaders, own, small, guarded, token, async (c) => {
      await sessions.end(c, c.get('session'));
      return c.redirect('/sign-in', 303);
    });
  }

  return {
    chat,
    app: new Hono().route('/', app),
    signInLink: (address) => (isPlay ? null : door.link(address)),
    bodyBytesMax: null,
    close() {
      closing.abort();
      feed.close();
    },
  };
}

function upTo(maxSize: number, sentence: string = words.refused.tooLarge): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: (c) => (isCall(c) ? c.text(sentence, 413) : c.html(drawProblem(sentence), 413)),
  });
}
