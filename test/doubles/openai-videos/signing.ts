import { createHmac } from 'node:crypto';

/** A delivery as it goes over the wire. */
export type SignedEvent = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export type EventToSign = {
  readonly id: string;
  readonly type: string;
  readonly taskId: string;
  readonly atMs: number;
  /** While a secret is being changed, an event is signed with the old one and the new one. */
  readonly secrets: readonly string[];
};

/** An event as Standard Webhooks signs it. */
export function signEvent({ id, type, taskId, atMs, secrets }: EventToSign): SignedEvent {
  const timestamp = String(Math.floor(atMs / 1_000));
  const event = { object: 'event', id: `evt_${id}`, type, created_at: Number(timestamp), data: { id: taskId } };
  const body = JSON.stringify(event);
  const signatures = secrets.map((secret) => `v1,${signatureOf(secret, `${id}.${timestamp}.${body}`)}`);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
  };
}

function signatureOf(secret: string, content: string): string {
  return createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(content)
    .digest('base64');
}
