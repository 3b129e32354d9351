import { SECOND } from '../../../core/time.ts';
import { cut, foreign, isolated, type Room } from '../../foreign.ts';
import type { TextStyle, TypedCommand } from '../../messages/text.ts';
import { isSnowflake } from '../places.ts';
import { namedOptions, namedValue } from './named-options.ts';

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
    // Calls nobody: no message of ours may ping a role.
    role: (id) => (isSnowflake(id) ? `<@&${id}>` : escapeMarkup(foreign(`@${id}`))),
    untrusted: (text) => isolated(escapeMarkup(cut(foreign(text), room))),
  };
}

/** Options whose value is a person or a channel. */
const mentioning = ['who', 'channel', 'channels', 'log', 'approvals'];
const oneMention = /^<(?:@[!&]?|#)(\d{15,20})>$/u;

/** What somebody typed, by the names of its options. Whom and where it is about are called by their names. */
function drawTyped({ command, named }: TypedCommand, room: Room): string | null {
  if (named === null) return null;
  const values = named.map(([name, words]) => {
    const [option, value] = namedValue(name, words);
    return `${option}: ${mentioning.includes(option) && oneMention.test(value) ? value : isolated(escapeMarkup(cut(foreign(value), room)))}`;
  });
  return [`/${escapeMarkup(command)}`, ...values].join(' ');
}

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
