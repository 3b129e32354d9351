import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { commands } from '../../commands.ts';
import { type CommandNode, isGroup, type Leaf } from '../../grammar/command.ts';
import { isHelpKey } from '../../grammar/find-command.ts';
import { isTold } from '../../grammar/own-moderators.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { en } from '../../messages/en.ts';
import { descriptionsIn, type Languages, namesIn } from './localise.ts';
import { type Described, optionsOf, type WhoseWord } from './option-fields.ts';

/** A default that a server's owner can change; who may do what is checked again when it is used. */
const forModerators = { default_member_permissions: PermissionFlagsBits.ManageGuild.toString() } as const;
/** Not for a person to install: such a command may answer for 15 minutes only, and not at all by itself. */
const installed = { integration_types: [ApplicationIntegrationType.GuildInstall] };
const inServers = { ...installed, contexts: [InteractionContextType.Guild] };
const everywhere = { ...installed, contexts: [InteractionContextType.Guild, InteractionContextType.BotDM] };

/** What is registered at Discord: every command of the grammar, and the menus of a message. */
export function commandDefinitions(languages: Languages): RESTPostAPIApplicationCommandsJSONBody[] {
  const describe = describeIn(languages);
  const beside = (name: WhoseWord, wordsOf: (words: Catalogue) => string): Described => ({
    name,
    description: wordsOf(en),
    ...descriptionsIn(languages, wordsOf),
  });
  const words = {
    default: beside('default', ({ discordCommands }) => discordCommands.everybody()),
    budget: beside('budget', ({ discordCommands }) => discordCommands.allTogether()),
  };

  const leafOptions = (path: string, leaf: Leaf): APIApplicationCommandBasicOption[] =>
    requiredFirst(
      Object.entries(leaf.options).flatMap(([name, spec]) =>
        optionsOf(spec, describe(`${path}.${name}`, name, spec.help), words),
      ),
    );

  const subcommand = (path: string, name: string, leaf: CommandNode): APIApplicationCommandSubcommandOption => {
    if (isGroup(leaf)) throw new TypeError(`expected a command in /${path}, got a group: Discord nests no deeper`);
    const described = describe(path, name, leaf.help);
    return { type: ApplicationCommandOptionType.Subcommand, ...described, options: leafOptions(path, leaf) };
  };

  const under = (path: string, node: CommandNode): APIApplicationCommandOption[] => {
    if (!isGroup(node)) return leafOptions(path, node);
    const told = Object.entries(node.commands).filter(([, child]) => isTold(child, false));
    return told.map(([name, child]): APIApplicationCommandOption => {
      const at = `${path} ${name}`;
      if (!isGroup(child)) return subcommand(at, name, child);
      const options = Object.entries(child.commands).map(([last, leaf]) => subcommand(`${at} ${last}`, last, leaf));
      return { type: ApplicationCommandOptionType.SubcommandGroup, ...describe(at, name, child.help), options };
    });
  };

  const typed = (name: keyof typeof commands) => ({
    type: ApplicationCommandType.ChatInput as const,
    ...describe(name, name, commands[name].help),
    options: under(name, commands[name]),
  });
  const menu = (which: keyof typeof en.discordCommands.menus) => ({
    type: ApplicationCommandType.Message as const,
    name: en.discordCommands.menus[which],
    ...namesIn(languages, ({ discordCommands }) => discordCommands.menus[which]),
  });

  return [
    { ...typed('video'), ...everywhere },
    { ...typed('videos'), ...everywhere },
    { ...typed('video-admin'), ...inServers, ...forModerators },
    { ...menu('makeVideo'), ...everywhere },
    { ...menu('removeClip'), ...inServers, ...forModerators },
  ];
}

function describeIn(languages: Languages) {
  return (key: string, name: string, english: string): Described => {
    if (!isHelpKey(key)) return { name, description: english };
    return {
      name,
      ...namesIn(languages, ({ discordCommands }) => discordCommands.nameOf(key, name)),
      description: en.help.describe(key, english),
      ...descriptionsIn(languages, ({ help }) => help.describe(key, english)),
    };
  };
}

function requiredFirst(options: readonly APIApplicationCommandBasicOption[]): APIApplicationCommandBasicOption[] {
  return options.toSorted((a, b) => Number(b.required === true) - Number(a.required === true));
}
