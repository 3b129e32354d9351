import { createHmac } from 'node:crypto';

/** The headers that prove a request to be Slack's. */
export function signedHeaders(body: string, nowMs: number, signingSecret: string): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}
