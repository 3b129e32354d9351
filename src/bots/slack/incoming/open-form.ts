import type { KeptForm } from '../../kept-forms.ts';
import { type Catalogue, catalogueFor } from '../../messages/catalogue.ts';
import type { Text } from '../../messages/text.ts';
import { spoken } from '../../view.ts';
import { externalIdOf } from '../places.ts';
import type { ApiProblem } from '../outgoing/api-error.ts';
import { askMsMax, askSlack } from './ask-slack.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import { drawDecisionForm, isDecision } from './decision-form.ts';
import { drawTypedForm, drawVideoForm } from './draw-form.ts';
import type { NamedChoice } from './form-fields.ts';
import type { FormPlace } from './form-place.ts';
import { type GiveTo, tell } from './tell.ts';
import { localeHere } from './who-asks.ts';

/** Opens a form, which Slack takes for 3 s after somebody typed or pressed something; after that, says so. */
export async function openForm(kept: KeptForm, to: GiveTo, deps: Incoming): Promise<void> {
  const { came, workspace } = to;
  const words = catalogueFor(localeHere);
  const { triggerId } = came;
  if (workspace === null || triggerId === null) throw new TypeError('expected a workspace and a trigger for a form');
  const place = placeOf(kept, came, deps);
  const view =
    kept.kind === 'video'
      ? drawVideoForm({ form: kept.form, place, engines: enginesFor(words, deps) }, words)
      : typedForm(kept, place, words);
  const opened = await askSlack(askMsMax.form, (signal) => workspace.api.openView(triggerId, view, signal), deps.clock);
  if (opened.kind === 'done') return;
  deps.log.warn('a form could not be opened', { why: opened.detail, kind: opened.kind });
  await tell(spoken(whyNotOpened(opened, words), [], 'bad'), { ...to, inPlace: false }, deps);
}

function typedForm({ command, typed }: Extract<KeptForm, { kind: 'text' }>, place: FormPlace, words: Catalogue) {
  const decision = isDecision(command) ? drawDecisionForm({ command, typed, place }, words) : null;
  return decision ?? drawTypedForm({ command, typed, place }, words);
}

function whyNotOpened({ kind }: ApiProblem, { slackCommands: say, answers }: Catalogue): Text {
  if (kind === 'answer_over') return say.tooSlow();
  return kind === 'ambiguous' || kind === 'not_done' || kind === 'slow' ? say.formUnsure() : answers.wentWrong();
}

/** Where the form leads: to where it belongs, else to where it is opened, else it asks. */
function placeOf(kept: KeptForm, came: Came, { forms }: Pick<Incoming, 'forms'>): FormPlace {
  const belongsAt = kept.kind === 'video' ? kept.at : null;
  const needsKeeping = kept.kind === 'video' && kept.form.input !== null;
  return {
    channel: belongsAt?.channel ?? came.at?.channelId ?? null,
    thread: belongsAt ? belongsAt.thread : (came.at?.thread ?? null),
    responseUrl: came.responseUrl,
    answerIn: came.at?.channelId ?? null,
    isPrivate: belongsAt !== null,
    kept: needsKeeping ? forms.keep(kept, externalIdOf(came.teamId, came.userId)) : null,
  };
}

/** With the price of a video of usual length, as far as it is known. */
function enginesFor(
  { taking }: Catalogue,
  { engineNames, quoteOf }: Pick<Incoming, 'engineNames' | 'quoteOf'>,
): readonly NamedChoice[] {
  return engineNames().map((id) => {
    const quote = quoteOf(id);
    return { id, name: quote ? taking.engineChoice(quote.label, quote.quoteMicroUsd, quote.isDemo) : id };
  });
}
