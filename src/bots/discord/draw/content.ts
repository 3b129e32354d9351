import { type Fitted, fitLines } from '../../fit-lines.ts';
import { partsOf, renderText, type Text, type TextPart, type TextStyle } from '../../messages/text.ts';
import { discordStyle } from './text.ts';

/** What Discord takes in one message. */
export const contentCharsMax = 2_000;

/** A line of a message for a given style. Empty ones leave no gap. */
export type Line = (style: TextStyle) => string;

/** The first line: what it is all about. */
export function titleLine(title: Text): Line {
  return (style) => bold(renderText(joinedWords(title), style));
}

/** Somebody's words alone stand apart as a quote. */
export function textLine(text: Text): Line {
  const isForeign = text.length === 1 && text[0]?.kind === 'untrusted';
  return (style) => {
    const drawn = renderText(joinedWords(text), style);
    return isForeign && drawn !== '' ? `> ${drawn}` : drawn;
  };
}

/** Our own words as one piece each: what could be markup is told by what stands beside it. */
function joinedWords(text: Text): Text {
  return text.reduce<TextPart[]>((joined, part) => {
    const last = joined.at(-1);
    if (last?.kind !== 'words' || part.kind !== 'words') return [...joined, part];
    return [...joined.slice(0, -1), { kind: 'words', text: last.text + part.text }];
  }, []);
}

/** Our own words before something that must not be escaped: a mention, a bar, an address. */
export function rawLine(words: Text | string, raw: string, between = ' '): Line {
  return (style) => [renderText(partsOf(words), style), raw].filter((part) => part !== '').join(between);
}

/**
 * Joins lines to the content of one message. Where they take too much room, somebody's words are cut until ours fit;
 * only then are lines left out, the last ones first.
 */
export function contentOf(lines: readonly Line[]): string {
  const draw = ({ lines: fitting, room, isCut }: Fitted<Line>): string =>
    drawLines(isCut ? [...fitting, () => '…'] : fitting, discordStyle(room));
  return draw(fitLines(lines, contentCharsMax, (fitted) => draw(fitted).length)).slice(0, contentCharsMax);
}

function drawLines(lines: readonly Line[], style: TextStyle): string {
  return lines
    .map((line) => line(style))
    .filter((line) => line !== '')
    .join('\n');
}

function bold(text: string): string {
  return text === '' ? '' : `**${text}**`;
}
