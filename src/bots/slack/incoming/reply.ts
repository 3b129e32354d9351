import type { Clip } from '../../../core/clip.ts';
import type { Destination } from '../../../core/destination.ts';
import type { Answer, TextFile } from '../../answered.ts';
import type { Asker } from '../../asker.ts';
import type { KeptForm } from '../../kept-forms.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import { spoken, type View } from '../../view.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import { keptOf } from './retry-value.ts';
import { localeHere } from './who-asks.ts';

/** What goes back to whoever typed or pressed something, and to nobody else. */
export type Reply =
  /** `belongsAt`: where a form that is opened from it belongs, when that is not where it is opened. */
  | { readonly kind: 'said'; readonly view: View; readonly belongsAt: Destination | null }
  | { readonly kind: 'clip'; readonly view: View; readonly clip: Clip }
  | { readonly kind: 'file'; readonly view: View; readonly file: TextFile }
  | { readonly kind: 'form'; readonly kept: KeptForm }
  /** They see it: its status shows beside them, or the same event came before. */
  | { readonly kind: 'seen' };

/** What an answer is about. */
export type About = {
  readonly came: Came;
  readonly asker: Asker;
  /** Where a form belongs, when that is not where it is opened. */
  readonly belongsAt: Destination | null;
  /** It is asked for in direct messages with us, where its status shows. */
  readonly isSeenThere?: boolean;
};

/** An answer as it is given on Slack, where workers show the status. */
export function replyOf(answer: Answer, about: About, { wake }: Pick<Incoming, 'wake'>): Reply {
  switch (answer.kind) {
    case 'taken':
      if (answer.repeated) return { kind: 'seen' };
      wake();
      return replyTaken(answer, about);
    case 'said':
      return { kind: 'said', view: answer.view, belongsAt: about.belongsAt };
    case 'clip':
      return { kind: 'clip', view: answer.view, clip: answer.clip };
    case 'file':
      return { kind: 'file', view: answer.view, file: answer.file };
    case 'form':
      return { kind: 'form', kept: keptOf(answer.command, answer.typed, about.belongsAt) };
  }
}

function replyTaken({ request, jobs }: Extract<Answer, { kind: 'taken' }>, { came, asker, isSeenThere }: About): Reply {
  const { taking, slackCommands } = catalogueFor(asker.locale);
  const numbers = jobs.map(({ number }) => number);
  const { channel } = request.destination;
  if (isSeenThere) return { kind: 'seen' };
  if (request.visibility === 'private') return textReply(taking.privateTaken(numbers), 'good');
  if (channel === came.at?.channelId) return { kind: 'seen' };
  return textReply(slackCommands.takenElsewhere(numbers, channel), 'good');
}

/** The form of a new video, with nothing in it. */
export const emptyForm: Reply = {
  kind: 'form',
  kept: { kind: 'video', form: { prompt: '', options: '', input: null }, at: null },
};

/** To what is none of ours, or of a version that we no longer know. */
export function unknownButton(): Reply {
  return textReply(catalogueFor(localeHere).taking.unknownButton());
}

/** A sentence and nothing else. */
export function textReply(sentence: string | Text, tone: View['tone'] = 'note'): Reply {
  return { kind: 'said', view: spoken(partsOf(sentence), [], tone), belongsAt: null };
}
