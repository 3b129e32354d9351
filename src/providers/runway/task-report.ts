import type { ProviderErrorCode, TaskReport } from '../../core/ports/provider.ts';
import { unreadable } from '../poll-answer.ts';
import { type TaskAnswer, taskAnswer } from './answers.ts';
import { type Answer, describeFailure } from './api.ts';

/** In these a task has not begun, so that no finished clip can be lost by stopping it. */
const waitingStatuses: ReadonlySet<string> = new Set(['PENDING', 'THROTTLED']);

export function isWaiting({ status }: TaskAnswer): boolean {
  return waitingStatuses.has(status);
}

/** What an answer about a task says; null where that is no verdict. */
export function readTask(answer: Answer): TaskAnswer | null {
  return answer.kind === 'ok' ? (taskAnswer.safeParse(answer.json).data ?? null) : null;
}

export function taskReport(answer: Answer): TaskReport {
  const task = readTask(answer);
  if (task) return reportOf(task);
  if (answer.kind === 'ok') return unreadable('the answer about a task has no status');
  return unreadable(describeFailure(answer), answer.kind === 'refused' ? answer.retryAfterMs : null);
}

function reportOf(task: TaskAnswer): TaskReport {
  const costMicroUsd = task.cost ?? null;
  switch (task.status) {
    case 'SUCCEEDED':
      return { kind: 'succeeded', costMicroUsd };
    case 'FAILED':
      return { kind: 'failed', code: failureCode(task), costMicroUsd, detail: detailOf(task) };
    case 'CANCELLED':
      return { kind: 'cancelled' };
    default: {
      const isInQueue = isWaiting(task);
      const progress = isInQueue ? null : progressOf(task);
      const phase = isInQueue ? 'waiting' : 'rendering';
      return { kind: 'running', phase, progress, cancellable: isInQueue, pollAfterMs: null };
    }
  }
}

function progressOf({ progress }: TaskAnswer): number | null {
  return typeof progress === 'number' && Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : null;
}

/** In this order: `INPUT_PREPROCESSING.SAFETY.TEXT` is a refusal, and what is internal there is nobody's mistake. */
const failures: readonly (readonly [RegExp, ProviderErrorCode])[] = [
  [/SAFETY|MODERATION/, 'moderation'],
  [/(?:^|\.)INTERNAL(?:\.|$)|UNAVAILABLE/, 'transient'],
  [/^ASSET\.|INPUT_VALIDATION|^INPUT_PREPROCESSING/, 'invalid'],
];

function failureCode({ failureCode: code, failure }: TaskAnswer): ProviderErrorCode {
  const word = (code ?? '').toUpperCase();
  // Old tasks of some models name no code, only a sentence.
  if (word === '') return /moderat|safety/i.test(failure ?? '') ? 'moderation' : 'transient';
  return failures.find(([pattern]) => pattern.test(word))?.[1] ?? 'transient';
}

/** Its code alone: the sentence can quote the prompt. */
function detailOf({ failureCode: code }: TaskAnswer): string {
  const word = (code ?? '').replaceAll(/[^\w.]/g, '').slice(0, 100);
  return word === '' ? 'failed without a code' : `failed: ${word}`;
}
