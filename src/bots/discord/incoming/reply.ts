import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Clip } from '../../../core/clip.ts';
import type { Destination } from '../../../core/destination.ts';
import type { RequestId } from '../../../core/ids.ts';
import type { Job } from '../../../core/job.ts';
import type { Answer, TextFile } from '../../answered.ts';
import type { Asker } from '../../asker.ts';
import { formOf, type VideoForm } from '../../grammar/form-of.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import { type Showing, type TypedButton, spoken, type View } from '../../view.ts';
import { type Draft, drawSaid, drawStatus } from '../draw/draft.ts';
import type { Incoming } from './deps.ts';
import { drawForm } from './form.ts';
import type { KeptForm } from '../../kept-forms.ts';
import { textForForm } from './text-form.ts';

/** What goes back to whoever typed or pressed something. All but a status is for them alone. */
export type Reply =
  /** For everybody there. `instead` is said where this answer cannot be the status. */
  | { readonly kind: 'status'; readonly draft: Draft; readonly requestId: RequestId; readonly instead: Draft }
  | { readonly kind: 'said'; readonly draft: Draft }
  | { readonly kind: 'clip'; readonly view: View; readonly clip: Clip }
  | { readonly kind: 'file'; readonly view: View; readonly file: TextFile }
  | { readonly kind: 'form'; readonly form: APIModalInteractionResponseCallbackData }
  /** They have seen it: the same event came before. */
  | { readonly kind: 'seen' };

/** What an answer is about. */
export type About = {
  readonly asker: Asker;
  /** Where the event happened; where a request belongs can be elsewhere. */
  readonly channelId: string | null;
  /** What was typed to get it, for a form that changes it; null where an answer brings it itself. */
  readonly form: VideoForm | null;
  /** Where such a form belongs, when that is not where it is filled in. */
  readonly belongsAt: Destination | null;
};

/** An answer as it is given on Discord. */
export async function replyOf(answer: Answer, about: About, deps: Incoming): Promise<Reply> {
  switch (answer.kind) {
    case 'taken':
      if (answer.repeated) return { kind: 'seen' };
      deps.wake();
      return replyTaken(answer, about, deps);
    case 'said':
      return saidReply(answer.view, about, deps);
    case 'clip':
      return { kind: 'clip', view: answer.view, clip: answer.clip };
    case 'file':
      return answer;
    case 'form':
      return { kind: 'form', form: openForm(keptFrom(answer, about), about.asker, deps) };
  }
}

type Taken = Extract<Answer, { kind: 'taken' }>;

async function replyTaken({ request, jobs }: Taken, about: About, deps: Incoming): Promise<Reply> {
  const { asker, channelId } = about;
  const { taking: words } = catalogueFor(asker.locale);
  const numbers = jobs.map(({ number }) => number);
  if (request.visibility === 'private') return textReply(words.privateTaken(numbers));
  const instead = drawSaid(spoken(partsOf(words.statusFollows(numbers)), [], 'good'));
  if (channelId !== request.destination.channel) return { kind: 'said', draft: instead };
  const draft = await drawTaken(jobs, asker, deps);
  return draft ? { kind: 'status', draft, requestId: request.id, instead } : { kind: 'said', draft: instead };
}

async function drawTaken(jobs: readonly Job[], asker: Asker, deps: Incoming): Promise<Draft | null> {
  const { store, rules, clock, log } = deps;
  try {
    const views = await Promise.all(jobs.map(({ id }) => store.view(id, rules, clock.nowMs())));
    const [first, ...others] = views.filter((view) => view !== null);
    return first ? drawStatus([first, ...others], showingOf(asker, deps)) : null;
  } catch (error) {
    log.error('a request was taken, but how it stands could not be read', error);
    return null;
  }
}

export function showingOf(
  { locale }: Asker,
  { clock, offers, engines }: Pick<Incoming, 'clock' | 'offers' | 'engines'>,
): Showing {
  return { words: catalogueFor(locale), nowMs: clock.nowMs(), offers, engines };
}

export function saidReply(view: View, about: About, { forms }: Pick<Incoming, 'forms'>): Reply {
  const keepTyped = (button: TypedButton): string =>
    forms.keep({ ...keptFrom(button, about), ...toldBy(button) }, about.asker.person.externalId);
  return { kind: 'said', draft: drawSaid(view, keepTyped) };
}

/** What holds when it is pressed, beside what was typed. */
function toldBy(button: TypedButton): Pick<KeptForm, 'agreedMicroUsd' | 'asksModerator'> {
  switch (button.action) {
    case 'confirm':
      return { agreedMicroUsd: button.agreedMicroUsd };
    case 'ask':
      return { asksModerator: button.reason };
    case 'retry':
      return {};
  }
}

/** A sentence and nothing else. */
export function textReply(sentence: string | Text): Reply {
  return { kind: 'said', draft: drawSaid(spoken(partsOf(sentence), [], 'note')) };
}

export function openForm(kept: KeptForm, asker: Asker, { forms }: Pick<Incoming, 'forms'>) {
  return drawForm(kept, catalogueFor(asker.locale), (form) => forms.keep(form, asker.person.externalId));
}

function keptFrom(
  { command, typed }: Pick<TypedButton, 'command' | 'typed'>,
  { form, belongsAt }: Pick<About, 'form' | 'belongsAt'>,
): KeptForm {
  if (command !== 'video') return { kind: 'text', command, typed: textForForm(command, typed) };
  return { kind: 'video', form: form ?? formOf(typed), at: belongsAt };
}
