import type { ActionsBlock, KnownBlock } from '@slack/types';
import { clipLinkExpiresAtMs } from '../../../core/clip-link.ts';
import type { UndeliverableReason } from '../../../core/failure.ts';
import type { JobView } from '../../../core/request.ts';
import { jobButtons, resultButtons, statusButtons } from '../../buttons.ts';
import { drawBar } from '../../draw-bar.ts';
import { engineLabel } from '../../engine-label.ts';
import { plainForeign } from '../../foreign.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { joinTexts, partsOf, plainStyle, renderText, type Text, untrusted } from '../../messages/text.ts';
import { presentResult, presentStatus, promptLine } from '../../presenter.ts';
import { whyNotPosted } from '../../state-notes.ts';
import type { Button, Showing, View } from '../../view.ts';
import { personOf } from '../places.ts';
import { drawButtons, type KeepTyped } from './buttons.ts';
import { barLine, contentOf, type Line, linkLine, markedText, smallLine, textLine, titleLine } from './content.ts';

/** A message as Slack takes it. `text` says all that the blocks say, for notifications and for those who hear it. */
export type Draft = { readonly text: string; readonly blocks: KnownBlock[] };

type Views = readonly [JobView, ...JobView[]];

const promptCharsShown = 60;
const titleUnitsMax = 120;

/**
 * The one status of a request, with the buttons of its results: those have none of their own. It calls nobody. `linkOf`
 * tells the link of a result that is seen in the status itself.
 */
export function drawStatus(
  views: Views,
  showing: Showing,
  linkOf: (view: JobView) => string | null = () => null,
): Draft {
  const [first] = views;
  const view = presentStatus(views, showing);
  const isThere = views.every(({ job }) => job.state.kind === 'ready');
  const { words } = showing;
  const { text, blocks } = contentOf([
    titleLine(view.title),
    ...(view.progress === null
      ? []
      : [barLine(view.isProgressInTitle ? '' : words.slack.progress(view.progress), drawBar(view.progress))]),
    ...view.lines.map(textLine),
    ...views.flatMap((each) => linkLines(each, linkOf(each), showing)),
    ...(isPrivate(first) ? [askedInLine(first, words)] : []),
    // The result names who asked; where none comes, the status does to its end.
    ...(isThere ? [] : [byLine(views, showing)]),
  ]);
  return { text, blocks: [...blocks, ...statusRows(views, showing)] };
}

/** One row for one video. For several, one that stops them and one for each that has ended. */
function statusRows(views: Views, showing: Showing): ActionsBlock[] {
  const [only, ...others] = views;
  const at = { requestId: only.request.id, keepTyped: null };
  if (others.length === 0) return drawButtons(jobButtons(only, showing), at);
  const cancel = statusButtons(views, showing).filter(({ action }) => action === 'cancel');
  return [cancel, ...views.map((view) => numbered(view, showing))].flatMap((row) => drawButtons(row, at));
}

function numbered(view: JobView, showing: Showing): Button[] {
  const { number } = view.job;
  return resultButtons(view, showing).map((button) => ({
    ...button,
    label: showing.words.slack.ofVideo(button.label, number),
  }));
}

/** What goes with the posted file, where its buttons are in the status: Slack takes text alone with it. */
export function drawResultComment(view: JobView, showing: Showing): string {
  return markedText(resultLines(view, null, showing));
}

/**
 * A result with buttons of its own: what goes with the file where no status is known; with `clipUrl`, a message that
 * stands in for a file that cannot be posted.
 */
export function drawResult(
  view: JobView,
  showing: Showing,
  { clipUrl, hasButtons }: { readonly clipUrl: string | null; readonly hasButtons: boolean },
): Draft {
  const { text, blocks } = contentOf(resultLines(view, clipUrl, showing));
  const at = { requestId: view.request.id, keepTyped: null };
  return { text, blocks: [...blocks, ...(hasButtons ? drawButtons(resultButtons(view, showing), at) : [])] };
}

/** The name of the posted file, as it is listed, searched for and read out. Slack makes nothing of what is in it. */
export function drawTitle({ request, job }: JobView): string {
  const number = `#${job.number}`;
  return request.prompt === null ? number : plainForeign(`${number} · ${job.spec.prompt}`, titleUnitsMax);
}

/** It names the requester, who alone is called. */
function resultLines(view: JobView, clipUrl: string | null, showing: Showing): Line[] {
  const result = presentResult(view, showing);
  return [
    titleLine(result.title, personOf(view)?.userId ?? null),
    ...result.lines.map(textLine),
    ...linkLines(view, clipUrl, showing),
    ...(isPrivate(view) ? [askedInLine(view, showing.words)] : []),
  ];
}

function linkLines({ job }: JobView, clipUrl: string | null, { words, nowMs }: Showing): Line[] {
  if (clipUrl === null) return [];
  const why = words.slack.clipLink(clipLinkExpiresAtMs(nowMs), nowMs);
  return [textLine(why), linkLine(words.slack.play(job.number), clipUrl)];
}

/** To the person alone: that a clip is there, and how it is had. */
export function drawUndelivered(view: JobView, reason: UndeliverableReason, showing: Showing): Draft {
  const { words } = showing;
  const { number } = view.job;
  const why = reason === 'destination_gone' ? words.slack.channelGone : whyNotPosted(reason, view.request, words);
  return contentOf([
    titleLine(partsOf(words.slack.undelivered(number))),
    textLine(promptLine(view, showing, promptCharsShown)),
    textLine(partsOf(why)),
    textLine(reason === 'too_large' ? partsOf(words.status.notes.atOperator) : words.slack.fetchItThere(number)),
    askedInLine(view, words),
  ]);
}

/** Anything that is said to somebody. Without `keepTyped` there is no button that opens a form. */
export function drawSaid(view: View, keepTyped: KeepTyped | null = null): Draft {
  const { text, blocks } = contentOf([
    isParagraph(view) ? textLine(view.title) : titleLine(view.title),
    ...view.lines.map(textLine),
  ]);
  return { text, blocks: [...blocks, ...drawButtons(view.buttons, { requestId: null, keepTyped })] };
}

/** Sentences that are no heading of anything: in bold, they would shout. */
function isParagraph({ title, lines }: View): boolean {
  const words = renderText(title, plainStyle);
  return words.endsWith('.') && (lines.length === 0 || words.includes('. '));
}

/** Who asked, by name and not called, and which engines work on it. */
function byLine(views: Views, showing: Showing): Line {
  const [{ requester }] = views;
  const engines = [...new Set(views.map(({ job }) => engineLabel(job.engine, showing)))];
  const name: Text = requester.name === null ? [] : [untrusted(requester.name)];
  return smallLine(joinTexts([name, ...engines], ' · '));
}

/** In a direct message about something asked for elsewhere. */
function askedInLine({ request }: JobView, words: Catalogue): Line {
  return textLine(words.slack.askedIn(request.destination.channel));
}

function isPrivate({ request }: JobView): boolean {
  return request.visibility === 'private' && !request.destination.channel.startsWith('D');
}
