import type { DeliverResult } from '../../../core/ports/chat.ts';
import type { ApiProblem } from './api-error.ts';

export type NotSent = Exclude<DeliverResult, { kind: 'sent' }>;

/** What a refusal means for a delivery. What Discord does not allow is not asked for again. */
export function resultOf(problem: ApiProblem): NotSent {
  switch (problem.kind) {
    case 'gone':
      return { kind: 'undeliverable', reason: 'destination_gone' };
    case 'not_allowed':
    case 'archived':
      return { kind: 'undeliverable', reason: 'not_allowed' };
    case 'too_large':
      return { kind: 'undeliverable', reason: 'too_large' };
    case 'blocked':
      return { kind: 'undeliverable', reason: 'blocked_by_platform' };
    case 'slow':
    case 'token_refused':
      return { kind: 'retry', afterMs: problem.afterMs, detail: problem.detail };
    case 'message_gone':
    case 'answer_over':
    case 'rejected':
    case 'ambiguous':
    case 'not_sent':
      return { kind: 'retry', afterMs: null, detail: problem.detail };
  }
}
