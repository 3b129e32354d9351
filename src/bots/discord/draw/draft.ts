import type { APIActionRowComponent, APIComponentInMessageActionRow } from 'discord.js';
import { clipLinkExpiresAtMs } from '../../../core/clip-link.ts';
import type { UndeliverableReason } from '../../../core/failure.ts';
import type { DeliveryId } from '../../../core/ids.ts';
import type { JobView } from '../../../core/request.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { partsOf, plainStyle, renderText } from '../../messages/text.ts';
import { presentResult, presentStatus, promptLine } from '../../presenter.ts';
import { whyNotPosted } from '../../state-notes.ts';
import type { Showing, TypedButton, View } from '../../view.ts';
import { drawBar } from '../../draw-bar.ts';
import { engineLabel } from '../../engine-label.ts';
import { guildIdOf, personIdOf } from '../places.ts';
import { drawButtons } from './buttons.ts';
import { contentOf, type Line, rawLine, textLine, titleLine } from './content.ts';

/** A message as Discord takes it, whoever sends it. Its content fits; its buttons and menus carry ids of ours only. */
export type Draft = {
  readonly content: string;
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
};

const promptCharsShown = 60;

/** The one status of a request. Whom it names must not be pinged: edits come often. */
export function drawStatus(views: readonly [JobView, ...JobView[]], showing: Showing): Draft {
  const [first] = views;
  const view = presentStatus(views, showing);
  const isThere = views.every(({ job }) => job.state.kind === 'ready');
  const { words } = showing;
  const progress: Line[] =
    view.progress === null
      ? []
      : [rawLine(view.isProgressInTitle ? '' : words.discord.progress(view.progress), drawBar(view.progress))];
  return {
    content: contentOf([
      titleLine(view.title),
      ...progress,
      ...view.lines.map(textLine),
      // The result names who asked; where none comes, the status does to its end.
      ...(isThere ? [] : [byLine(views, showing)]),
      ...(isPrivate(first) ? askedInLine(first, words) : []),
    ]),
    components: drawButtons(view.buttons, { requestId: first.request.id, deliveryId: null, keepTyped: null }),
  };
}

/**
 * What goes with the clip. It names the requester, who alone may be pinged, and carries the delivery in its buttons; null
 * in the status, whose files carry theirs.
 * `clipUrl` stands in for a clip that cannot be attached; null where it is attached.
 */
export function drawResult(
  view: JobView,
  showing: Showing,
  { deliveryId, clipUrl }: { readonly deliveryId: DeliveryId | null; readonly clipUrl: string | null },
): Draft {
  const result = presentResult(view, showing);
  const { words, nowMs } = showing;
  const linked = words.discord.clipLink(clipLinkExpiresAtMs(nowMs), nowMs);
  return {
    content: contentOf([
      rawTitle(mentionOf(view), titleLine(result.title)),
      ...result.lines.map(textLine),
      ...(isPrivate(view) ? askedInLine(view, words) : []),
      ...(clipUrl === null ? [] : [rawLine(linked, clipUrl, '\n')]),
    ]),
    components: drawButtons(result.buttons, { requestId: view.request.id, deliveryId, keepTyped: null }),
  };
}

/** Calls whoever asked to a result that came by an edit, which pings nobody. */
export function drawCall(view: JobView, showing: Showing): Draft {
  const { title } = presentResult(view, showing);
  return { content: contentOf([rawTitle(mentionOf(view), titleLine(title))]), components: [] };
}

/** To the person alone: that a clip is there, and how it is had. */
export function drawUndelivered(view: JobView, reason: UndeliverableReason, showing: Showing): Draft {
  const { words } = showing;
  const { number } = view.job;
  return {
    content: contentOf([
      titleLine(partsOf(words.discord.undelivered(number))),
      textLine(promptLine(view, showing, promptCharsShown)),
      textLine(partsOf(whyNotPosted(reason, view.request, words))),
      textLine(reason === 'too_large' ? partsOf(words.status.notes.atOperator) : words.discord.fetchItThere(number)),
      ...askedInLine(view, words),
    ]),
    components: [],
  };
}

/** To the person alone, where direct messages are closed. */
export function drawDirectClosed({ job }: JobView, { words }: Showing): Draft {
  return { content: contentOf([textLine(words.discord.directClosed(job.number))]), components: [] };
}

/** Anything that is said to somebody. `keepTyped` keeps what was typed, and names it; without it there is no such button. */
export function drawSaid(view: View, keepTyped: ((button: TypedButton) => string) | null = null): Draft {
  return {
    content: contentOf([isParagraph(view) ? textLine(view.title) : titleLine(view.title), ...view.lines.map(textLine)]),
    components: drawButtons(view.buttons, { requestId: null, deliveryId: null, keepTyped }),
  };
}

/** Sentences that are no heading of anything: in bold, they would shout. */
function isParagraph({ title, lines }: View): boolean {
  const words = renderText(title, plainStyle);
  return words.endsWith('.') && (lines.length === 0 || words.includes('. '));
}

/** Who asked, and which engines work on it. */
function byLine(views: readonly [JobView, ...JobView[]], showing: Showing): Line {
  const engines = [...new Set(views.map(({ job }) => engineLabel(job.engine, showing)))];
  return (style) => [mentionOf(views[0]), ...engines.map(style.words)].filter((part) => part !== '').join(' · ');
}

/** In a direct message about something asked for elsewhere. */
function askedInLine({ request }: JobView, words: Catalogue): Line[] {
  const { tenantId, channel } = request.destination;
  return guildIdOf(tenantId) === null ? [] : [textLine(words.discord.askedIn(channel))];
}

function isPrivate({ request }: JobView): boolean {
  return request.visibility === 'private';
}

function rawTitle(raw: string, title: Line): Line {
  return (style) => [raw, title(style)].filter((part) => part !== '').join(' ');
}

/** Empty once they asked to be forgotten. */
function mentionOf(view: JobView): string {
  const id = personIdOf(view);
  return id === null ? '' : `<@${id}>`;
}
