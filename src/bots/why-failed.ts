import { StoreUnavailable } from '../core/ports/store.ts';
import type { Catalogue } from './messages/catalogue.ts';
import { partsOf, type Text } from './messages/text.ts';

/** What people are told of what went wrong on our side: nothing of the error itself, which can hold what others typed. */
export function whyFailed(
  error: unknown,
  { refusals, answers }: Pick<Catalogue, 'refusals' | 'answers'>,
  nowMs: number,
): Text {
  return error instanceof StoreUnavailable
    ? refusals.refusal({ kind: 'store_unavailable' }, nowMs)
    : partsOf(answers.wentWrong());
}
