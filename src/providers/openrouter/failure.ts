import type { ProviderErrorCode, SubmitResult } from '../../core/ports/provider.ts';
import { provesRefusal, refusedOnTheWay, rejectedCreate } from '../create-answer.ts';
import type { Answer } from './client.ts';
import type { Failure } from './answers.ts';

/** What is looked through of a message: longer ones only repeat what was sent. */
const charsMax = 4_000;

/** Errors come as free text. */
const refusals =
  /moderat|content[ _-]?polic|polic(?:y|ies)\b|usage guidelines|safety|unsafe|sensitive|flagged|nsfw|explicit content|prohibited|disallowed|inappropriate|copyright|likeness|responsible ai|\brai\b|prompt injection|blocked by|request blocked|guardrail/i;
const noSuchModel =
  /no (?:allowed |available )?(?:endpoints|providers)\b|not a valid model|(?:model|endpoint)\b.{0,120}(?:not found|does not exist|no longer|deprecated|retired|discontinued|unavailable)|(?:unknown|invalid) model\b/i;
/** What is back in a while is no end: the engine would be taken out. */
const forAWhile = /temporar|try again|at the moment|right now/i;
const noCredit = /insufficient (?:credits?|balance|funds|quota)|out of credits?|payment required|key limit exceeded/i;
const badInput =
  /not supported|unsupported|invalid|must be|required|too (?:large|long|small|short)|could not (?:fetch|decode|read)/i;
const busy = /rate.?limit|too many requests|overloaded|at capacity/i;

/** What a failed render failed for, as far as its words tell. */
export function failedFor(error: unknown): ProviderErrorCode {
  const text = textOf(error);
  if (refusals.test(text)) return 'moderation';
  if (noCredit.test(text)) return 'out_of_credit';
  if (isModelGone(text)) return 'model_retired';
  if (!busy.test(text) && badInput.test(text)) return 'invalid';
  return 'transient';
}

/** What an answer to a create means that named no job. */
export function refusedCreate({ status, failure, retryAfterMs }: Answer): SubmitResult {
  const where = `HTTP ${status}${failure ? stepOf(failure) : ' in a page that is not of the API'}`;
  if (!provesRefusal(status, failure !== null)) return { kind: 'unknown', detail: where };
  const [code, reason] = reasonOf(status, failure);
  return rejectedCreate(code, `${where}: ${reason}`, retryAfterMs);
}

function reasonOf(status: number, failure: Failure | null): readonly [ProviderErrorCode, string] {
  if (failure === null) return [refusedOnTheWay(status), 'refused on the way'];
  const text = textOf([failure.message, failure.metadata?.raw]);
  if (status === 401) return ['out_of_credit', 'our key was refused'];
  if (status === 402 || noCredit.test(text)) return ['out_of_credit', 'no credit is left for our key'];
  if (status === 429) return ['rate_limited', 'too many requests'];
  if (status === 503) return ['transient', 'no vendor of the model is there'];
  // Also says "policy", and means the data policy of the account, under which no vendor may be asked.
  if (isModelGone(text)) return ['model_retired', 'no vendor offers the model to this account'];
  if ((failure.metadata?.reasons ?? []).length > 0 || refusals.test(text)) return ['moderation', 'its words say so'];
  if (status === 403) return ['out_of_credit', 'our key may not do this'];
  if (forAWhile.test(text)) return ['transient', 'not just now'];
  if (status === 404 || status === 410) return ['model_retired', 'no such model'];
  return ['invalid', 'the request was not understood'];
}

function isModelGone(text: string): boolean {
  return noSuchModel.test(text) && !forAWhile.test(text);
}

/** The words of a failure, for looking through only: the prompt can be among them. */
function textOf(error: unknown): string {
  const text = typeof error === 'string' ? error : (JSON.stringify(error ?? null) ?? '');
  return text.slice(0, charsMax);
}

/** Which of its own checks it did not pass, such as `Validate Video Parameters`. */
function stepOf({ metadata }: Failure): string {
  const step = metadata?.failed_routing_step ?? '';
  return /^[A-Za-z ]{1,40}$/.test(step) ? ` at "${step}"` : '';
}
