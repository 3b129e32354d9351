import { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import { backoffMs } from '../../../core/backoff.ts';
import type { Clock, Log, Random } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { within } from '../../within.ts';
import { sdkLog } from '../sdk-log.ts';
import type { Taker } from './taker.ts';

export type SocketState =
  | { readonly kind: 'connected' }
  /** Not let in, for a reason that only the operator can take away. It is tried all the same. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'away'; readonly sinceMs: number };

type Deps = {
  readonly taker: Taker;
  readonly settings: { readonly apiUrl: string; readonly appToken: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

const openMsMax = 20 * SECOND;
const closeMsMax = 3 * SECOND;
/** One that ended sooner counts as a failed try: Slack gives out few addresses a minute. */
const stoodMsMin = 30 * SECOND;
const backoff = { firstMs: SECOND, maxMs: MINUTE } as const;

/** An envelope as Slack sends it, unwrapped by its library. */
const envelope = z.object({
  body: z.record(z.string(), z.unknown()),
  retry_num: z.number().optional(),
  ack: z.custom<(answer?: unknown) => Promise<void>>((value) => typeof value === 'function'),
});

/**
 * Socket Mode: the same over a connection of our own making, for where nobody outside can reach us. The library's own
 * way to connect again lets a failed try end the process, so each connection is a client of its own.
 */
export function createSocket({ taker, settings, clock, random, log }: Deps) {
  let state: SocketState = { kind: 'away', sinceMs: clock.nowMs() };

  function isAway(): void {
    if (state.kind === 'connected') state = { kind: 'away', sinceMs: clock.nowMs() };
  }

  async function onEnvelope(sent: unknown): Promise<void> {
    const read = envelope.safeParse(sent);
    if (!read.success) {
      log.warn('Slack sent an envelope that is not known', { why: z.prettifyError(read.error) });
      return;
    }
    const { body, retry_num: retryNum, ack } = read.data;
    await taker.take({
      body,
      ...(retryNum === undefined ? {} : { retryNum }),
      // On a connection that is lost, nobody hears it: Slack sends the same again.
      ack: (answer) =>
        ack(answer).catch((error: unknown) => log.warn('Slack could not be told', { why: String(error) })),
    });
  }

  /** One connection, until it ends. Resolves to whether it stood for a while. */
  async function connection(signal: AbortSignal): Promise<boolean> {
    const client = new SocketModeClient({
      appToken: settings.appToken,
      autoReconnectEnabled: false,
      logger: sdkLog(log),
      clientOptions: {
        slackApiUrl: settings.apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: openMsMax,
      },
    });
    const ended = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    const onStop = (): void => stopped.resolve();
    signal.addEventListener('abort', onStop, { once: true });
    const sinceMs = clock.nowMs();
    client.on('slack_event', (sent) => void onEnvelope(sent));
    client.on('disconnected', () => ended.resolve());
    try {
      const opened = await within(openMsMax, Promise.race([client.start(), stopped.promise]), clock);
      if (signal.aborted) return true;
      if (!opened.inTime) throw new Error(`no word from Slack within ${openMsMax} ms`);
      state = { kind: 'connected' };
      log.info('connected to Slack over Socket Mode');
      await Promise.race([ended.promise, stopped.promise]);
      return clock.nowMs() - sinceMs >= stoodMsMin;
    } catch (error) {
      noteFailure(error);
      return false;
    } finally {
      signal.removeEventListener('abort', onStop);
      isAway();
      await leave(client);
    }
  }

  function noteFailure(error: unknown): void {
    const why = whyOf(error);
    log.warn('Slack could not be connected to over Socket Mode', { why });
    if (refusals.has(why)) state = { kind: 'refused', why };
    else if (state.kind === 'refused') state = { kind: 'away', sinceMs: clock.nowMs() };
  }

  /** Asked twice it does not wait for the other side. */
  async function leave(client: SocketModeClient): Promise<void> {
    const left = await within(closeMsMax, client.disconnect(), clock);
    if (!left.inTime) client.disconnect().catch(noteFailure);
  }

  return {
    state: (): SocketState => state,
    /** Until `signal` aborts. Never rejects. */
    async run(signal: AbortSignal): Promise<void> {
      let tries = 0;
      while (!signal.aborted) {
        const stood = await connection(signal);
        tries = stood ? 0 : tries + 1;
        // The first after one that stood comes at once.
        if (!signal.aborted && tries > 0) await clock.sleep(backoffMs(backoff, tries - 1, random), signal);
      }
    },
  };
}

/** What only the operator can mend: docs.slack.dev/reference/methods/apps.connections.open */
const refusals: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'forbidden_team',
  'user_removed_from_team',
  'team_disabled',
]);

const platformError = z.object({ data: z.object({ error: z.string() }) });

/** Slack's own word for it, else what went wrong on the way. */
function whyOf(error: unknown): string {
  const said = platformError.safeParse(error);
  if (said.success) return said.data.data.error;
  return error instanceof Error ? error.message : 'the connection was closed before it stood';
}
