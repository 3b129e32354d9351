import type { JobView } from '../core/request.ts';
import type { NoAccess } from '../core/usecases/access.ts';
import type { CancelResult } from '../core/usecases/cancel.ts';
import type { Refusal } from '../core/usecases/request.ts';
import type { Mistake } from './grammar/command.ts';
import { shorten } from './grammar/problem.ts';
import { partsOf } from './messages/text.ts';
import { presentRow } from './presenter.ts';
import { type Showing, spoken, type View } from './view.ts';

const typedCharsShown = 300;

/** What is wrong with what was typed, all of it, with the way back to it. */
export function presentMistake({ command, typed, problems }: Mistake, { words }: Showing): View {
  const lines = [
    ...problems.map((problem) => words.problems.problem(problem)),
    ...(typed === '' ? [] : [words.problems.typedBack(command, shorten(typed, typedCharsShown))]),
  ];
  const edit = { action: 'edit', label: words.buttons.edit, style: 'primary', command, typed } as const;
  return spoken(partsOf(words.problems.heading()), lines, 'bad', [edit]);
}

export function presentRefusals(refusals: readonly [Refusal, ...Refusal[]], { words, nowMs }: Showing): View {
  const lines = refusals.map((refusal) => words.refusals.refusal(refusal, nowMs));
  return spoken(partsOf(words.refusals.nothingStarted()), lines, 'bad');
}

export function presentCancel(result: CancelResult, asked: number | null, showing: Showing): View {
  const { answers } = showing.words;
  switch (result.kind) {
    case 'cancelled':
      return spoken(partsOf(answers.cancelled(result.job.number)), [], 'good');
    case 'wished':
      return spoken(partsOf(answers.cancelWished(result.job.number)), [], 'note');
    case 'too_late':
      return spoken(partsOf(answers.cancelTooLate(result.job.number, result.job.state.kind)), [], 'note');
    case 'not_found':
    case 'not_yours':
      return presentNoAccess(result, asked, showing);
  }
}

/** `asked` is the number that was typed; null for "my latest". */
function presentNoAccess(result: NoAccess, asked: number | null, { words }: Showing): View {
  switch (result.kind) {
    case 'not_found':
      return spoken(words.answers.notFound(asked), [], 'bad');
    case 'not_yours':
      return spoken(words.answers.notYours(asked), [], 'bad');
  }
}

export function presentList(views: readonly JobView[], showing: Showing): View {
  const { answers } = showing.words;
  if (views.length === 0) return spoken(answers.noVideos(), [], 'note');
  return spoken(
    partsOf(answers.listHeading()),
    views.map((view) => presentRow(view, showing)),
    'note',
  );
}
