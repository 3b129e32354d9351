import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { ConsolePerson } from './people.ts';
import type { Session, Sessions } from './session.ts';
import { words } from './words.ts';

/** What a handler behind the guards knows about who calls. */
export type Env = { Variables: { session: Session; person: ConsolePerson } };

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `Referrer-Policy` is not `no-referrer`: with that, browsers send the origin `null` with every form. */
export const strictHeaders: MiddlewareHandler = createMiddleware(async (c, next) => {
  await next();
  c.header('Content-Security-Policy', policy);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  if (c.res.headers.get('Cache-Control') === null) c.header('Cache-Control', 'no-store');
});

/** Whether the page's script asks: it wants a piece of the page, or a status it can act on. */
export function isCall(c: Context): boolean {
  return c.req.header('X-Fragment') === '1' || c.req.header('Accept') === 'text/event-stream';
}

/** Refuses what another site's page sends, by what the browser says of it. A browser that says nothing has the token to show. */
export function sameOrigin(publicUrl: string | null): MiddlewareHandler {
  const outside = publicUrl === null ? null : new URL(publicUrl);
  return createMiddleware(async (c, next) => {
    const site = c.req.header('Sec-Fetch-Site');
    const origin = c.req.header('Origin');
    const host = c.req.header('Host') ?? new URL(c.req.url).host;
    // There the whole origin is known. A tunnel to this machine may have any scheme in front.
    const isOutside = outside !== null && URL.parse(`${outside.protocol}//${host}/`)?.host === outside.host;
    const isOwn = (text: string): boolean => text === outside?.origin || (!isOutside && hostIn(text) === host);
    const isForeign =
      origin !== undefined && origin !== 'null' ? !isOwn(origin) : origin === 'null' && site === undefined;
    if (isForeign || (site !== undefined && site !== 'same-origin')) return c.text(words.refused.foreign, 403);
    return next();
  });
}

function hostIn(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

type Guards = {
  readonly sessions: Sessions;
  readonly people: readonly [ConsolePerson, ...ConsolePerson[]];
  readonly isPlay: boolean;
};

/** Lets only those in who signed in. With nothing configured everybody may: a page starts as the first person. */
export function signedIn({ sessions, people, isPlay }: Guards): MiddlewareHandler<Env> {
  return createMiddleware<Env>(async (c, next) => {
    const found = await sessions.of(c);
    const session = found && people.some(({ who }) => who === found.who) ? found : null;
    // A form without its session has no token either, and gets a page that still holds what was typed.
    if (!session && !(isPlay && !isCall(c))) {
      if (!isPlay && !isCall(c)) return c.redirect('/sign-in', 303);
      return c.text(words.refused.signedOut, 401);
    }
    const now = session ?? sessions.start(c, people[0].who);
    c.set('session', now);
    c.set('person', people.find(({ who }) => who === now.who) ?? people[0]);
    return next();
  });
}

/** Refuses what does not carry the session's token, in a header or in the form. */
export function withToken(
  sessions: Sessions,
  refuse: (c: Context<Env>) => Response | Promise<Response>,
): MiddlewareHandler<Env> {
  return createMiddleware<Env>(async (c, next) => {
    const token = c.req.header('X-CSRF-Token') ?? (await formText(c, 'csrf'));
    return sessions.isCsrfOf(c.get('session'), token) ? next() : refuse(c);
  });
}

/** A text field of the form that was sent; empty when there is none. What is no form, whatever it says of itself, is refused. */
export async function formText(c: Context, name: string): Promise<string> {
  const value = (await c.req.parseBody().catch((error: unknown) => refuseForm(c, error)))[name];
  return typeof value === 'string' ? value : '';
}

function refuseForm(c: Context, error: unknown): never {
  if (c.req.raw.signal.aborted || !(error instanceof TypeError)) throw error;
  throw new HTTPException(400, { message: words.refused.form, cause: error });
}
