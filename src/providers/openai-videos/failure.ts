import { z } from 'zod';
import type { ProviderErrorCode } from '../../core/ports/provider.ts';
import { refusedOnTheWay } from '../create-answer.ts';

/** What is looked through of a message: longer ones only repeat what was sent. */
const charsMax = 4_000;

const word = z
  .union([z.string().transform((text) => text.slice(0, charsMax)), z.number().transform(String)])
  .nullish()
  .catch(null);
const details = z.looseObject({ code: word, type: word, param: word, message: word });

/** What an answer or a failed video says went wrong, in the server's words: for decisions and never for people. */
export type Failure = {
  /** `{"error": {"message" or "code": …}}`: the API itself speaks, and not something in front of it. */
  readonly isOwnEnvelope: boolean;
  readonly code: string;
  readonly type: string;
  readonly param: string;
  readonly message: string;
};

/** Reads `{"error": {…}}`, and what gateways make of it: `{"error": "…"}`, `{"message": …}`, `{"detail": …}`. */
export function readFailure(json: unknown): Failure {
  const body = z.looseObject({ error: z.unknown().optional(), detail: z.unknown().optional() }).safeParse(json).data;
  const error = body?.error ?? body?.detail ?? body;
  if (typeof error === 'string') {
    return { isOwnEnvelope: false, code: '', type: '', param: '', message: error.slice(0, charsMax) };
  }
  const { code, type, param, message } = details.safeParse(error).data ?? {};
  const isOwnEnvelope = error === body?.error && Boolean(message ?? code);
  return { isOwnEnvelope, code: code ?? '', type: type ?? '', param: param ?? '', message: message ?? '' };
}

const moderationWord = /moderation|safety|content_?policy|content_?filter|policy_?violation|sensitive/iu;
const moderationText =
  /\bmoderation\b|\bsafety (?:system|polic|guideline|filter|check)|\bcontent (?:policy|policies|filter)|\busage polic|\bpolicy violation|content_?policy_?violation/iu;

const creditWord =
  /insufficient_(?:\w+_)?quota|insufficient_(?:balance|funds|credits?)|billing|budget_exceeded|exceeded_budget|payment_required/iu;

const goneWord = /model_(?:not_found|not_exist|retired|deprecated|gone|removed)|invalid_model|endpoint_not_found/iu;
const goneText = [
  /\bmodels?\b[^\n]{0,80}(?:\bnot found\b|\bnot exist\b|\bdoesn't exist\b|\bno longer\b|\bretired\b|\bdiscontinued\b|\bshut ?down\b|\bbeen (?:removed|deprecated)\b)/iu,
  /\b(?:sora|videos? (?:api|generation))\b[^\n]{0,80}(?:\bno longer\b|\bretired\b|\bdiscontinued\b|\bshut ?down\b|\bbeen (?:removed|deprecated)\b)/iu,
  /\b(?:invalid|unknown) model name\b/iu,
  // So answers an API that has no such path any more.
  /\binvalid url \(post\b|\b(?:unknown|unrecognized) request url\b/iu,
];

function isModeration({ code, type, message }: Failure): boolean {
  return moderationWord.test(code) || moderationWord.test(type) || moderationText.test(message);
}

function isCredit({ code, type }: Failure): boolean {
  return creditWord.test(code) || creditWord.test(type);
}

/** Another parameter than the model can be missing or unknown too, in much the same words. */
function isModelGone({ code, param, message }: Failure): boolean {
  if (goneWord.test(code)) return true;
  return (param === '' || param === 'model') && goneText.some((text) => text.test(message));
}

/** Why a create was refused, by the status and what its body says. Of its words, moderation goes first: it comes under any status. */
export function refusalCode(status: number, failure: Failure): ProviderErrorCode {
  if (status === 410) return 'model_retired';
  if (saysNothing(failure)) return refusedOnTheWay(status);
  if (isModeration(failure)) return 'moderation';
  // A key that may use other models is not refused.
  if (status === 403 && goneWord.test(failure.code)) return 'model_retired';
  if (status === 401 || status === 402 || status === 403 || isCredit(failure)) return 'out_of_credit';
  if (status === 429) return 'rate_limited';
  if (status === 503) return 'transient';
  if (isModelGone(failure)) return 'model_retired';
  // Neither is about what was asked: the path is not there now, or was asked at the wrong server or too early.
  if (status === 404 || status === 405 || status === 421 || status === 425) return 'transient';
  return 'invalid';
}

/** A page of something in front of the API, where there is no word of its own. */
function saysNothing({ code, type, message }: Failure): boolean {
  return code === '' && type === '' && message === '';
}

/** Why an accepted video failed. */
export function failureCode(failure: Failure): ProviderErrorCode {
  if (isModeration(failure)) return 'moderation';
  if (isCredit(failure)) return 'out_of_credit';
  if (isModelGone(failure)) return 'model_retired';
  if (/rate_limit/iu.test(failure.code)) return 'rate_limited';
  return /^invalid|user_error$/iu.test(failure.code) || /^invalid|user_error$/iu.test(failure.type)
    ? 'invalid'
    : 'transient';
}

/** For the log: the code, when it looks like one. The message may quote the prompt. */
export function logWord({ code, type }: Failure): string {
  return [code, type].find((each) => /^[\w.-]{1,60}$/u.test(each)) ?? 'no code';
}
