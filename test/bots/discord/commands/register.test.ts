import { REST } from 'discord.js';
import { expect, it } from 'vitest';
import { commandDefinitions } from '../../../../src/bots/discord/commands/definitions.ts';
import { areRegistered, registerCommands } from '../../../../src/bots/discord/commands/register.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { startDiscord } from '../../../doubles/discord/discord.ts';

const english = commandDefinitions({ en });
const { signal } = new AbortController();

async function open() {
  const discord = await startDiscord();
  const rest = new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.token);
  return {
    discord,
    register: (definitions = english) => registerCommands(rest, discord.applicationId, definitions, signal),
    areThese: (definitions = english) => areRegistered(rest, discord.applicationId, definitions, signal),
    puts: () => discord.requests.filter(({ method }) => method === 'PUT').length,
    [Symbol.asyncDispose]: async () => {
      await discord[Symbol.asyncDispose]();
      expect(discord.problems).toEqual([]);
    },
  };
}

it('commands are registered once, and not again while they are the same', async () => {
  await using world = await open();
  expect(await world.areThese()).toBe(false);
  expect(await world.register()).toBe('registered');
  expect(await world.areThese()).toBe(true);
  expect(await world.register()).toBe('unchanged');
  expect(world.puts()).toBe(1);
  expect(world.discord.commands().map(({ name }) => name)).toEqual(english.map(({ name }) => name));
});

it('a command of an earlier version goes, so that nobody types what does nothing', async () => {
  await using world = await open();
  world.discord.register([...english, { name: 'imagine', description: 'Of an earlier version' }]);
  expect(await world.register()).toBe('registered');
  expect(world.discord.commands().map(({ name }) => name)).not.toContain('imagine');
});

it.each([
  ['a description', (text: string) => text.replace('Length in seconds', 'How long')],
  ['a bound', (text: string) => text.replace('"max_value":60', '"max_value":30')],
  ['a choice', (text: string) => text.replace('"name":"60","value":"60"', '"name":"50","value":"50"')],
  ['who may use it', (text: string) => text.replace('"32"', '"8"')],
  ['where it is offered', (text: string) => text.replace('"contexts":[0,1]', '"contexts":[0]')],
  ['files', (text: string) => text.replace('"file_types":["image"]', '"file_types":["image",".gif"]')],
  ['an option that must be given', (text: string) => text.replace('"required":true,', '')],
])('%s that changed is registered, so that what people see is what we take', async (_, change) => {
  const before: typeof english = JSON.parse(change(JSON.stringify(english)));
  expect(before).not.toEqual(english);
  await using world = await open();
  world.discord.register(before);
  expect(await world.register()).toBe('registered');
  expect(await world.areThese()).toBe(true);
});

it('a language more is a change, and is the same from then on', async () => {
  await using world = await open();
  const both = commandDefinitions({ en, de: en });
  await world.register();
  expect(await world.register(both)).toBe('registered');
  expect(await world.register(both)).toBe('unchanged');
});
