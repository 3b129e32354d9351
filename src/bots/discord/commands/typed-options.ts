import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  Role,
} from 'discord.js';
import type { Command } from '../../grammar/command.ts';
import { allLeaves } from '../../grammar/find-command.ts';
import { formatTyped } from '../../grammar/format-typed.ts';
import type { VideoForm } from '../../grammar/form-of.ts';
import { formatNamed, namedOf } from '../../grammar/named-words.ts';
import { parseOptions } from '../../grammar/parse-options.ts';
import type { FileValue, OptionValue, ParseContext } from '../../grammar/parse-value.ts';
import { optionsOutOfPrompt } from '../../grammar/prompt-field.ts';
import { whoseWords, whoseWordsOf } from './option-fields.ts';

export type TypedCommand = {
  readonly command: Command;
  /** What a form would hold to change it; null for all but `/video`. */
  readonly form: VideoForm | null;
};

type Options = Pick<ChatInputCommandInteraction['options'], 'data' | 'getSubcommand' | 'getSubcommandGroup'>;

/** What somebody typed into the options of a command. */
export function readTypedCommand(commandName: string, options: Options, context: ParseContext): TypedCommand {
  const path = pathOf(commandName, options);
  const values = new Map(lastLevel(options.data).flatMap(valueOf));
  const leaf = leafAt(path);
  const words = leaf ? whoseWordsOf(leaf) : [];
  const whose = ['who', ...words].filter((name) => (name === 'who' ? values.has(name) : values.get(name) === true));
  const [first, second] = whose;
  if (first !== undefined && second !== undefined) {
    return { command: oneOfTwo(path, values, [first, second]), form: null };
  }
  if (first !== undefined && first !== 'who') values.set('who', first);
  for (const word of words) values.delete(word);
  const names = new Map(lastLevel(options.data).flatMap(nameIn));
  const nameOf = (id: string): string | null => names.get(id) ?? null;
  const command = parseOptions(path, Object.fromEntries(values), { ...context, nameOf });
  return path === 'video'
    ? { command: withoutAddresses(command, values), form: formIn(values) }
    : { command, form: null };
}

/** `videos show`, as the grammar names it. */
export function pathOf(commandName: string, options: Pick<Options, 'getSubcommand' | 'getSubcommandGroup'>): string {
  return [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)]
    .filter((name) => name !== null)
    .join(' ');
}

/** Below the group and the command that it was typed for. */
function lastLevel(options: readonly CommandInteractionOption[]): readonly CommandInteractionOption[] {
  const [first] = options;
  const isNested =
    first?.type === ApplicationCommandOptionType.Subcommand ||
    first?.type === ApplicationCommandOptionType.SubcommandGroup;
  return isNested ? lastLevel(first.options ?? []) : options;
}

function valueOf({ name, value, attachment, user, role, channel }: CommandInteractionOption): [string, OptionValue][] {
  if (attachment) return [[name, fileOf(attachment)]];
  if (user) return [[name, `<@${user.id}>`]];
  // Whatever else is set for a role is set for some of the members; this one all of them have.
  if (role) return [[name, isEveryone(role) ? 'default' : `<@&${role.id}>`]];
  if (channel) return [[name, `<#${channel.id}>`]];
  return value === undefined ? [] : [[name, value]];
}

/** Discord gives it the id of its server. */
function isEveryone(role: NonNullable<CommandInteractionOption['role']>): boolean {
  return role instanceof Role ? role.id === role.guild.id : role.name === '@everyone';
}

/** What a server calls somebody who was chosen. */
function nameIn({ user, member }: CommandInteractionOption): [string, string][] {
  if (!user) return [];
  const nick = member && ('nickname' in member ? member.nickname : member.nick);
  return [[user.id, nick ?? user.globalName ?? user.username]];
}

/** A file as Discord hands it over. */
export function fileOf(file: {
  readonly url: string;
  readonly name: string;
  readonly contentType: string | null;
}): FileValue {
  return { source: file.url, name: file.name, contentType: file.contentType };
}

function leafAt(path: string) {
  return allLeaves().find((each) => each.path === path)?.leaf ?? null;
}

function oneOfTwo(
  path: string,
  values: ReadonlyMap<string, OptionValue>,
  [option, other]: readonly [string, string],
): Command {
  const leaf = leafAt(path);
  const said = Array.from(values).filter(([name]) => name === 'who' || !whoseWords.some((word) => word === name));
  const expected = { kind: 'without', other } as const;
  const typed = leaf ? formatTyped(leaf, said) : '';
  return {
    kind: 'mistake',
    command: path,
    typed,
    named: namedOf(Array.from(values)),
    problems: [{ option, expected, got: '', nearest: null }],
  };
}

function formIn(values: ReadonlyMap<string, OptionValue>): VideoForm {
  const prompt = values.get('prompt');
  const options = Array.from(values).filter(([name, value]) => name !== 'prompt' && typeof value !== 'object');
  const [kind = null, file = null] = fileIn(values);
  return optionsOutOfPrompt({
    prompt: typeof prompt === 'string' ? prompt : '',
    options: formatNamed(namedOf(options)),
    input: kind && file ? { kind, source: file.source, mediaKey: null } : null,
  });
}

function fileIn(values: ReadonlyMap<string, OptionValue>): ['image' | 'video', FileValue] | [] {
  for (const kind of ['image', 'video'] as const) {
    const value = values.get(kind);
    if (typeof value === 'object' && (value.contentType ?? kind).startsWith(kind)) return [kind, value];
  }
  return [];
}

/** Where a file is kept is of no use to whoever reads it. */
function withoutAddresses(command: Command, values: ReadonlyMap<string, OptionValue>): Command {
  if (command.kind !== 'mistake') return command;
  const files = Array.from(values.values()).filter((value) => typeof value === 'object');
  const typed = files.reduce((text, { source, name }) => text.replace(source, name), command.typed);
  return { ...command, typed };
}
