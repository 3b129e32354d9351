import { unansweredCheck, uselessAnswer } from '../check-answer.ts';
import type { ProviderCheck } from '../provider-module.ts';
import { keyInfo } from './answers.ts';
import type { Answer, Client } from './client.ts';

/** Asks about our key, which costs nothing. */
export async function checkKey(client: Client, signal: AbortSignal): Promise<ProviderCheck> {
  let answer: Answer;
  try {
    answer = await client({ path: '/key', signal });
  } catch (error) {
    return unansweredCheck(error, signal);
  }
  const { status, json } = answer;
  if (status === 401 || status === 403) return { kind: 'key_refused', note: null };
  if (status === 402) return { kind: 'out_of_credit', note: null };
  const info = status === 200 ? keyInfo.safeParse(json).data : undefined;
  if (!info) return uselessAnswer(status);
  const left = info.data.limit_remaining ?? null;
  if (left === null) return { kind: 'alive', note: null };
  const note = `$${Math.max(0, left).toFixed(2)} of the key's limit is left.`;
  return { kind: left > 0 ? 'alive' : 'out_of_credit', note };
}
