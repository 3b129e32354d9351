import {
  ApplicationCommandType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommand,
} from 'discord.js';
import { commandsOf } from '../commands.ts';
import { messageOf } from '../payload/message.ts';
import { personPermissionsIn } from '../permissions.ts';
import { join } from '../places.ts';
import type { Channel, Interaction, Message, Person, World } from '../world.ts';
import { dispatchInteraction } from './dispatch.ts';
import { leafOf, typedOptions, type Values } from './options.ts';

export interface CommandUse {
  /** As if an admin of the server had given the command to this person, whatever its default says. */
  readonly permitted?: boolean;
}

/** Types a command: `video`, or `video-admin quota set` with the words of a subcommand. */
export function typeCommand(
  world: World,
  person: Person,
  channel: Channel,
  line: string,
  values: Values = {},
  use: CommandUse = {},
): Interaction {
  const { command, words } = commandFor(world, person, channel, line, use);
  const { takes, wrap } = leafOf(command, words);
  const { options, resolved } = typedOptions(world, channel, takes, values);
  return dispatchInteraction(world, {
    kind: 'command',
    person,
    channel,
    commandName: [command.name, ...words].join(' '),
    data: {
      ...headOf(command),
      ...(words.length + options.length > 0 ? { options: wrap(options) } : {}),
      ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    },
  });
}

export interface Completing {
  /** The option that is being typed, and what stands there by now. */
  readonly focused: string;
  readonly value: string;
  /** What is filled in already. */
  readonly others?: Values;
}

/** Types into an option that completes. What is not filled in yet is not sent, required or not. */
export function completeOption(
  world: World,
  person: Person,
  channel: Channel,
  line: string,
  typing: Completing,
  use: CommandUse = {},
): Interaction {
  const { command, words } = commandFor(world, person, channel, line, use);
  const { takes, wrap } = leafOf(command, words);
  const option = takes.find((one) => one.name === typing.focused);
  if (!option) throw new Error(`There is no option "${typing.focused}"`);
  if (!('autocomplete' in option) || !option.autocomplete)
    throw new Error(`The option "${option.name}" does not complete`);
  const others = typing.others ?? {};
  const { options, resolved } = typedOptions(
    world,
    channel,
    takes.map((one) => ({ ...one, required: false })),
    others,
  );
  // While it is typed it is text, also where a number is wanted.
  const focused = { name: option.name, type: option.type, value: typing.value, focused: true };
  return dispatchInteraction(world, {
    kind: 'autocomplete',
    person,
    channel,
    commandName: [command.name, ...words].join(' '),
    data: {
      ...headOf(command),
      options: wrap([...options, focused]),
      ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    },
  });
}

/** Chooses an entry of the menu of a message. */
export function useMenu(
  world: World,
  person: Person,
  message: Message,
  name: string,
  use: CommandUse = {},
): Interaction {
  const { channel } = message;
  if (message.ephemeralFor) throw new Error('Ephemeral messages have no menu of apps');
  const command = find(world, channel, (one) => one.type === ApplicationCommandType.Message && one.name === name);
  if (!command) throw new Error(`No message menu "${name}" is registered`);
  needAccess(world, person, channel, command, use);
  return dispatchInteraction(world, {
    kind: 'command',
    person,
    channel,
    commandName: name,
    menuOf: message,
    data: {
      ...headOf(command),
      target_id: message.id,
      resolved: { messages: { [message.id]: messageOf(world, message) } },
    },
  });
}

function commandFor(
  world: World,
  person: Person,
  channel: Channel,
  line: string,
  use: CommandUse,
): { command: APIApplicationCommand; words: string[] } {
  const [name = '', ...words] = line.replace(/^\//, '').split(' ');
  const command = find(world, channel, (one) => one.type === ApplicationCommandType.ChatInput && one.name === name);
  if (!command) {
    const all = world.commands.map((one) => one.name).join(', ');
    throw new Error(`No command /${name} is registered here; there is ${all || 'none: register first'}`);
  }
  needAccess(world, person, channel, command, use);
  return { command, words };
}

function find(
  world: World,
  channel: Channel,
  is: (command: APIApplicationCommand) => boolean,
): APIApplicationCommand | undefined {
  const inGuild = channel.guild ? commandsOf(world, channel.guild.id) : [];
  return [...inGuild, ...world.commands].find(is);
}

/** What the client of a person checks before it offers a command. */
function needAccess(
  world: World,
  person: Person,
  channel: Channel,
  command: APIApplicationCommand,
  use: CommandUse,
): void {
  const { guild } = channel;
  const context = guild ? InteractionContextType.Guild : InteractionContextType.BotDM;
  if (command.contexts && !command.contexts.includes(context)) {
    throw new Error(`/${command.name} is not offered in ${guild ? 'servers' : 'direct messages'}`);
  }
  if (!guild) return;
  if (guild.state !== 'in') throw new Error(`In ${guild.name} there is no app any more, or no server right now`);
  if (channel.kind === 'forum') throw new Error('A command is typed in a post of a forum, not in the forum');
  if (channel.deleted) throw new Error(`The channel ${channel.name} is gone`);
  if (channel.archived || channel.locked) throw new Error('In an archived or locked thread no command can be used');
  if (command.nsfw && !channel.nsfw) throw new Error(`/${command.name} is for age-restricted channels only`);
  if (!guild.members.has(person.id)) join(world, person, guild);
  const permissions = personPermissionsIn(person, channel);
  const needed = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.UseApplicationCommands;
  if ((permissions & needed) !== needed) throw new Error(`${person.name} cannot use commands in ${channel.name}`);
  const own = command.default_member_permissions;
  const allowed =
    own === null || (own === '0' ? false : (permissions & BigInt(own)) === BigInt(own)) || person.id === guild.ownerId;
  if (!allowed && !use.permitted)
    throw new Error(`/${command.name} is not offered to ${person.name}: it wants the permissions ${own}`);
}

function headOf(command: APIApplicationCommand): Record<string, unknown> {
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
  };
}
