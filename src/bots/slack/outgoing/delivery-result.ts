import type { DeliverResult } from '../../../core/ports/chat.ts';
import type { ApiProblem } from './api-error.ts';

export type NotSent = Exclude<DeliverResult, { kind: 'sent' }>;

/** What a refusal means for a delivery. What Slack does not allow is not asked for again. */
export function resultOf(problem: ApiProblem): NotSent {
  switch (problem.kind) {
    case 'gone':
      return { kind: 'undeliverable', reason: 'destination_gone' };
    case 'not_in_channel':
    case 'not_allowed':
    case 'no_uploads':
      return { kind: 'undeliverable', reason: 'not_allowed' };
    case 'too_large':
      return { kind: 'undeliverable', reason: 'too_large' };
    case 'slow':
    case 'token_refused':
      return { kind: 'retry', afterMs: problem.afterMs, detail: problem.detail };
    case 'message_gone':
    case 'file_gone':
    case 'answer_over':
    case 'rejected':
    case 'ambiguous':
    case 'not_done':
      return later(problem.detail);
  }
}

export function later(detail: string, afterMs: number | null = null): NotSent {
  return { kind: 'retry', afterMs, detail };
}
