import { fetchOnce } from '../fetch-once.ts';
import { retryAfterMs } from '../retry-after.ts';
import { failure, type Failure } from './wire.ts';

/** An answer of the API. `json` is undefined where there is none. */
export type Answer = {
  readonly status: number;
  readonly json: unknown;
  /** The error in the API's own shape; null where it is a page of somebody in between. */
  readonly failure: Failure | null;
  readonly retryAfterMs: number | null;
};

export type Call = {
  readonly path: string;
  /** Makes it a POST. */
  readonly body?: string;
  readonly bytesMax?: number;
  readonly signal: AbortSignal;
};

/** Calls the API once: nothing is tried again here, and no redirect is followed with the key. Throws what went wrong with the network. */
export type Client = (call: Call) => Promise<Answer>;

const answerBytesMax = 256 * 1_024;

export type ClientDeps = { readonly baseUrl: string; readonly key: string; readonly nowMs: () => number };

export function createClient({ baseUrl, key, nowMs }: ClientDeps): Client {
  return async ({ path, body, bytesMax = answerBytesMax, signal }) => {
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
    const { status, headers } = response;
    const json = parse(await textOf(response, bytesMax, signal));
    const own = failure.safeParse(json);
    return {
      status,
      json,
      failure: own.success ? own.data.error : null,
      retryAfterMs: retryAfterMs((name) => headers.get(name), nowMs()),
    };
  };
}

/** Null for an answer that broke off or is longer than any of the API's: its status stands all the same. */
async function textOf({ body }: Response, bytesMax: number, signal: AbortSignal): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      if (!(chunk instanceof Uint8Array)) return null;
      bytes += chunk.length;
      // Leaving the loop ends the connection.
      if (bytes > bytesMax) return null;
      chunks.push(chunk);
    }
  } catch {
    signal.throwIfAborted();
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
