import { type Answer, readAnswer } from '../answer.ts';
import { fetchOnce } from '../fetch-once.ts';

/** The queue of fal over plain HTTP: one request per call, none of them ever repeated or redirected. Throws what went wrong with the network. */
export type QueueApi = {
  /** The create. `callbackUrl` holds a secret. */
  submit(endpoint: string, parameters: object, callbackUrl: string | null, signal: AbortSignal): Promise<Answer>;
  status(app: string, requestId: string, signal: AbortSignal): Promise<Answer>;
  result(app: string, requestId: string, signal: AbortSignal): Promise<Answer>;
  cancel(app: string, requestId: string, signal: AbortSignal): Promise<Answer>;
  /** What fal asks for an endpoint: needs the key, and buys nothing. */
  price(endpoint: string, signal: AbortSignal): Promise<Answer>;
};

type Call = {
  readonly method?: 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

export function createQueueApi({ key, url }: { readonly key: string; readonly url: string }): QueueApi {
  const call = async (address: string, { headers = {}, ...init }: Call): Promise<Answer> => {
    const all = { ...headers, authorization: `Key ${key}`, accept: 'application/json' };
    // It follows no redirect, which would take the key along.
    return readAnswer(await fetchOnce(address, { ...init, headers: all }), init);
  };
  const requestUrl = (app: string, requestId: string): string => `${url}/${app}/requests/${requestId}`;
  return {
    submit(endpoint, parameters, callbackUrl, signal) {
      const query = callbackUrl === null ? '' : `?fal_webhook=${encodeURIComponent(callbackUrl)}`;
      return call(`${url}/${endpoint}${query}`, {
        method: 'POST',
        // Work that failed over there is not begun anew behind our back.
        headers: { 'content-type': 'application/json', 'x-fal-no-retry': '1' },
        body: JSON.stringify(parameters),
        signal,
      });
    },
    status: (app, requestId, signal) => call(`${requestUrl(app, requestId)}/status`, { signal }),
    result: (app, requestId, signal) => call(requestUrl(app, requestId), { signal }),
    cancel: (app, requestId, signal) => call(`${requestUrl(app, requestId)}/cancel`, { method: 'PUT', signal }),
    price: (endpoint, signal) =>
      call(`${platformUrl(url)}/v1/models/pricing?endpoint_id=${encodeURIComponent(endpoint)}`, { signal }),
  };
}

/** Prices are answered by another host than the queue; what stands in for the one stands in for both. */
function platformUrl(queueUrl: string): string {
  return new URL(queueUrl).host === 'queue.fal.run' ? 'https://api.fal.ai' : queueUrl;
}
