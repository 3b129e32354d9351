import type { ProviderErrorCode, SubmitResult } from '../../core/ports/provider.ts';
import { notSent, provesRefusal, refusedOnTheWay, rejectedCreate } from '../create-answer.ts';
import { createdAnswer } from './answers.ts';
import { type Answer, describeFailure } from './api.ts';

type Refusal = Extract<Answer, { kind: 'refused' }>;

/** What became of a create. */
export function createOutcome(answer: Answer): SubmitResult {
  switch (answer.kind) {
    case 'ok': {
      const created = createdAnswer.safeParse(answer.json);
      if (!created.success) return { kind: 'unknown', detail: 'the answer to a create names no task' };
      const { id, estimatedCost } = created.data;
      return { kind: 'accepted', taskId: id, estimateMicroUsd: estimatedCost ?? null };
    }
    case 'refused':
      return provesRefusal(answer.status, answer.error !== null)
        ? rejectedCreate(refusalCode(answer), describeFailure(answer), answer.retryAfterMs)
        : { kind: 'unknown', detail: describeFailure(answer) };
    case 'unanswered':
      return answer.isUnsent ? notSent('transient', answer.word) : { kind: 'unknown', detail: describeFailure(answer) };
  }
}

/** Its errors have no codes: an empty account is a 400, a model that is gone a 403 or an issue with the field. */
const words: readonly (readonly [RegExp, ProviderErrorCode])[] = [
  [/\b(?:moderat(?:ed|ion)|safety|content policy)\b/i, 'moderation'],
  [/\b(?:enough|insufficient|out of) credits?\b/i, 'out_of_credit'],
  // What is back in a while is no end: the engine, or the whole account, would be taken out.
  [/\btemporar|\btry again\b/i, 'transient'],
  [/\bmodel\b.*\b(?:not (?:available|found)|unknown|no longer|does not exist|retired)\b/i, 'model_retired'],
];

const byStatus: ReadonlyMap<number, ProviderErrorCode> = new Map([
  [400, 'invalid'],
  [401, 'out_of_credit'],
  [402, 'out_of_credit'],
  [403, 'out_of_credit'],
  [410, 'model_retired'],
  [413, 'invalid'],
  [415, 'invalid'],
  [422, 'invalid'],
  [429, 'rate_limited'],
]);

const mayNameModel: ReadonlySet<number> = new Set([400, 403, 404, 410, 422]);

/** Why Runway certainly did not take it. */
export function refusalCode({ status, error }: Refusal): ProviderErrorCode {
  if (error === null) return refusedOnTheWay(status);
  const usual = byStatus.get(status) ?? 'transient';
  if (!mayNameModel.has(status)) return usual;
  if (error.issues.some(({ path }) => path[0] === 'model')) return 'model_retired';
  return words.find(([pattern]) => pattern.test(error.error))?.[1] ?? usual;
}
