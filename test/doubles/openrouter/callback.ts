import { createHmac } from 'node:crypto';
import type { VideoJob } from './job.ts';

/** A delivery as the API sends it. */
export type Callback = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export type Signing = { readonly secret: string; readonly atMs: number };

/** The event of a job's end, signed: HMAC-SHA256 in hex over the seconds, a comma and the raw body. */
export function callbackFor(job: VideoJob, baseUrl: string, signing: Signing): Callback {
  const body = JSON.stringify({
    type: `video.generation.${job.status}`,
    created_at: new Date(signing.atMs).toISOString(),
    data: {
      id: job.id,
      status: job.status,
      generation_id: job.status === 'completed' ? `gen-${job.id}` : null,
      model: job.request.model,
      ...(job.status === 'completed' ? { unsigned_urls: [`${baseUrl}/videos/${job.id}/content?index=0`] } : {}),
      ...(job.usage ? { usage: job.usage } : {}),
      ...(job.error === undefined ? {} : { error: job.error }),
    },
  });
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-openrouter-signature': signatureOf(body, signing),
      'x-openrouter-idempotency-key': `${job.id}-${job.status}`,
    },
  };
}

export function signatureOf(body: string, { secret, atMs }: Signing): string {
  const seconds = Math.floor(atMs / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds},${body}`).digest('hex')}`;
}
