import { externalIdOf, isGroupId, isUserId } from '../places.ts';

/** What Slack calls people and channels, by their ids. */
export type Names = ReadonlyMap<string, string>;

/**
 * What Slack makes of what people type: a mention, a channel, a link. What they type themselves never looks like that,
 * because Slack escapes it: docs.slack.dev/messaging/formatting-message-text
 */
const marked = /<([^<>]*)>/gu;

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** What was typed, out of what Slack escaped. Once only: `&amp;lt;` was typed as `&lt;`. */
function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/gu, (entity) => entities[entity] ?? entity);
}

/** What would end a name within a command, as Slack escapes it. */
const unfitForName = /(?:\s|&lt;|&gt;)+/gu;

/** People who are mentioned without a name, each once. */
export function namelessPeople(text: string): string[] {
  const ids = Array.from(text.matchAll(marked), ([, inside = '']) => {
    const { kind, id, label } = partsOf(inside);
    return kind === 'person' && label === '' ? id : '';
  });
  return [...new Set(ids.filter((id) => id !== ''))];
}

/** As people see it: mentions, channels and links by their names. What has no name is left out: an id shows nothing in a video. */
export function readProse(text: string, names: Names = new Map()): string {
  return piecesOf(text, (inside) => {
    const { kind, id, label } = partsOf(inside);
    switch (kind) {
      case 'person':
      case 'channel': {
        const name = label === '' ? (names.get(id) ?? '') : label;
        return name === '' ? '' : `${kind === 'person' ? '@' : '#'}${name}`;
      }
      case 'group':
        return label === '' ? '' : groupName(label);
      case 'everybody':
      case 'link':
        return label === '' ? id : label;
    }
  });
}

/**
 * Text of a command other than `/video`: people and channels stay as what they are there, people with their workspace,
 * within which alone their ids mean anything; links become what they show.
 */
export function readArguments(text: string, teamId: string): string {
  const read = piecesOf(text, (inside) => {
    const { kind, id, label } = partsOf(inside);
    const called = label === '' ? '' : `|${label.replace(unfitForName, '.')}`;
    switch (kind) {
      case 'person':
        return `<@${id}${called}>`;
      case 'channel':
        return `<#${id}${called}>`;
      case 'group':
        return `<!subteam^${id}${called}>`;
      case 'everybody':
      case 'link':
        return label === '' ? id : label;
    }
  });
  return fromField(read, teamId);
}

/** What Slack calls those who are mentioned in a command, by the ids that we know them by. */
export function namesMentioned(text: string, teamId: string): Names {
  const called = Array.from(text.matchAll(marked), ([, inside = '']) => {
    const { kind, id, label } = partsOf(inside);
    return kind === 'person' && label !== '' ? [[externalIdOf(teamId, id), unescaped(label)] as const] : [];
  });
  return new Map(called.flat());
}

const ownMention = /<@(?:T[A-Z0-9]+:)?([UW][A-Z0-9]+)(?:\|([^<>]*))?>/gu;

/** The same for a field of a form, in which Slack marks nothing: a workspace is of no use to who reads it. */
export function forField(text: string): string {
  return text.replace(
    ownMention,
    (_, id: string, label?: string) => `<@${id}${label === undefined ? '' : `|${label}`}>`,
  );
}

/** What such a field holds by now. Whoever is named belongs to this workspace, whatever somebody writes. */
export function fromField(text: string, teamId: string): string {
  return text.replace(
    ownMention,
    (_, id: string, label?: string) => `<@${externalIdOf(teamId, id)}${label === undefined ? '' : `|${label}`}>`,
  );
}

const shownMention = /<@(?:T[A-Z0-9]+:)?([UW][A-Z0-9]+)(?:\|([^<>…]*))?(?:>|…$)/gu;
const shownGroup = /<!subteam\^(S[A-Z0-9]+)(?:\|([^<>…]*))?(?:>|…$)/gu;
const shownChannel = /<#([CG][A-Z0-9]+)(?:\|([^<>…]*))?(?:>|…$)/gu;

/** What was typed, with the names of whom and what it is about: for people to read. */
export function withNames(text: string): string {
  return text
    .replace(shownMention, (_, id: string, label?: string) => `@${named(label, id)}`)
    .replace(shownGroup, (_, id: string, label?: string) => groupName(named(label, id)))
    .replace(shownChannel, (_, id: string, label?: string) => `#${named(label, id)}`);
}

function named(label: string | undefined, id: string): string {
  return label === undefined || label === '' ? id : label;
}

/** Slack names a group with the sign that people type before it, and not always. */
function groupName(label: string): string {
  return label.startsWith('@') ? label : `@${label}`;
}

type Parts = {
  readonly kind: 'person' | 'group' | 'channel' | 'everybody' | 'link';
  readonly id: string;
  readonly label: string;
};

const groupMark = '!subteam^';

function partsOf(inside: string): Parts {
  const bar = inside.indexOf('|');
  const [target, label] = bar === -1 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1).trim()];
  if (target.startsWith('@') && isUserId(target.slice(1))) return { kind: 'person', id: target.slice(1), label };
  const groupId = target.startsWith(groupMark) ? target.slice(groupMark.length) : '';
  if (isGroupId(groupId)) return { kind: 'group', id: groupId, label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!')) return { kind: 'everybody', id: `@${target.slice(1)}`, label };
  return { kind: 'link', id: target, label };
}

function piecesOf(text: string, read: (inside: string) => string): string {
  let end = 0;
  const pieces: string[] = [];
  for (const { 0: shown, 1: inside = '', index } of text.matchAll(marked)) {
    pieces.push(unescaped(text.slice(end, index)), unescaped(read(inside)));
    end = index + shown.length;
  }
  return [...pieces, unescaped(text.slice(end))].join('');
}
