import type { ApiResult } from './api-call.ts';
import { type ApiProblem, problemOfCode, problemOfNetwork, problemOfStatus } from './api-error.ts';

const wordCharsMax = 100;

/** Sends a body to the address of an answer, which is all the right that it takes. */
export async function postAnswer(url: URL, body: object, signal: AbortSignal): Promise<ApiResult<null>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    const said = await response.text();
    return response.ok ? { kind: 'done', value: null } : problemOfAnswer(response.status, said);
  } catch (error) {
    return problemOfNetwork(error);
  }
}

/** An address that was used up, or is too old, says so in a word or with 404. */
function problemOfAnswer(status: number, said: string): ApiProblem {
  const word = /"error"\s*:\s*"(?<word>\w+)"/u.exec(said)?.groups?.['word'] ?? said.trim().slice(0, wordCharsMax);
  const problem = problemOfCode(word);
  if (problem && problem.kind !== 'rejected') return problem;
  if (status !== 404 && status !== 410) return problem ?? problemOfStatus(status);
  return { kind: 'answer_over', detail: `the address of an answer is no good any more (${status})`, code: null };
}
