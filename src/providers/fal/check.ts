import { unansweredCheck, uselessAnswer } from '../check-answer.ts';
import type { ProviderCheck } from '../provider-module.ts';
import { isAboutCredit, readError } from './failure.ts';
import type { QueueApi } from './queue-api.ts';
import type { FalWire } from './wire.ts';

/** Asks for the price of an endpoint: that needs the key, and buys nothing. */
export async function checkKey(api: QueueApi, wire: FalWire | null, signal: AbortSignal): Promise<ProviderCheck> {
  const endpoint = wire?.text ?? wire?.image?.endpoint;
  if (endpoint === undefined) return { kind: 'no_answer', note: 'There is no engine of it in the data.' };
  try {
    const { status, json } = await api.price(endpoint, signal);
    if (status === 200) return { kind: 'alive', note: null };
    if (status !== 401 && status !== 402 && status !== 403) return uselessAnswer(status);
    const error = readError(json);
    const isCredit = status === 402 || (error !== null && isAboutCredit(error));
    return { kind: isCredit ? 'out_of_credit' : 'key_refused', note: null };
  } catch (error) {
    return unansweredCheck(error, signal);
  }
}
