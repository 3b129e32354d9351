import { APIConnectionError, APIError, OpenAI } from 'openai';
import { type Answer, bounded, readAnswer } from '../answer.ts';
import { fetchOnce } from '../fetch-once.ts';
import type { Body } from '../multipart.ts';

export type OpenedContent =
  | { readonly kind: 'open'; readonly response: Response }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Calls by the SDK's plain verbs: its own members for videos are deprecated, read strictly, and may be gone in its next version. */
export type VideosClient = {
  /** Sends once. Throws what went wrong when there was no answer. */
  post(path: string, body: Body, signal: AbortSignal): Promise<Answer>;
  get(path: string, signal: AbortSignal): Promise<Answer>;
  /** Redirects are answers here: whoever asked decides where our key may go. */
  open(path: string, signal: AbortSignal): Promise<OpenedContent>;
};

/** An answer that the SDK takes for an error, with its whole body, of which the SDK would show a part. */
class RefusedAnswer extends APIError<number, Headers, undefined> {
  readonly body: unknown;
  constructor(status: number, body: unknown, headers: Headers) {
    super(status, undefined, undefined, headers);
    this.body = body;
  }
}

class VideosApi extends OpenAI {
  protected override makeStatusError(status: number, body: unknown, _: string | undefined, headers: Headers): APIError {
    return new RefusedAnswer(status, body, headers);
  }
}

/** What is null here would be read from the environment, where it belongs to other programs. */
export function createVideosClient(baseURL: string, apiKey: string): VideosClient {
  const client = new VideosApi({
    baseURL,
    apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    // The SDK reads whole what it takes for an error.
    fetch: async (address, init) => {
      const response = await fetchOnce(address, init);
      return response.ok ? response : bounded(response);
    },
  });

  return {
    post: (path, { blob, contentType }, signal) =>
      wholeAnswer(
        client.post(path, { body: blob, headers: { 'content-type': contentType }, signal }).asResponse(),
        signal,
      ),
    get: (path, signal) => wholeAnswer(client.get(path, { signal }).asResponse(), signal),
    open(path, signal) {
      const headers = { accept: '*/*', 'accept-encoding': 'identity' };
      return opened(client.get(path, { headers, signal }).asResponse());
    },
  };
}

async function wholeAnswer(call: Promise<Response>, signal: AbortSignal): Promise<Answer> {
  const result = await opened(call);
  if (result.kind === 'open') return readAnswer(result.response, { signal });
  // The SDK does not say that the signal is why it has no body.
  if (result.answer.json === undefined) signal.throwIfAborted();
  return result.answer;
}

async function opened(call: Promise<Response>): Promise<OpenedContent> {
  try {
    return { kind: 'open', response: await call };
  } catch (error) {
    if (!(error instanceof RefusedAnswer)) throw error instanceof APIConnectionError ? (error.cause ?? error) : error;
    const { status, headers, body } = error;
    return { kind: 'refused', answer: { status, header: (name) => headers.get(name), json: body } };
  }
}
