import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Clock, Random } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { networkFailure } from '../../../core/network-failure.ts';

export type Probe =
  | { readonly kind: 'good' }
  /** Somebody with another signing secret is there. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'wrong'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly why: string };

const probeMsMax = 10 * SECOND;
const challengeBytes = 16;

/** Asks our own request URL from outside what Slack asks of it: docs.slack.dev/reference/events/url_verification */
export async function probeRequestUrl(
  url: string,
  signingSecret: string,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  signal: AbortSignal,
): Promise<Probe> {
  const challenge = random.secretHex(challengeBytes);
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const timestamp = String(Math.floor(clock.nowMs() / SECOND));
  const proof = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${proof}`,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(probeMsMax)]),
    });
    if (response.status === 401) return { kind: 'foreign' };
    const answer = z.object({ challenge: z.literal(challenge) }).safeParse(await readJson(response));
    return answer.success ? { kind: 'good' } : { kind: 'wrong', status: response.status };
  } catch (error) {
    return { kind: 'unreachable', why: networkFailure(error).word };
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
