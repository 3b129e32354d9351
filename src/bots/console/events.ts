import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { StoreUnavailable } from '../../core/ports/store.ts';
import type { UserId } from '../../core/ids.ts';
import type { Log } from '../../core/ports/world.ts';
import { changesMax, type Feed } from './feed.ts';
import type { Env } from './guard.ts';
import { isOfAnother } from './reader-mark.ts';
import type { Session, Sessions } from './session.ts';
import { words } from './words.ts';

const streamsMax = 500;
const retryMs = 1_000;

type Deps = {
  readonly feed: Feed;
  readonly sessions: Sessions;
  readonly log: Log;
  /** Ends every stream when the service closes. */
  readonly closing: AbortSignal;
  readonly newestVersion: () => Promise<number>;
};

type Reader = {
  readonly viewer: UserId;
  readonly session: Session;
  readonly afterVersion: number;
  /** The page shows what somebody else may see. */
  readonly isOfAnother: boolean;
};

/** The live part of the page: what changed since a version, then each change as it comes. */
export function createEvents({ feed, sessions, log, closing, newestVersion }: Deps) {
  let open = 0;

  async function send(stream: SSEStreamingApi, reader: Reader, signal: AbortSignal): Promise<void> {
    await stream.write(`retry: ${retryMs}\n\n`);
    if (reader.isOfAnother) {
      await stream.writeSSE({ event: 'reload', data: 'this page is of somebody else' });
      return;
    }
    let cursor = reader.afterVersion;
    const missed = await feed.changes(reader.viewer, cursor);
    // A version from the future is one of another database: what the page shows is not to be trusted either.
    if (missed.drawn.length >= changesMax || cursor > (await newestVersion())) {
      await stream.writeSSE({ event: 'reload', data: 'too much was missed' });
      return;
    }
    for (let news = missed; !signal.aborted; news = await feed.changes(reader.viewer, cursor)) {
      for (const { message, html } of news.drawn) {
        await stream.writeSSE({ id: String(message.version), data: html });
      }
      cursor = news.upTo;
      if (news.drawn.length < changesMax && (await feed.next(cursor, signal)) === 'beat')
        await stream.write(': here\n\n');
      if (!(await sessions.isLive(reader.session))) return;
    }
  }

  return (c: Context<Env>, viewer: UserId): Response => {
    // Answered like any GET, but nobody would read a stream, nor end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    if (open >= streamsMax) return c.text(words.refused.busy, 503);
    const session = c.get('session');
    const afterVersion = versionIn(c.req.header('Last-Event-ID')) ?? versionIn(c.req.query('after')) ?? 0;
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, closing]);
    open += 1;
    const leave = feed.join();
    c.header('X-Accel-Buffering', 'no');
    const response = streamSSE(c, async (stream) => {
      stream.onAbort(() => gone.abort());
      try {
        await send(stream, { viewer, session, afterVersion, isOfAnother: isOfAnother(c) }, signal);
      } catch (error) {
        // The page comes back by itself, and goes on from where it was.
        if (error instanceof StoreUnavailable) log.warn('a page lost its live messages', { why: error.message });
        else log.error('a page lost its live messages', error);
      } finally {
        leave();
        open -= 1;
      }
    });
    response.headers.set('Cache-Control', 'no-store');
    return response;
  };
}

function versionIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
