import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Clock, Log, Metrics } from '../../../core/ports/world.ts';
import { slackPlatform } from '../places.ts';
import { createProofs, type Proof } from './proof.ts';
import type { Taker } from './taker.ts';

/** Messages come whole with what is done to them, and a message has up to 50 blocks. */
export const eventBytesMax = 1_024 * 1_024;

type Deps = {
  readonly taker: Taker;
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
};

type Outcome = 'taken' | 'challenge' | 'unknown' | 'unreadable' | 'too_large' | Exclude<Proof, 'proven'>;

/**
 * The request URL: everything that people type, press and fill in on Slack comes here when it comes over HTTP. Answered as
 * soon as whoever listens has said that it was taken; the work goes on after that.
 */
export function createRequestUrl({ taker, signingSecret, clock, log, metrics }: Deps): Hono {
  const app = new Hono();
  const judge = createProofs({ clock, signingSecret });

  const count = (outcome: Outcome): void => metrics.count('webhooks', { provider: slackPlatform, outcome });

  function refuse(c: Context, outcome: Exclude<Outcome, 'taken' | 'challenge'>): Response {
    count(outcome);
    const { status, sentence } = refusals[outcome];
    return c.text(sentence, status);
  }

  const limit = bodyLimit({ maxSize: eventBytesMax, onError: (c) => refuse(c, 'too_large') });

  app.post('/events', limit, async (c) => {
    const body = await c.req.text();
    const proof = judge({
      body,
      signature: c.req.header('x-slack-signature'),
      timestamp: c.req.header('x-slack-request-timestamp'),
    });
    if (proof !== 'proven') {
      // No line that is seen by default: strangers must not be able to fill the log.
      log.debug('a request that says it is from Slack was refused', { why: proof });
      return refuse(c, proof);
    }
    const read = readBody(body, c.req.header('content-type') ?? '');
    if (!read) return refuse(c, 'unreadable');
    const challenge = challengeSchema.safeParse(read);
    if (challenge.success) {
      count('challenge');
      return c.json({ challenge: challenge.data.challenge });
    }
    // Slack looks whether the certificate here is good, and wants nothing done.
    if ('ssl_check' in read) return c.body(null, 200);

    const acknowledged = Promise.withResolvers<Response>();
    const retryNum = Number(c.req.header('x-slack-retry-num') ?? 'none');
    const work = taker.take({
      body: read,
      ...(Number.isSafeInteger(retryNum) ? { retryNum } : {}),
      ack: async (answer) => acknowledged.resolve(answerOf(c, answer)),
    });
    const answer = await Promise.race([acknowledged.promise, work.then(() => null)]);
    if (answer === null) return refuse(c, 'unknown');
    count('taken');
    return answer;
  });
  return app;
}

const refusals = {
  forged: { status: 401, sentence: 'This is not signed with the signing secret of our app.' },
  stale: { status: 401, sentence: 'This was signed more than 5 minutes ago. If it is from Slack, our clock is wrong.' },
  future: { status: 401, sentence: 'This was signed in the future. If it is from Slack, our clock is wrong.' },
  replayed: { status: 409, sentence: 'Exactly this was taken before.' },
  unreadable: { status: 400, sentence: 'Expected a form or JSON as Slack sends it.' },
  unknown: { status: 404, sentence: 'Nothing here listens for this.' },
  too_large: { status: 413, sentence: `This is larger than ${eventBytesMax} bytes.` },
} as const;

const challengeSchema = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1_000) });
const record = z.record(z.string(), z.unknown());

/** Events are JSON; commands are a form; what is pressed and filled in is JSON in a field of a form. */
function readBody(body: string, contentType: string): Record<string, unknown> | null {
  if (contentType.startsWith('application/json')) return parse(body);
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return null;
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields['payload'] === undefined ? fields : parse(fields['payload']);
}

function parse(json: string): Record<string, unknown> | null {
  try {
    return record.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

function answerOf(c: Context, answer: unknown): Response {
  if (answer === undefined || answer === null || answer === '') return c.body(null, 200);
  return typeof answer === 'string' ? c.text(answer) : c.json(answer);
}
