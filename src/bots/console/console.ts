import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
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
import { createPages } from './pages.ts';
import { createUsers, peopleOf } from './people.ts';
import { createSay } from './say.ts';
import { createSessions } from './session.ts';
import { createSignIn } from './sign-in.ts';
import { createUploads, imageBytesMax } from './uploads.ts';
import { words } from './words.ts';

const formBytesMax = imageBytesMax + 256 * 1024;
/** Anybody may knock. */
const doorBytesMax = 16 * 1024;
const yearSeconds = 365 * 24 * 60 * 60;

/** The chat that comes with the service: a channel in the browser, and the adapter that posts to it. */
export function createConsole(deps: ConsoleDeps): {
  readonly chat: Chat;
  readonly app: Hono;
  /** Lets its holder in once; null where a token does, and once it was used or is too old. */
  signInLink(address: string): string | null;
  /** Largest body that it takes. */
  readonly bodyBytesMax: number;
  /** Ends every open page's stream. */
  close(): void;
} {
  const { messages, clock, random, ids, log, publicUrl, secretKey, signIn } = deps;
  const isPlay = !signIn.needed;
  const adminToken = signIn.needed ? signIn.adminToken : null;
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  const clipLink: ClipLink = (id) => (isId('clip', id) ? deps.clipLink(id) : '');

  const people = peopleOf(isPlay);
  const userOf = createUsers({ store: deps.store, ids, clock });
  const sessions = createSessions({ secretKey, adminToken, isHttps, clock, random });
  const closing = new AbortController();
  const draw: Parameters<typeof createFeed>[0]['draw'] = async (message) =>
    (await (message.removedAtMs === null ? drawMessage(message, clipLink) : drawRemoved(message))).toString();
  const feed = createFeed({ messages, channel: general, clock, log, draw });
  const inputs = createInputSources(secretKey, deps.media);
  const chat = createConsoleChat({
    messages,
    clock,
    offers: deps.offers,
    openInput: (source) => inputs.open(source),
    onChange: (message) => feed.changed(message?.version ?? null),
  });

  const pages = createPages({ messages, sessions, random, people, isPlay, clipLink, userOf });
  const say = createSay({ ...deps, onChange: (version) => feed.changed(version) });
  const keep = createUploads({ media: deps.media, inputs, clock, ids, log });
  const actions = createActions({ say, pages, keep, killEngine: deps.killEngine, clipLink });
  const newestVersion = (): Promise<number> => messages.version(general);
  const events = createEvents({ feed, sessions, log, closing: closing.signal, newestVersion });
  const door = createSignIn({ sessions, clock, random, adminToken, who: people[0].who });

  const own = sameOrigin(publicUrl);
  const guarded = signedIn({ sessions, people, isPlay });
  const token = withToken(sessions);

  const app = new Hono<Env>();
  app.onError((error, c) => {
    const isStore = error instanceof StoreUnavailable;
    if (isStore) log.warn('the console could not reach the store', { why: error.message });
    else log.error('the console failed', error);
    const [sentence, status] = isStore ? [words.refused.store, 503 as const] : [words.refused.broken, 500 as const];
    return isCall(c) ? c.text(sentence, status) : c.html(drawProblem(sentence), status);
  });

  app.get('/', strictHeaders, guarded, (c) => pages.channel(c, { answer: null, compose: null }));
  app.get('/messages', strictHeaders, guarded, (c) => pages.older(c));
  app.get('/events', strictHeaders, guarded, async (c) => events(c, await userOf(c.get('person'))));
  app.get('/assets/:file', strictHeaders, createAssets());

  app.post('/commands', strictHeaders, own, guarded, token, (c) => actions.command(c));
  app.post('/buttons', strictHeaders, own, guarded, token, (c) => actions.press(c));
  app.post('/edit', strictHeaders, own, guarded, token, (c) => actions.edit(c));
  app.post('/inputs', strictHeaders, own, guarded, token, (c) => actions.attach(c));
  app.post('/theme', strictHeaders, own, guarded, token, async (c) => {
    const theme = (await formText(c, 'theme')) === 'dark' ? 'dark' : 'light';
    setCookie(c, 'theme', theme, { path: '/', sameSite: 'Strict', secure: isHttps, maxAge: yearSeconds });
    if (isCall(c)) return c.body(null, 204);
    return c.redirect('/', 303);
  });

  if (isPlay) {
    app.post('/try/kill-engine', strictHeaders, own, guarded, token, (c) => actions.kill(c));
    app.post('/act-as', strictHeaders, own, guarded, token, async (c) => {
      const who = await formText(c, 'who');
      if (people.some((person) => person.who === who)) {
        sessions.end(c, c.get('session'));
        sessions.start(c, who);
      }
      return c.redirect('/', 303);
    });
  } else {
    app.get('/sign-in', strictHeaders, (c) => door.page(c));
    const limited = bodyLimit({ maxSize: doorBytesMax, onError: (c) => c.text(words.refused.tooLarge, 413) });
    app.post('/sign-in', strictHeaders, own, limited, (c) => door.enter(c));
    app.post('/sign-out', strictHeaders, own, guarded, token, (c) => {
      sessions.end(c, c.get('session'));
      return c.redirect('/sign-in', 303);
    });
  }

  return {
    chat,
    app: new Hono().route('/', app),
    signInLink: (address) => (isPlay ? null : door.link(address)),
    bodyBytesMax: formBytesMax,
    close() {
      closing.abort();
      feed.close();
    },
  };
}
