import type { World } from '../world.ts';
import { signedHeaders } from './sign.ts';

/** What came back over HTTP, or why nothing did. */
export type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly noRetry: boolean }
  | { readonly kind: 'nobody'; readonly why: string };

export interface Wire {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type BodyKind = 'form' | 'interactive' | 'event';

/** As it goes over the wire: fields of a form, JSON in a form, or JSON. */
export function wireOf(
  world: World,
  kind: BodyKind,
  payload: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string>> = {},
): Wire {
  const body = bodyOf(kind, payload);
  const contentType = kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    body,
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: '*/*',
      ...signedHeaders(body, world.clock.nowMs(), world.signingSecret),
      ...more,
    },
  };
}

function bodyOf(kind: BodyKind, payload: Readonly<Record<string, unknown>>): string {
  switch (kind) {
    case 'form':
      return new URLSearchParams(
        Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString();
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    case 'event':
      return JSON.stringify(payload);
  }
}

export async function post(url: string, wire: Wire, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: wire.body,
      headers: { ...wire.headers, connection: 'close' },
      redirect: 'manual',
      signal,
    });
    return {
      kind: 'answer',
      status: response.status,
      body: await response.text(),
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
  } catch (error) {
    return { kind: 'nobody', why: error instanceof Error ? error.message : String(error) };
  }
}
