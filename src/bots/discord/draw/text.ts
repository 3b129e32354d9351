import { SECOND } from '../../../core/time.ts';
import type { TextStyle, TypedCommand } from '../../messages/text.ts';
import { isSnowflake } from '../places.ts';
import { namedOptions, namedValue } from './named-options.ts';

/** How much of each piece of somebody's words is drawn, in characters. */
export type Room = number;

/**
 * How Discord is given each kind of part. Nothing in it is markup, a mention, a link or a line break but what is put
 * there by us. `room` bounds somebody's words: our own are never cut.
 */
export function discordStyle(room: Room = Number.MAX_SAFE_INTEGER): TextStyle {
  return {
    words: escapeOwn,
    code: (text) => codeSpan(namedOptions(text)),
    typed: (command) => drawTyped(command, room),
    option: (name, value) => codeSpan(value === null ? name : namedValue(name, value).join(': ')),
    moment: (atMs) => `<t:${Math.floor(atMs / SECOND)}:R>`,
    // Its name, which leads there, for those who may see it.
    channel: (id) => (isSnowflake(id) ? `<#${id}>` : escapeMarkup(foreign(`#${id}`))),
    untrusted: (text) => isolated(escapeMarkup(cut(foreign(text), room))),
  };
}

/**
 * Somebody's words as plain text, for where Discord knows no markup: on one line, of at most so many UTF-16 units, which
 * is how Discord counts. Never cut inside of a character.
 */
export function plainForeign(text: string, unitsMax: number): string {
  const line = foreign(text);
  if (line.length <= unitsMax) return line;
  const end = graphemes.segment(line).containing(unitsMax - 1)?.index ?? 0;
  return `${line.slice(0, end).trimEnd()}…`;
}

/** Options whose value is a person or a channel. */
const mentioning = ['who', 'channels', 'log'];
const oneMention = /^<(?:@!?|#)(\d{15,20})>$/u;

/** What somebody typed, by the names of its options. Whom and where it is about are called by their names. */
function drawTyped({ command, named }: TypedCommand, room: Room): string | null {
  if (named === null) return null;
  const values = named.map(([name, words]) => {
    const [option, value] = namedValue(name, words);
    return `${option}: ${mentioning.includes(option) && oneMention.test(value) ? value : isolated(escapeMarkup(cut(foreign(value), room)))}`;
  });
  return [`/${escapeMarkup(command)}`, ...values].join(' ');
}

const lineBreaks = /\s*[\n\r\v\f\u0085\u2028\u2029]\s*/gu;
/** They would turn around what follows. Marks that only tell a direction stay: right-to-left text needs them. */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/gu;
const otherControls = /\p{Cc}/gu;
const marksInARow = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

function foreign(text: string): string {
  return text
    .toWellFormed()
    .replace(lineBreaks, ' ⏎ ')
    .replace(directionControls, '')
    .replace(otherControls, ' ')
    .replace(marksInARow, '$1');
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Never inside of a character, however many code points it takes. */
function cut(text: string, charsMax: number): string {
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

/** What Discord may take for markup wherever it stands. */
const anywhere = String.raw`[\\*_~${'`'}|<>@\[\]]`;
/** Emoji names, times and the scheme of an address; not the end of a clause. */
const colons = String.raw`:(?!\s)`;
/** A heading, a list, or a line in small print; not the `#412` of a video. A number may stand before what begins here. */
const lineStarts = String.raw`(?<=^\s*)[-+]|(?<=^\s*)#(?=#*(?:\s|$))|(?<=^\s*\d+)\.|^\.(?=\s)`;
/** In the name of a host: invitations are found without a scheme, too. */
const dots = String.raw`(?<=[\p{L}\p{N}])\.(?=\p{L})`;
const meaningful = new RegExp([anywhere, colons, lineStarts, dots].join('|'), 'gu');

/** Our own words end no number that somebody begins a line with, so a full stop is one. */
function escapeOwn(text: string): string {
  return text.startsWith('. ') ? `.${escapeMarkup(text.slice(1))}` : escapeMarkup(text);
}

/** Backslashes before whatever could be markup; Discord shows the text without them. */
function escapeMarkup(text: string): string {
  return text.replace(meaningful, String.raw`\$&`);
}

const rightToLeft = /[\u0590-\u08FF\u200F\u061C\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** What is written from right to left turns nothing of ours around. */
function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** Text in a fence of backticks that is not in it. Three of them would begin a block. */
function codeSpan(text: string): string {
  const line = foreign(text);
  if (line.trim() === '') return '';
  const runs = new Set(Array.from(line.matchAll(/`+/gu), ({ 0: run }) => run.length));
  const fence = ['`', '``'].find((each) => !runs.has(each.length));
  if (fence === undefined) return codeSpan(line.replaceAll('`', 'ˋ'));
  const space = runs.size > 0 ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
