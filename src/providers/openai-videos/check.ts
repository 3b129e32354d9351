import { type Answer, isGood } from '../answer.ts';
import { unansweredCheck, uselessAnswer } from '../check-answer.ts';
import type { ProviderCheck } from '../provider-module.ts';
import type { VideosClient } from './client.ts';
import { readFailure, refusalCode } from './failure.ts';

/** Asks for the newest video, which proves the key and that there are videos at all. Buys nothing. */
export async function checkVideos(
  client: VideosClient,
  isVendor: boolean,
  signal: AbortSignal,
): Promise<ProviderCheck> {
  try {
    const list = await client.get('/videos?limit=1', signal);
    if (!isMissing(list)) return verdict(list, null);
    if (isVendor)
      return {
        kind: 'no_answer',
        note: 'OpenAI serves no videos any more: set OPENAI_BASE_URL to a server that does.',
      };
    const note = 'It does not list videos, so only the key was tried.';
    return verdict(await client.get('/models', signal), note);
  } catch (error) {
    return unansweredCheck(error, signal);
  }
}

/** Not every server of this API has all of it. */
function isMissing({ status }: Answer): boolean {
  return status === 404 || status === 405 || status === 410 || status === 501;
}

function verdict(answer: Answer, note: string | null): ProviderCheck {
  const { status, json } = answer;
  if (isGood(answer)) return { kind: 'alive', note };
  if (status === 401 || status === 403) return { kind: 'key_refused', note: null };
  if (refusalCode(status, readFailure(json)) === 'out_of_credit') return { kind: 'out_of_credit', note: null };
  if (status === 402) return { kind: 'out_of_credit', note: null };
  if (status === 429) return { kind: 'alive', note: 'It asks for fewer calls just now.' };
  return uselessAnswer(status);
}
