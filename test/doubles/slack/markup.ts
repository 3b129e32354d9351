import type { Block } from './blocks/blocks.ts';
import { elementsOf } from './blocks/check.ts';
import type { Inline, RichText } from './blocks/rich-text.ts';
import type { TextObject } from './blocks/text.ts';
import type { Workspace } from './things.ts';

/** What people see of a text, and what it does besides. */
export interface Reading {
  readonly shown: string;
  readonly people: readonly string[];
  /** `here`, `channel`, `everyone`, and `subteam` for a group. */
  readonly broadcasts: readonly string[];
  readonly links: readonly string[];
  /** Between angle brackets and nothing that Slack knows, or a `&`, `<` or `>` that stands for itself. */
  readonly unknown: readonly string[];
}

interface Gathered {
  people: string[];
  broadcasts: string[];
  links: string[];
  unknown: string[];
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What people read: the blocks where there are any, otherwise the text. Whom it notifies: both. */
export function readMessage(workspace: Workspace, text: string, blocks: readonly Block[]): Reading {
  const gathered: Gathered = { people: [], broadcasts: [], links: [], unknown: [] };
  const shownText = readMrkdwn(workspace, text, gathered, true);
  const shown = blocks.length > 0 ? readBlocks(workspace, blocks, gathered) : shownText;
  return {
    shown,
    people: [...new Set(gathered.people)],
    broadcasts: [...new Set(gathered.broadcasts)],
    links: [...new Set(gathered.links)],
    unknown: gathered.unknown,
  };
}

/** Blocks as people read them, a line each; buttons and fields are no text. */
export function shownBlocks(workspace: Workspace, blocks: readonly Block[]): string {
  return readBlocks(workspace, blocks, { people: [], broadcasts: [], links: [], unknown: [] });
}

function readBlocks(workspace: Workspace, blocks: readonly Block[], gathered: Gathered): string {
  const read = (text: TextObject | undefined): string[] => (text ? [readText(workspace, text, gathered)] : []);
  const lines = blocks.flatMap((block): string[] => {
    // Questions before an action, and labels of options, are read like any other text.
    for (const { element } of elementsOf(block)) {
      if ('confirm' in element && element.confirm) read(element.confirm.text);
    }
    switch (block.type) {
      case 'section':
        return [...read(block.text), ...(block.fields ?? []).flatMap(read)];
      case 'header':
        return read(block.text);
      case 'context':
        return [block.elements.flatMap((one) => (one.type === 'image' ? [] : read(one))).join(' ')];
      case 'image':
        return read(block.title);
      case 'input':
        return [...read(block.label), ...read(block.hint)];
      case 'markdown':
        return [readMrkdwn(workspace, block.text, gathered, true)];
      case 'rich_text':
        return readRichText(workspace, block, gathered);
      default:
        return [];
    }
  });
  return lines.join('\n');
}

function readText(workspace: Workspace, text: TextObject, gathered: Gathered): string {
  return text.type === 'plain_text' ? text.text : readMrkdwn(workspace, text.text, gathered, text.verbatim !== true);
}

function readRichText(workspace: Workspace, block: RichText, gathered: Gathered): string[] {
  const line = (inlines: readonly Inline[]): string =>
    inlines.map((one) => readInline(workspace, one, gathered)).join('');
  return block.elements.flatMap((part) => {
    if (part.type === 'rich_text_list') {
      return part.elements.map((one, at) => `${part.style === 'bullet' ? '•' : `${at + 1}.`} ${line(one.elements)}`);
    }
    return [line(part.elements)];
  });
}

function readInline(workspace: Workspace, inline: Inline, gathered: Gathered): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      gathered.links.push(inline.url);
      return inline.text ?? inline.url;
    case 'user':
      gathered.people.push(inline.user_id);
      return nameOf(workspace, inline.user_id);
    case 'usergroup':
      gathered.broadcasts.push('subteam');
      return `@${workspace.groups?.get(inline.usergroup_id)?.handle ?? 'unknown'}`;
    case 'channel':
      return channelName(workspace, inline.channel_id);
    case 'emoji':
      return `:${inline.name}:`;
    case 'broadcast':
      gathered.broadcasts.push(inline.range);
      return `@${inline.range}`;
    case 'date':
      return inline.fallback ?? inline.format;
  }
}

/** With `parsed`, Slack makes links and mentions also of what only looks like them. */
function readMrkdwn(workspace: Workspace, text: string, gathered: Gathered, parsed: boolean): string {
  const parts = text.split(/(<[^<>\n]*>)/);
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return readControl(workspace, part.slice(1, -1), gathered);
      for (const [stray] of part.matchAll(/&(?!(?:amp|lt|gt);)|<|(?<!^\s*)>/gm)) gathered.unknown.push(stray);
      if (parsed) {
        for (const [, name] of part.matchAll(/(?<![\w&])@(here|channel|everyone)\b/g)) {
          if (name !== undefined) gathered.broadcasts.push(name);
        }
        for (const [link] of part.matchAll(/https?:\/\/[^\s|>]+/g)) gathered.links.push(unescapeText(link));
      }
      return unescapeText(withoutStyle(part));
    })
    .join('');
}

function readControl(workspace: Workspace, inside: string, gathered: Gathered): string {
  const [target = '', label] = inside.split('|', 2);
  if (/^@[UW][A-Z0-9]+$/.test(target)) {
    gathered.people.push(target.slice(1));
    return nameOf(workspace, target.slice(1));
  }
  if (/^#[CG][A-Z0-9]+$/.test(target)) return channelName(workspace, target.slice(1));
  const broadcast = /^!(here|channel|everyone)$/.exec(target)?.[1];
  if (broadcast !== undefined) {
    gathered.broadcasts.push(broadcast);
    return `@${broadcast}`;
  }
  if (target.startsWith('!subteam^')) {
    gathered.broadcasts.push('subteam');
    return label ?? `@${workspace.groups?.get(target.slice('!subteam^'.length))?.handle ?? 'unknown'}`;
  }
  if (/^!date\^\d+\^/.test(target)) return label ?? target;
  if (/^(https?:\/\/|mailto:)\S+$/.test(target)) {
    gathered.links.push(unescapeText(target));
    return unescapeText(label ?? target);
  }
  gathered.unknown.push(`<${inside}>`);
  return unescapeText(label ?? target);
}

/** Without the marks of bold, italic, strike and code, where Slack takes them for marks. */
function withoutStyle(text: string): string {
  let rest = text.replaceAll(/```\n?([\s\S]+?)```/g, '$1').replaceAll(/`([^`\n]+)`/g, '$1');
  for (const mark of ['\\*', '_', '~']) {
    const styled = new RegExp(`(^|[\\s({["'])${mark}(?=\\S)([^\\n]*?\\S)${mark}(?=$|[\\s.,!?;:)}\\]"'])`, 'gm');
    rest = rest.replaceAll(styled, '$1$2');
  }
  return rest.replaceAll(/^&gt; ?/gm, '');
}

function nameOf(workspace: Workspace, id: string): string {
  if (id === workspace.botUserId) return '@reelay';
  return `@${workspace.people.get(id)?.name ?? 'unknown'}`;
}

function channelName(workspace: Workspace, id: string): string {
  const channel = workspace.channels.get(id);
  return channel?.kind === 'public' ? `#${channel.name}` : '#private';
}
