/** How much of each piece of somebody's words is drawn, in characters. */
export type Room = number;

const lineBreaks = /\s*[\n\r\v\f\u0085\u2028\u2029]\s*/gu;
/** They would turn around what follows. Marks that only tell a direction stay: right-to-left text needs them. */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/gu;
const otherControls = /\p{Cc}/gu;
const marksInARow = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

/** Somebody's words on one line, with nothing in them that reaches beyond them. */
export function foreign(text: string): string {
  return text
    .toWellFormed()
    .replace(lineBreaks, ' ⏎ ')
    .replace(directionControls, '')
    .replace(otherControls, ' ')
    .replace(marksInARow, '$1');
}

/**
 * Somebody's words as plain text, for where a platform knows no markup: on one line, of at most so many UTF-16 units,
 * which is how platforms count. Never cut inside of a character.
 */
export function plainForeign(text: string, unitsMax: number): string {
  const line = foreign(text);
  if (line.length <= unitsMax) return line;
  const end = graphemes.segment(line).containing(unitsMax - 1)?.index ?? 0;
  return `${line.slice(0, end).trimEnd()}…`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Never inside of a character, however many code points it takes. */
export function cut(text: string, charsMax: Room): string {
  // A character takes at least one unit, so that long text is not taken apart for nothing.
  if (text.length <= charsMax) return text;
  const chars = Array.from(graphemes.segment(text.slice(0, (charsMax + 1) * unitsOfLongChar)), (each) => each.segment);
  if (chars.length <= charsMax) return chars.join('') === text ? text : `${chars.join('').trimEnd()}…`;
  return `${chars
    .slice(0, Math.max(0, charsMax - 1))
    .join('')
    .trimEnd()}…`;
}

/** A family of four with skin tones takes about so many. */
const unitsOfLongChar = 24;

const rightToLeft = /[\u0590-\u08FF\u200F\u061C\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** What is written from right to left turns nothing of ours around. */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
