import { type Answer as PlainAnswer, readAnswer } from '../answer.ts';
import { fetchOnce } from '../fetch-once.ts';
import { retryAfterMs } from '../retry-after.ts';
import { failure, type Failure } from './answers.ts';

export type Answer = PlainAnswer & {
  /** The error in the API's own shape; null where it is a page of somebody in between. */
  readonly failure: Failure | null;
  readonly retryAfterMs: number | null;
};

export type Call = {
  readonly path: string;
  /** Makes it a POST. */
  readonly body?: string;
  readonly signal: AbortSignal;
};

/** Calls the API once: nothing is tried again here, and no redirect is followed with the key. Throws what went wrong with the network. */
export type Client = (call: Call) => Promise<Answer>;

export type ClientDeps = { readonly baseUrl: string; readonly key: string; readonly nowMs: () => number };

export function createClient({ baseUrl, key, nowMs }: ClientDeps): Client {
  return async ({ path, body, signal }) => {
    signal.throwIfAborted();
    const response = await fetchOnce(`${baseUrl}${path}`, {
      signal,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    const answer = await readAnswer(response, { signal });
    return {
      ...answer,
      failure: failure.safeParse(answer.json).data?.error ?? null,
      retryAfterMs: retryAfterMs(answer.header, nowMs()),
    };
  };
}
