import {
  ApplicationCommandOptionType as Option,
  ApplicationCommandType,
  type APIApplicationCommandOption,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { commandDefinitions } from '../../../../src/bots/discord/commands/definitions.ts';
import { allLeaves } from '../../../../src/bots/grammar/find-command.ts';
import type { Catalogue } from '../../../../src/bots/messages/catalogue.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { startDiscord } from '../../../doubles/discord/discord.ts';

const german: Catalogue = {
  ...en,
  help: { ...en.help, describe: (key) => `Hilfe zu ${key}` },
  discordCommands: {
    ...en.discordCommands,
    nameOf: (_, name) => `${name}-de`,
    menus: { makeVideo: 'Video daraus machen', removeClip: 'Clip entfernen' },
    everybody: () => 'Alle',
    allTogether: () => 'Alle zusammen',
  },
};

const definitions = commandDefinitions({ en });

function named(name: string, all = definitions): RESTPostAPIApplicationCommandsJSONBody {
  const found = all.find((each) => each.name === name);
  if (!found) throw new Error(`expected ${name} among ${all.map((each) => each.name).join(', ')}`);
  return found;
}

type Plain = { readonly name: string; readonly options?: readonly APIApplicationCommandOption[] | undefined };

function under(node: Plain, ...path: readonly string[]): APIApplicationCommandOption {
  const [name = '', ...rest] = path;
  const found = node.options?.find((each) => each.name === name);
  if (!found) throw new Error(`expected ${name} in ${node.name}`);
  return rest.length === 0 ? found : under('options' in found ? found : { name: found.name }, ...rest);
}

function optionsOf(node: Plain): readonly APIApplicationCommandOption[] {
  return node.options ?? [];
}

const isNested = ({ type }: APIApplicationCommandOption) =>
  type === Option.Subcommand || type === Option.SubcommandGroup;

function pathsOf(path: string, node: Plain): string[] {
  const nested = optionsOf(node).filter(isNested);
  return nested.length === 0
    ? [path]
    : nested.flatMap((each) => pathsOf(`${path} ${each.name}`, 'options' in each ? each : { name: each.name }));
}

describe('what is registered', () => {
  it('is every command of the grammar that is not only for platforms without moderators, and no other', () => {
    const paths = definitions.flatMap((each) =>
      each.type === ApplicationCommandType.Message
        ? []
        : pathsOf(each.name, 'options' in each ? each : { name: each.name }),
    );
    expect(paths.toSorted()).toEqual(
      allLeaves()
        .filter(({ ownModerators }) => ownModerators !== true)
        .map(({ path }) => path)
        .toSorted(),
    );
  });

  it.each([
    ['one language', { en }],
    ['two', { en, de: german }],
  ])('keeps within the limits of Discord, in %s', async (_, languages) => {
    await using discord = await startDiscord();
    expect(() => discord.register(commandDefinitions(languages))).not.toThrow();
  });

  it('asks for the prompt first, because Discord wants what is required first', () => {
    const options = optionsOf(named('video'));
    expect(options[0]).toMatchObject({ name: 'prompt', type: Option.String, required: true, max_length: 6_000 });
    expect(options.slice(1).some(({ required }) => required)).toBe(false);
  });

  it.each([
    ['image', { type: Option.Attachment, file_types: ['image'] }],
    ['video', { type: Option.Attachment, file_types: ['video'] }],
    ['engine', { type: Option.String, autocomplete: true }],
    ['size', { type: Option.String, autocomplete: true }],
    ['seconds', { type: Option.Integer, min_value: 1, max_value: 60 }],
    ['count', { type: Option.Integer, min_value: 1, max_value: 4 }],
    ['seed', { type: Option.Integer, min_value: 0, max_value: 4_294_967_295 }],
    ['style', { type: Option.String, autocomplete: true }],
    ['fps', { type: Option.String, choices: ['24', '30', '60'].map((value) => ({ name: value, value })) }],
    ['audio', { type: Option.Boolean }],
    ['private', { type: Option.Boolean }],
  ])('/video takes %s as what it is', (name, expected) => {
    expect(under(named('video'), name)).toMatchObject(expected);
  });

  it('takes the number of a video as text with suggestions, so that #412 and latest can be typed', () => {
    expect(under(named('videos'), 'show', 'number')).toMatchObject({
      type: Option.String,
      autocomplete: true,
    });
  });

  it('takes a role where one can be meant, and has a way to mean more than one person only where the grammar has', () => {
    const set = under(named('video-admin'), 'quota', 'set');
    expect('options' in set && set.options?.map(({ name, type, required }) => [name, type, required === true])).toEqual(
      [
        ['amount', Option.String, true],
        ['who', Option.Mentionable, false],
        ['default', Option.Boolean, false],
        ['budget', Option.Boolean, false],
        ['reason', Option.String, false],
        ['sure', Option.Boolean, false],
      ],
    );
    const audit = under(named('video-admin'), 'audit');
    expect('options' in audit && audit.options?.map(({ name, type }) => [name, type])).toEqual([['who', Option.User]]);
  });

  it.each([
    ['video', [0, 1], undefined],
    ['videos', [0, 1], undefined],
    ['video-admin', [0], '32'],
    ['Make a video from this', [0, 1], undefined],
    ['Remove clip', [0], '32'],
  ])('%s is offered where, and to whom, it is for', (name, contexts, permissions) => {
    const { integration_types, contexts: there, default_member_permissions: who } = named(name);
    expect({ integration_types, there, who }).toEqual({ integration_types: [0], there: contexts, who: permissions });
  });
});

describe('in several languages', () => {
  const both = commandDefinitions({ en, de: german });

  it('names and descriptions come in each, English in both of its kinds, and the default stays English', () => {
    expect(under(named('video', both), 'seconds')).toMatchObject({
      name: 'seconds',
      name_localizations: { 'en-US': 'seconds', 'en-GB': 'seconds', de: 'seconds-de' },
      description: 'Length in seconds',
      description_localizations: {
        'en-US': 'Length in seconds',
        'en-GB': 'Length in seconds',
        de: 'Hilfe zu video.seconds',
      },
    });
    expect(under(named('video-admin', both), 'quota', 'show')).toMatchObject({
      description_localizations: { de: 'Hilfe zu video-admin quota show' },
    });
    expect(named('Remove clip', both)).toMatchObject({ name_localizations: { de: 'Clip entfernen' } });
    expect(under(named('video-admin', both), 'quota', 'set', 'default')).toMatchObject({
      description_localizations: { de: 'Alle' },
    });
  });

  it('none are given where there is one language, since they would say the same', () => {
    expect(JSON.stringify(definitions)).not.toContain('localizations');
  });
});
