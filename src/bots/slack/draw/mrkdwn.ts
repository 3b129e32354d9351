import { SECOND } from '../../../core/time.ts';
import { cut, foreign, isolated, type Room } from '../../foreign.ts';
import type { TextStyle } from '../../messages/text.ts';
import { isChannelId, isGroupId, readExternalId } from '../places.ts';

/**
 * Text with Slack's markup, for where there is nothing else: what a message says in notifications, and what goes with a
 * file. Nothing in it is markup, a mention or a link but what is put there by us; `room` bounds somebody's words.
 */
export function mrkdwnStyle(room: Room = Number.MAX_SAFE_INTEGER): TextStyle {
  return {
    // Names of engines are among them, which come from elsewhere.
    words: mrkdwnWords,
    code: codeSpan,
    option: (name, value) => codeSpan(value === null ? `--${name}` : `--${name} ${value}`),
    moment: (atMs, words) => `<!date^${Math.floor(atMs / SECOND)}^${momentFormat}|${mrkdwnWords(words)}>`,
    // Its name, which leads there, for those who may see it.
    channel: (id) => (isChannelId(id) ? `<#${id}>` : mrkdwnWords(`#${id}`)),
    role: (id) => (isGroupId(id) ? `<!subteam^${id}>` : mrkdwnWords(`@${id}`)),
    person(externalId) {
      const person = readExternalId(externalId);
      return person && `<@${person.userId}>`;
    },
    untrusted: (text) => isolated(mrkdwnWords(cut(foreign(text), room))),
  };
}

/** In the time of whoever reads it. */
export const momentFormat = '{date_short_pretty} at {time}';

/** As nothing but text. */
function mrkdwnWords(text: string): string {
  return escapeControls(unlinked(unmarked(text)));
}

/** The only three that Slack has an escape for. */
export function escapeControls(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack has no escape for these: signs that look like them. An underscore inside of a word means nothing. */
function unmarked(text: string): string {
  return text
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    .replaceAll(/^\s*>+/gu, (marks) => marks.replaceAll('>', '›'));
}

/** Seen by nobody, and ends what Slack would take for one word. */
const nothing = '\u200B';

/** Addresses with a scheme or without, addresses of people, calls to them and to channels, names of emoji. */
const linking = /:(?=\/\/)|:(?=[\p{L}\p{N}_+'-]+:)|(?<=[\p{L}\p{N}])\.(?=\p{L})|@(?=\S)|#(?=\p{L})/gu;

function unlinked(text: string): string {
  return text.replaceAll(linking, (sign) => sign + nothing);
}

/** Nothing is markup between backticks but backticks. */
function codeSpan(text: string): string {
  const line = foreign(text).replaceAll('`', 'ˋ');
  return line.trim() === '' ? '' : `\`${escapeControls(line)}\``;
}
