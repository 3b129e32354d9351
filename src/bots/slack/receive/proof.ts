import { isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';

/** What of a request proves that Slack sent it, and sent it now. */
export type Signed = {
  readonly body: string;
  readonly signature: string | undefined;
  /** Seconds since the epoch. */
  readonly timestamp: string | undefined;
};

export type Proof = 'proven' | 'forged' | 'stale' | 'future' | 'replayed';

/** How far Slack's clock and ours may differ: docs.slack.dev/authentication/verifying-requests-from-slack */
const clockMsMax = 5 * MINUTE;

/** Bolt reads no further than to a second `=`: with one, the same would look like something else. */
const signatureForm = /^v0=[\da-f]{64}$/u;

/** Judges requests by their signature and their time, and takes each of them once. */
export function createProofs({ clock, signingSecret }: { readonly clock: Clock; readonly signingSecret: string }) {
  /** Signatures that were taken, in the order they came, until their time is too old by itself. */
  const taken = new Map<string, number>();

  function sweep(nowMs: number): void {
    for (const [signature, untilMs] of taken) {
      if (untilMs > nowMs) return;
      taken.delete(signature);
    }
  }

  return function judge({ body, signature = '', timestamp = '' }: Signed): Proof {
    if (!/^\d{1,12}$/.test(timestamp) || !signatureForm.test(signature)) return 'forged';
    const nowMs = clock.nowMs();
    const sentAtMs = Number(timestamp) * SECOND;
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) };
    // Its own look at the time is by the second, and the one below by the millisecond.
    const isGenuine = isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: sentAtMs });
    if (!isGenuine) return 'forged';
    if (nowMs - sentAtMs > clockMsMax) return 'stale';
    if (sentAtMs - nowMs > clockMsMax) return 'future';
    sweep(nowMs);
    if (taken.has(signature)) return 'replayed';
    taken.set(signature, nowMs + 2 * clockMsMax + SECOND);
    return 'proven';
  };
}
