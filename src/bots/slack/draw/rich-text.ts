import type { RichTextBlock, RichTextElement, RichTextText } from '@slack/types';
import { SECOND } from '../../../core/time.ts';
import { cut, foreign, isolated, type Room } from '../../foreign.ts';
import { plainStyle, renderText, type Text, type TextPart } from '../../messages/text.ts';
import { isChannelId, isGroupId, readExternalId } from '../places.ts';
import { momentFormat } from './mrkdwn.ts';

type Look = { readonly bold?: true; readonly code?: true };

/** Text as Slack's own parts: words in them are never markup, so that nothing has to be escaped. */
export function elementsOf(text: Text, room: Room, look: Look = {}): RichTextElement[] {
  return text.map((part) => elementOf(part, room, look)).filter((element) => element !== null);
}

function elementOf(part: TextPart, room: Room, look: Look): RichTextElement | null {
  switch (part.kind) {
    case 'words':
      return words(part.text, look);
    case 'code':
    case 'option':
      return words(foreign(renderText([part], plainStyle).replace(/^`(?<text>.*)`$/su, '$<text>')), { code: true });
    case 'moment':
      return {
        type: 'date',
        timestamp: Math.floor(part.atMs / SECOND),
        format: momentFormat,
        fallback: part.words,
        ...styled(look),
      };
    case 'channel':
      return isChannelId(part.id)
        ? { type: 'channel', channel_id: part.id, ...styled(look) }
        : words(foreign(`#${part.id}`), look);
    case 'role':
      return isGroupId(part.id)
        ? { type: 'usergroup', usergroup_id: part.id, ...styled(look) }
        : words(foreign(`@${part.id}`), look);
    case 'untrusted': {
      const person = part.person === undefined ? null : readExternalId(part.person);
      if (person) return { type: 'user', user_id: person.userId, ...styled(look) };
      return words(isolated(cut(foreign(part.text), room)), look);
    }
  }
}

/** Slack takes no empty ones. */
export function words(text: string, look: Look = {}): RichTextElement | null {
  return text === '' ? null : { type: 'text', text, ...styled(look) };
}

function styled(look: Look): { readonly style?: Look } {
  return look.bold || look.code ? { style: look } : {};
}

/** Lines of a message, one beneath the other; those that quote somebody stand apart. */
export type RichLine = { readonly elements: readonly RichTextElement[]; readonly isQuote: boolean };

/** Null where there is nothing to say. */
export function richTextOf(lines: readonly RichLine[]): RichTextBlock | null {
  const block: RichTextBlock = { type: 'rich_text', elements: [] };
  for (const { elements, isQuote } of lines) {
    if (elements.length === 0) continue;
    const last = block.elements.at(-1);
    if (isQuote) block.elements.push({ type: 'rich_text_quote', elements: joined(elements) });
    else if (last?.type !== 'rich_text_section') {
      block.elements.push({ type: 'rich_text_section', elements: joined(elements) });
    } else last.elements = joined([...last.elements, { type: 'text', text: '\n' }, ...elements]);
  }
  return block.elements.length === 0 ? null : block;
}

/** Words that look alike as one piece each. */
function joined(elements: readonly RichTextElement[]): RichTextElement[] {
  return elements.reduce<RichTextElement[]>((before, element) => {
    const last = before.at(-1);
    if (last?.type !== 'text' || element.type !== 'text' || !looksAs(last, element)) return [...before, element];
    return [...before.slice(0, -1), { ...last, text: last.text + element.text }];
  }, []);
}

function looksAs(one: RichTextText, other: RichTextText): boolean {
  return one.style?.bold === other.style?.bold && one.style?.code === other.style?.code;
}
