import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { z } from 'zod';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { networkFailure } from '../../../core/network-failure.ts';

/**
 * Why Discord did not do what it was asked. `detail` is for the log: never the address, which can hold a token, and
 * never what was sent.
 */
export type ApiProblem =
  /** The channel, the server or the person is not there any more. */
  | { readonly kind: 'gone'; readonly detail: string }
  | { readonly kind: 'message_gone'; readonly detail: string }
  /** We may not do it there. Asking again changes nothing. */
  | { readonly kind: 'not_allowed'; readonly detail: string }
  | { readonly kind: 'archived'; readonly detail: string }
  | { readonly kind: 'too_large'; readonly detail: string }
  /** The server's or Discord's own filters did not let it through. */
  | { readonly kind: 'blocked'; readonly detail: string }
  | { readonly kind: 'slow'; readonly afterMs: number | null; readonly detail: string }
  /** The token of an answer is no good any more. */
  | { readonly kind: 'answer_over'; readonly detail: string }
  /** Our own token is refused, or was a moment ago. */
  | { readonly kind: 'token_refused'; readonly afterMs: number; readonly detail: string }
  /** Discord does not understand us: a fault of ours. */
  | { readonly kind: 'rejected'; readonly detail: string }
  /** Whether it was done is not known. */
  | { readonly kind: 'ambiguous'; readonly detail: string }
  /** Nothing of it reached Discord. */
  | { readonly kind: 'not_sent'; readonly detail: string };

/** How long nothing is asked with our own token once it was refused. */
export const refusedPauseMs = MINUTE;

/** Cloudflare, in front of Discord, turns us away: for having asked too much that was refused, say. That is about no channel. */
const cloudflare = 40333;
const cloudflarePauseMs = 10 * MINUTE;

/** `asBot` when it was asked with our own token, and not with that of an answer. */
export function problemOf(error: unknown, asBot: boolean): ApiProblem {
  if (error instanceof RateLimitError) {
    const afterMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return { kind: 'slow', afterMs, detail: `Discord asks for patience: ${afterMs} ms` };
  }
  if (error instanceof DiscordAPIError) return problemOfRefusal(error, asBot);
  if (error instanceof HTTPError) return { kind: 'ambiguous', detail: `Discord answered ${error.status}` };
  return problemOfNetwork(error);
}

const patience = z.object({ retry_after: z.number().nonnegative() });

function problemOfRefusal(error: DiscordAPIError, asBot: boolean): ApiProblem {
  const { status } = error;
  // What is no answer of Discord's own has no code, whatever discord.js takes for one.
  const code = typeof error.code === 'number' ? error.code : null;
  const detail = `Discord answered ${status}${code === null ? '' : `, code ${code}`}`;
  const asked = patience.safeParse(error.rawError);
  const askedMs = asked.success ? asked.data.retry_after * SECOND : null;
  const isCloudflare = code === cloudflare || (code === null && status === 403);
  const afterMs = askedMs ?? (isCloudflare ? cloudflarePauseMs : null);
  const kind = code === null ? undefined : kindByCode.get(code);
  if (kind === 'slow') return { kind, afterMs, detail };
  if (kind !== undefined) return { kind, detail };
  switch (status) {
    case 401:
      return asBot ? { kind: 'token_refused', afterMs: refusedPauseMs, detail } : { kind: 'answer_over', detail };
    case 403:
      return isCloudflare ? { kind: 'slow', afterMs, detail } : { kind: 'not_allowed', detail };
    case 408:
      return { kind: 'ambiguous', detail };
    case 413:
      return { kind: 'too_large', detail };
    case 429:
      return { kind: 'slow', afterMs, detail };
    default:
      return { kind: 'rejected', detail };
  }
}

type KindByCode = Exclude<ApiProblem['kind'], 'token_refused' | 'rejected' | 'ambiguous' | 'not_sent'>;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const codes: readonly (readonly [KindByCode, readonly number[]])[] = [
  // Unknown channel, server, member, person.
  ['gone', [10003, 10004, 10007, 10013, 50033]],
  ['message_gone', [10008]],
  // An unknown answer, and one that is over.
  ['answer_over', [10015, 50027]],
  // No access, no right; no direct messages with this person; no messages in such a channel; a locked thread.
  ['not_allowed', [50001, 50013, 50007, 50278, 50008, 50009, 50024, 40058, 160002, 160005]],
  ['archived', [50083]],
  ['too_large', [40005, 50045]],
  // Explicit, against the server's rules, a harmful link, no files in this server for now.
  ['blocked', [20009, 200000, 200001, 240000, 400001]],
  // Slow mode, writes to a channel or server, edits of old messages, new direct messages; turned away for a while.
  ['slow', [20016, 20028, 20029, 30046, 40003, 40004, 40006, 40062, 130000, cloudflare]],
];

const kindByCode = new Map(codes.flatMap(([kind, all]) => all.map((code) => [code, kind] as const)));

function problemOfNetwork(error: unknown): ApiProblem {
  const { word, isUnsent } = networkFailure(error);
  return isUnsent
    ? { kind: 'not_sent', detail: `no connection to Discord (${word})` }
    : { kind: 'ambiguous', detail: `no answer from Discord (${word})` };
}
