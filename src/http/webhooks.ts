import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { StoreUnavailable } from '../core/ports/store.ts';
import type { Metrics } from '../core/ports/world.ts';
import { SECOND } from '../core/time.ts';
import { takeWebhook, type WebhookAsk, type WebhookDeps } from '../core/usecases/take-webhook.ts';
import { answer } from './answer.ts';
import { answerTo, type WebhookOutcome } from './webhook-outcome.ts';

/** Events are a few hundred bytes; some engines put their whole result in. */
const bodyBytesMax = 256 * 1_024;
/** Senders wait for about 15 s, and some count a slow answer as none. */
const proofTimeoutMs = 5 * SECOND;

export type WebhooksDeps = WebhookDeps & { readonly metrics: Metrics };

/** Where engines call back: per attempt with its token in the path, and one address for all of a provider's jobs. */
export function createWebhooks(deps: WebhooksDeps): Hono {
  const app = new Hono();
  const limit = bodyLimit({ maxSize: bodyBytesMax, onError: (c) => tell(c, { kind: 'too_large' }) });

  function tell(c: Context, outcome: WebhookOutcome): Response {
    const provider = deps.provider(c.req.param('provider') ?? '')?.name ?? 'unknown';
    deps.metrics.count('webhooks', { provider, outcome: outcome.kind === 'rejected' ? outcome.reason : outcome.kind });
    const { status, sentence, retryAfterSeconds } = answerTo(outcome);
    if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds));
    return answer(c, status, sentence);
  }

  async function take(c: Context, address: WebhookAsk['address']): Promise<Response> {
    const ask: WebhookAsk = {
      provider: c.req.param('provider') ?? '',
      address,
      rawBody: new Uint8Array(await c.req.arrayBuffer()),
      headers: new Map(c.req.raw.headers),
    };
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(proofTimeoutMs)]);
    try {
      return tell(c, await takeWebhook(ask, deps, signal));
    } catch (error) {
      if (error instanceof StoreUnavailable) return tell(c, { kind: 'store_away' });
      throw error;
    }
  }

  app.post('/:provider', limit, (c) => take(c, null));
  app.post('/:provider/:jobId/:token', limit, (c) => {
    const { jobId, token } = c.req.param();
    return take(c, { jobId, token });
  });
  return app;
}
