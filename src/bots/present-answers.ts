import type { ApprovalReason } from '../core/approval.ts';
import type { EngineId } from '../core/engine.ts';
import { hasEnded } from '../core/job.ts';
import type { JobView } from '../core/request.ts';
import type { Deed, NoAccess } from '../core/usecases/access.ts';
import type { CancelResult } from '../core/usecases/cancel.ts';
import type { DeletableClip, DeleteClipResult } from '../core/usecases/delete-clip.ts';
import type { Unsupported } from '../core/resolve-spec.ts';
import type { Refusal } from '../core/usecases/request.ts';
import type { Fit } from '../core/what-fits.ts';
import { press, toldMicroUsd } from './buttons.ts';
import { engineLabel } from './engine-label.ts';
import type { Mistake } from './grammar/command.ts';
import { allLeaves } from './grammar/find-command.ts';
import { formatVideo } from './grammar/format-video.ts';
import { namedIn } from './grammar/named-words.ts';
import { shorten } from './grammar/problem.ts';
import { partsOf, type Text, type TypedCommand } from './messages/text.ts';
import { presentRow } from './presenter.ts';
import { type AskButton, type ConfirmButton, type RetryButton, type Showing, spoken, type View } from './view.ts';

const typedCharsShown = 300;

/** A command as text: what a form starts from. */
export type Typed = { readonly command: string; readonly typed: string };

/** The same, with how it is shown: where a file is kept is of no use to anybody who reads it. */
export type Asked = Typed & { readonly shown: string };

/** How a video was named: by number, as "my latest", or by a button. */
export type Named = number | 'latest' | 'button';

/** What is wrong with what was typed, all of it, with the way back to it. */
export function presentMistake({ command, typed, named, problems }: Mistake, showing: Showing): View {
  const { words } = showing;
  const lines = [
    ...problems.map((problem) => words.problems.problem(problem)),
    ...(typed === '' ? [] : [words.problems.typedBack(typedBy(command, typed, named))]),
  ];
  return spoken(partsOf(words.problems.heading(command)), lines, 'bad', [retryButton({ command, typed }, showing)]);
}

/** What can be done about a refusal beside changing what was asked for. */
export type WayOut = {
  /** Something smaller that would fit. */
  readonly fit?: Fit | null;
  /** Why a moderator can be asked. */
  readonly mayAsk?: ApprovalReason | null;
};

/** Why nothing was started. `asked` is the way out: the same once more, to be changed; null where there is no form. */
export function presentRefusals(
  refusals: readonly [Refusal, ...Refusal[]],
  showing: Showing,
  asked: Asked | null = null,
  { fit = null, mayAsk = null }: WayOut = {},
): View {
  const { words, nowMs } = showing;
  const others = enginesThatCould(refusals);
  const labelOf = (id: EngineId): string => engineLabel(id, showing);
  const reasons = [
    ...refusals.map((refusal) => words.refusals.refusal(refusal, nowMs, labelOf, fit !== null)),
    ...(others.length === 0 ? [] : [words.choosing.instead(others)]),
    ...(fit && asked ? [partsOf(words.refusals.fitsNow(fit, fit.engine.label))] : []),
    ...(mayAsk && asked ? [partsOf(words.refusals.mayAsk())] : []),
  ];
  const title = partsOf(words.refusals.nothingStarted());
  if (!asked) return spoken(title, reasons, 'bad');
  const back = words.refusals.askedFor(typedBy(asked.command, asked.shown));
  const buttons = [
    ...(fit ? [fitButton(fit, showing)] : []),
    ...(mayAsk ? [askButton(asked, mayAsk, showing)] : []),
    retryButton(asked, showing),
  ];
  return spoken(title, [...reasons, back], 'bad', buttons);
}

/** Starts what fits, at the price that it tells. */
function fitButton({ ask, seconds, quoteMicroUsd }: Fit, { words }: Showing): ConfirmButton {
  return {
    action: 'confirm',
    label: words.buttons.makeSmaller(seconds, quoteMicroUsd),
    style: 'primary',
    command: 'video',
    typed: formatVideo(ask),
    agreedMicroUsd: toldMicroUsd(quoteMicroUsd),
  };
}

function askButton({ command, typed }: Typed, reason: ApprovalReason, { words }: Showing): AskButton {
  return { action: 'ask', label: words.buttons.askModerator, style: 'plain', command, typed, reason };
}

/** Those that could do all of it, each once. Of an engine that is out, its own sentence names them. */
function enginesThatCould(refusals: readonly Refusal[]): Unsupported['couldDo'] {
  const lists = refusals.flatMap((refusal) => (refusal.kind === 'unsupported' ? [refusal.couldDo] : []));
  const [first = [], ...others] = lists;
  return first.filter(({ id }) => others.every((list) => list.some((each) => each.id === id)));
}

/** Long text is shortened, but what it is of is told from all of it. */
function typedBy(command: string, typed: string, named?: Mistake['named']): TypedCommand {
  const leaf = allLeaves().find(({ path }) => path === command)?.leaf;
  // Several lines have no option of their own where options are typed.
  const isLines = Object.values(leaf?.options ?? {}).some(({ kind }) => kind.kind === 'prompts');
  const all = isLines ? null : (named ?? (leaf ? namedIn(leaf, typed) : null));
  const short = all?.map(
    ([name, words]) => [name, typeof words === 'string' ? shorten(words, typedCharsShown) : words] as const,
  );
  return { command, text: shorten(typed, typedCharsShown), named: short ?? null };
}

export function retryButton({ command, typed }: Typed, { words }: Showing): RetryButton {
  return { action: 'retry', label: words.buttons.retry, style: 'primary', command, typed };
}

export function presentCancel(result: CancelResult, named: Named, showing: Showing): View {
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
      return presentNoAccess(result, 'stop', named, showing);
  }
}

/** Asks back, or says why there is nothing to ask. */
export function presentDeletable(found: DeletableClip, named: Named, showing: Showing): View {
  if (found.kind !== 'there') return presentDeleted(found, named, showing);
  const { answers, buttons } = showing.words;
  const { id, number } = found.job;
  const sure = press('delete_now', buttons.removeNow(number), 'danger', id);
  return spoken(partsOf(answers.deleteAsked(number)), [partsOf(answers.deleteMeans())], 'note', [sure]);
}

export function presentDeleted(result: DeleteClipResult, named: Named, showing: Showing): View {
  const { answers } = showing.words;
  switch (result.kind) {
    case 'deleted':
      return spoken(partsOf(answers.deleted(result.job.number)), [], 'good');
    case 'already':
      return spoken(answers.deletedBefore(result.job.number), [], 'note');
    case 'no_clip': {
      const { number, state } = result.job;
      return spoken(answers.nothingToDelete(number, state.kind, hasEnded(state)), [], 'note');
    }
    case 'not_found':
    case 'not_yours':
      return presentNoAccess(result, 'delete', named, showing);
  }
}

export function presentNoAccess(result: NoAccess, deed: Deed, named: Named, { words }: Showing): View {
  const number = typeof named === 'number' ? named : null;
  switch (result.kind) {
    case 'not_found':
      return spoken(named === 'button' ? words.answers.gone() : words.answers.notFound(number), [], 'bad');
    case 'not_yours':
      return spoken(words.answers.notYours(number, deed), [], 'bad');
  }
}

/** Several answers in one, each as it would be alone. */
export function presentTogether(views: readonly [View, ...View[]]): View {
  const [first, ...others] = views;
  const lines: Text[] = others.flatMap((view) => [view.title, ...view.lines]);
  const buttons = views.flatMap((view) => view.buttons);
  return { ...first, lines: [...first.lines, ...lines], buttons };
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
