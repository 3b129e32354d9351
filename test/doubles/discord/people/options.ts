import {
  ApplicationCommandOptionType as Option,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
} from 'discord.js';
import { channelOf, memberOf, roleOf } from '../payload/guild.ts';
import { userOf } from '../payload/user.ts';
import type { Channel, Person, Role, World } from '../world.ts';
import { fitsFileTypes, isGivenFile, resolvedFile, takeFile, type GivenFile } from './files.ts';

type Json = Record<string, unknown>;

export type Value = string | number | boolean | GivenFile | Person | Channel | Role;
export type Values = Readonly<Record<string, Value | undefined>>;

export interface Typed {
  readonly options: Json[];
  readonly resolved: Record<string, Record<string, unknown>>;
}

/** What stands behind the name of a command: the words of a subcommand, and what they take. */
export function leafOf(
  command: APIApplicationCommand,
  words: readonly string[],
): { readonly takes: readonly APIApplicationCommandBasicOption[]; readonly wrap: (options: Json[]) => Json[] } {
  let level: readonly APIApplicationCommandOption[] = command.options ?? [];
  const path: { readonly name: string; readonly type: number }[] = [];
  for (const word of words) {
    const next = level.find((one) => one.name === word);
    if (!next || (next.type !== Option.Subcommand && next.type !== Option.SubcommandGroup)) {
      throw new Error(
        `/${command.name} has no "${word}"; there is ${level.map((one) => one.name).join(', ') || 'nothing'}`,
      );
    }
    path.push({ name: next.name, type: next.type });
    level = next.options ?? [];
  }
  const takes = level.filter(isBasic);
  if (takes.length < level.length)
    throw new Error(`/${command.name} needs one of: ${level.map((one) => one.name).join(', ')}`);
  return {
    takes,
    wrap: (options) => path.reduceRight<Json[]>((inner, { name, type }) => [{ name, type, options: inner }], options),
  };
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  return option.type !== Option.Subcommand && option.type !== Option.SubcommandGroup;
}

/** Turns what a person filled in into what is sent, refusing what their client would refuse. */
export function typedOptions(
  world: World,
  channel: Channel,
  takes: readonly APIApplicationCommandBasicOption[],
  values: Values,
): Typed {
  const resolved: Typed['resolved'] = {};
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  for (const { name } of given) {
    if (!takes.some((one) => one.name === name)) {
      throw new Error(`There is no option "${name}"; there is ${takes.map((one) => one.name).join(', ') || 'none'}`);
    }
  }
  const missing = takes.find((one) => one.required && values[one.name] === undefined);
  if (missing) throw new Error(`The option "${missing.name}" is required`);
  const options = given.map(({ name, value }): Json => {
    const option = takes.find((one) => one.name === name);
    if (!option) throw new Error(`There is no option "${name}"`);
    return { name, type: option.type, value: sent(world, channel, option, value, resolved) };
  });
  return { options, resolved };
}

function sent(
  world: World,
  channel: Channel,
  option: APIApplicationCommandBasicOption,
  value: Value,
  resolved: Typed['resolved'],
): string | number | boolean {
  const put = (kind: string, id: string, what: unknown): string => {
    resolved[kind] = { ...resolved[kind], [id]: what };
    return id;
  };
  const wrong = (expected: string): Error =>
    new Error(`The option "${option.name}" takes ${expected}, not ${JSON.stringify(value)}`);
  const somebody = (): string => {
    const person = typeof value === 'object' && 'id' in value ? world.people.get(value.id) : undefined;
    if (!person) throw wrong('a person');
    const member = channel.guild?.members.get(person.id);
    if (member) {
      const { user: _, deaf: _d, mute: _m, ...partial } = memberOf(member);
      put('members', person.id, { ...partial, permissions: '0' });
    }
    return put('users', person.id, userOf(person));
  };
  switch (option.type) {
    case Option.String: {
      if (typeof value !== 'string') throw wrong('text');
      const { min_length: min = option.required ? 1 : 0, max_length: max = 6000 } = option;
      if (value.length < min || value.length > max) throw wrong(`${min} to ${max} characters`);
      needChoice(option, value);
      return value;
    }
    case Option.Integer:
    case Option.Number: {
      if (typeof value !== 'number') throw wrong('a number');
      if (option.type === Option.Integer && !Number.isSafeInteger(value)) throw wrong('a whole number');
      const { min_value: min = -(2 ** 53), max_value: max = 2 ** 53 } = option;
      if (value < min || value > max) throw wrong(`${min} to ${max}`);
      needChoice(option, value);
      return value;
    }
    case Option.Boolean:
      if (typeof value !== 'boolean') throw wrong('true or false');
      return value;
    case Option.Attachment: {
      if (!isGivenFile(value)) throw wrong('a file');
      const types = 'file_types' in option && Array.isArray(option.file_types) ? option.file_types.map(String) : [];
      if (!fitsFileTypes(value.name, types)) throw wrong(`a file of ${types.join(', ')}`);
      const file = takeFile(world, value);
      return put('attachments', file.id, resolvedFile(world, channel, file, value));
    }
    case Option.Mentionable: {
      const role = typeof value === 'object' && 'id' in value ? channel.guild?.roles.get(value.id) : undefined;
      return role && channel.guild ? put('roles', role.id, roleOf(channel.guild, role)) : somebody();
    }
    case Option.User:
      return somebody();
    case Option.Role: {
      const role = typeof value === 'object' && 'id' in value ? channel.guild?.roles.get(value.id) : undefined;
      if (!role || !channel.guild) throw wrong('a role');
      return put('roles', role.id, roleOf(channel.guild, role));
    }
    case Option.Channel: {
      const chosen = typeof value === 'object' && 'id' in value ? world.channels.get(value.id) : undefined;
      if (!chosen) throw wrong('a channel');
      const { permission_overwrites: _, ...partial } = channelOf(world, chosen);
      if (option.channel_types && !option.channel_types.some((type) => type === partial['type'])) {
        throw wrong(`a channel of the types ${option.channel_types.join(', ')}`);
      }
      return put('channels', chosen.id, { ...partial, permissions: '0' });
    }
  }
}

function needChoice(option: APIApplicationCommandBasicOption, value: string | number): void {
  const choices: readonly { readonly value: string | number }[] =
    ('choices' in option ? option.choices : undefined) ?? [];
  if (choices.length === 0 || choices.some((choice) => choice.value === value)) return;
  throw new Error(
    `The option "${option.name}" has no choice ${value}; there is ${choices.map((one) => one.value).join(', ')}`,
  );
}
