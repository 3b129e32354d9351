import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WebhookResult } from '../core/usecases/take-webhook.ts';

export type WebhookOutcome =
  | { readonly kind: Exclude<WebhookResult['kind'], 'rejected'> }
  | Extract<WebhookResult, { kind: 'rejected' }>
  | { readonly kind: 'too_large' }
  | { readonly kind: 'store_away' };

export type WebhookAnswer = {
  readonly status: ContentfulStatusCode;
  readonly sentence: string;
  readonly retryAfterSeconds?: number;
};

const retryAfterSeconds = 10;

/**
 * What the sender is told. Senders take any 2xx for delivered and try everything else again, for hours to days, so
 * an event that could still be ours must not get a 2xx. Never a 3xx: some senders fail on it for good, without a word.
 */
export function answerTo(outcome: WebhookOutcome): WebhookAnswer {
  switch (outcome.kind) {
    // Recorded; the engine is asked for its own word.
    case 'noted':
      return { status: 200, sentence: 'Noted.' };
    // Delivered before: it must stop being sent.
    case 'seen_before':
      return { status: 200, sentence: 'Noted before.' };
    // The engine may call before we have recorded its task, and a 2xx would lose that event for ever.
    case 'unknown_attempt':
      return { status: 404, sentence: 'No job of ours is known by this address or task; try again later.' };
    // A provider may be configured again while its jobs still run.
    case 'unknown_provider':
      return { status: 404, sentence: 'No provider of that name is configured here.' };
    // The address names one of our jobs, but its token is made up.
    case 'forged':
      return { status: 403, sentence: 'The token in this address is not the one we gave out.' };
    case 'rejected':
      return answerToRejection(outcome.reason);
    // The same bytes will never fit, but senders have no status that ends their tries.
    case 'too_large':
      return { status: 413, sentence: 'The body is too large for a webhook.' };
    // Its keys could not be fetched: the same delivery may be provable in a moment.
    case 'unproven':
      return { status: 503, sentence: 'The signature cannot be checked right now; try again.', retryAfterSeconds };
    // Nothing was recorded, so it must come again.
    case 'store_away':
      return { status: 503, sentence: 'The database cannot be reached right now; try again.', retryAfterSeconds };
  }
}

function answerToRejection(reason: Extract<WebhookResult, { kind: 'rejected' }>['reason']): WebhookAnswer {
  switch (reason) {
    // A wrong secret here or there: once it is mended, the next try is good.
    case 'bad_signature':
      return { status: 401, sentence: 'The signature does not match the body.' };
    // A replay looks so, and so does a wrong clock: a genuine sender signs its next try anew.
    case 'stale':
      return { status: 401, sentence: 'The signature is too old, or from a clock that is ahead of ours.' };
    // Genuine or not, it will never be readable.
    case 'malformed':
      return { status: 400, sentence: 'The body or its signature headers are not in the form we know.' };
  }
}
