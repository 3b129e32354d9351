import type { ContextBlock, KnownBlock, RichTextElement } from '@slack/types';
import { type Fitted, fitLines } from '../../fit-lines.ts';
import type { Room } from '../../foreign.ts';
import { partsOf, renderText, type Text } from '../../messages/text.ts';
import { escapeControls, mrkdwnStyle } from './mrkdwn.ts';
import { elementsOf, richTextOf, words } from './rich-text.ts';

/** So much is said in one message: what Slack takes where it takes least. */
export const messageCharsMax = 3_000;

/** A line of a message, in each of the ways that Slack has to be told it. Empty ones leave no gap. */
export type Line = {
  /** For notifications and for those who hear it; `isSeen` where there are no blocks, and marks have to do. */
  readonly text: (room: Room, isSeen: boolean) => string;
  readonly rich: (room: Room) => readonly RichTextElement[];
  readonly look: 'plain' | 'quote' | 'small';
};

/** The first line: what it is all about. It calls somebody where they are named. */
export function titleLine(title: Text, calledUserId: string | null = null): Line {
  const called = calledUserId === null ? '' : `<@${calledUserId}> `;
  const call: RichTextElement[] =
    calledUserId === null
      ? []
      : [
          { type: 'user', user_id: calledUserId },
          { type: 'text', text: ' ' },
        ];
  return {
    text: (room, isSeen) => {
      const drawn = renderText(title, mrkdwnStyle(room));
      return called + (isSeen && drawn !== '' ? `*${drawn}*` : drawn);
    },
    rich: (room) => [...call, ...elementsOf(title, room, { bold: true })],
    look: 'plain',
  };
}

/** Somebody's words alone stand apart as a quote. */
export function textLine(text: Text): Line {
  const isForeign = text.length === 1 && text[0]?.kind === 'untrusted';
  return {
    text: (room, isSeen) => {
      const drawn = renderText(text, mrkdwnStyle(room));
      if (!isForeign || drawn === '') return drawn;
      return isSeen ? `> ${drawn}` : `“${drawn}”`;
    },
    rich: (room) => elementsOf(text, room),
    look: isForeign ? 'quote' : 'plain',
  };
}

/** Beneath everything else, and less to be seen. */
export function smallLine(text: Text): Line {
  return { ...textLine(text), look: 'small' };
}

/** A bar for who can see it. It says nothing that does not stand before it in words. */
export function barLine(said: string, bar: string): Line {
  const shown = words([said, bar].filter((part) => part !== '').join(' '));
  return { ...textLine(partsOf(said)), rich: () => [shown].filter((element) => element !== null) };
}

export function linkLine(label: string, url: string): Line {
  return {
    text: () => `<${escapeControls(url)}|${escapeControls(label)}>`,
    rich: () => [{ type: 'link', url, text: label }],
    look: 'plain',
  };
}

/** Lines as the text and the blocks of one message, with the same in both. */
export function contentOf(lines: readonly Line[]): { readonly text: string; readonly blocks: KnownBlock[] } {
  const { shown, room, text } = fitted(lines, false);
  const main = shown.filter(({ look }) => look !== 'small');
  const block = richTextOf(main.map((line) => ({ elements: line.rich(room), isQuote: line.look === 'quote' })));
  const small = shown.filter(({ look }) => look === 'small').flatMap((line) => contextOf(line.rich(room)));
  return { text, blocks: [...(block ? [block] : []), ...small] };
}

/** Lines as text alone, for where Slack takes no blocks. */
export function markedText(lines: readonly Line[]): string {
  return fitted(lines, true).text;
}

const cutLine: Line = textLine(partsOf('…'));

function fitted(
  lines: readonly Line[],
  isSeen: boolean,
): { readonly shown: readonly Line[]; readonly room: Room; readonly text: string } {
  const shownOf = ({ lines: some, isCut }: Fitted<Line>): readonly Line[] => (isCut ? [...some, cutLine] : some);
  const textOf = (some: Fitted<Line>): string =>
    shownOf(some)
      .map((line) => line.text(some.room, isSeen))
      .filter((line) => line !== '')
      .join('\n');
  const fit = fitLines(lines, messageCharsMax, (some) => textOf(some).length);
  return { shown: shownOf(fit), room: fit.room, text: textOf(fit).slice(0, messageCharsMax) };
}

/** As plain text, in which nothing means anything. */
function contextOf(elements: readonly RichTextElement[]): ContextBlock[] {
  const text = elements.map((element) => (element.type === 'text' ? element.text : '')).join('');
  return text === '' ? [] : [{ type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }];
}
