import { createServer, type IncomingHttpHeaders } from 'node:http';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { startSlack, type Slack, type SlackOptions } from './slack.ts';

/** A workspace with the app in it, a channel that it is in, two people, and the real client. */
export async function withSlack(options: SlackOptions = {}) {
  const slack = await startSlack(options);
  const acme = slack.addWorkspace({ name: 'Acme' });
  const token = slack.install(acme);
  return {
    slack,
    acme,
    token,
    general: slack.addChannel(acme, { name: 'general', botIsMember: true }),
    ada: slack.addUser(acme, { name: 'Ada' }),
    bob: slack.addUser(acme, { name: 'Bob Builder' }),
    client: clientOf(slack, token),
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}

export function clientOf(slack: Slack, token?: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** chat.postMessage, and the `ts` of what it made. */
export async function postTo(client: WebClient, args: Record<string, unknown>): Promise<string> {
  const answer = await client.apiCall('chat.postMessage', args);
  return 'ts' in answer && typeof answer.ts === 'string' ? answer.ts : '';
}

/** Slack's word for why it refused; `ok` if it did not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return error.data.error;
    if (error instanceof WebAPIRateLimitedError) return `retry after ${error.retryAfter}`;
    if (error instanceof WebAPIHTTPError) return `HTTP ${error.statusCode}`;
    if (error instanceof WebAPIRequestError) return 'no answer';
    throw error;
  }
}

/** An app on the real Bolt, over HTTP. */
export async function startBolt(slack: Slack, token: string) {
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    endpoints: '/slack/events',
    logLevel: LogLevel.ERROR,
  });
  const app = new App({ receiver, token, clientOptions: { slackApiUrl: slack.apiUrl }, logLevel: LogLevel.ERROR });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server instanceof Object && 'address' in server ? server.address() : null;
  if (typeof address !== 'object' || address === null) throw new Error('The app has no port');
  slack.deliverTo({ url: `http://127.0.0.1:${address.port}/slack/events` });
  return { app, [Symbol.asyncDispose]: () => app.stop().then(() => undefined) };
}

export interface Came {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** The fields of the form, or the JSON in it, or the JSON. */
  readonly payload: Record<string, unknown>;
}

type PlainAnswer = { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> };

/** An app of no framework: it answers by `answer`, as late as that wants to. */
export async function startPlain(slack: Slack, answer: (came: Came) => PlainAnswer | Promise<PlainAnswer>) {
  const all: Came[] = [];
  async function answered(body: string, headers: IncomingHttpHeaders): Promise<PlainAnswer> {
    const form = Object.fromEntries(new URLSearchParams(body));
    const json = body.startsWith('{') ? body : form['payload'];
    const came = { body, headers, payload: json === undefined ? form : (JSON.parse(json) as Came['payload']) };
    all.push(came);
    return answer(came);
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answered(Buffer.concat(chunks).toString('utf8'), request.headers).then(
        ({ status = 200, body = '', headers = {} }) => {
          const json = typeof body !== 'string';
          response.writeHead(status, { ...(json ? { 'content-type': 'application/json' } : {}), ...headers });
          response.end(json ? JSON.stringify(body) : body);
        },
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The app has no port');
  slack.deliverTo({ url: `http://127.0.0.1:${address.port}/slack/events` });
  return {
    came: all,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Posts to a response_url, and gives what came back. */
export async function respond(url: unknown, body: unknown): Promise<string> {
  const response = await fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return `${response.status} ${await response.text()}`;
}
