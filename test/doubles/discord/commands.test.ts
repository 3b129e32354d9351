import { ApplicationCommandOptionType as Option, ApplicationCommandType, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { refusalOf, restOf } from './bot.ts';
import { startDiscord } from './discord.ts';
import { commands } from './trial.ts';

const text = { type: Option.String as const, name: 'prompt', description: 'What it shows' };
const video = { name: 'video', description: 'Make a video', options: [text] };
const withOption = (option: object): object[] => [{ ...video, options: [{ ...text, ...option }] }];
const many = (count: number): object[] => Array.from({ length: count }, (_, at) => ({ ...text, name: `o${at}` }));
const choices = (count: number): object[] =>
  Array.from({ length: count }, (_, at) => ({ name: `c${at}`, value: `c${at}` }));

test.each<[string, object[]]>([
  ['a name with a space', [{ ...video, name: 'make video' }]],
  ['a name in capitals', [{ ...video, name: 'Video' }]],
  ['a name of 33 characters', [{ ...video, name: 'v'.repeat(33) }]],
  ['no description', [{ name: 'video' }]],
  ['a description of 101 characters', [{ ...video, description: 'x'.repeat(101) }]],
  ['a message menu with a description', [{ ...video, type: ApplicationCommandType.Message, options: [] }]],
  ['26 options', [{ ...video, options: many(26) }]],
  ['a required option after an optional one', [{ ...video, options: [text, { ...text, name: 'b', required: true }] }]],
  ['two options of one name', [{ ...video, options: [text, text] }]],
  ['26 choices', withOption({ choices: choices(26) })],
  [
    'two choices of one value',
    withOption({
      choices: [
        { name: 'a', value: 'x' },
        { name: 'b', value: 'x' },
      ],
    }),
  ],
  ['a choice of 101 characters', withOption({ choices: [{ name: 'a', value: 'x'.repeat(101) }] })],
  ['choices and completing', withOption({ choices: choices(1), autocomplete: true })],
  ['a text longer than 6000', withOption({ max_length: 6001 })],
  ['a limit of another type', withOption({ min_value: 1 })],
  ['a range upside down', withOption({ type: Option.Integer, min_value: 2, max_value: 1 })],
  ['a fraction as a limit of whole numbers', withOption({ type: Option.Integer, min_value: 1.5 })],
  ['an unknown kind of file', withOption({ type: Option.Attachment, file_types: ['pictures'] })],
  ['an unknown language', [{ ...video, description_localizations: { tlh: 'x' } }]],
  ['rights as a number', [{ ...video, default_member_permissions: 32 }]],
  ['no context', [{ ...video, contexts: [] }]],
  [
    'options beside subcommands',
    [{ ...video, options: [text, { type: Option.Subcommand, name: 's', description: 'x' }] }],
  ],
  ['two commands of one name', [video, video]],
  [
    'more than 8000 characters',
    [
      {
        ...video,
        options: Array.from({ length: 25 }, (_, at) => ({
          ...text,
          name: `o${at}`,
          choices: Array.from({ length: 4 }, (__, nth) => ({ name: `${nth}${'x'.repeat(90)}`, value: `${nth}` })),
        })),
      },
    ],
  ],
  ['a field that nobody knows', [{ ...video, colour: 'red' }]],
])('a registration with %s is refused whole', async (_, body) => {
  await using discord = await startDiscord();
  discord.register([video]);

  const put = restOf(discord).put(Routes.applicationCommands(discord.applicationId), { body });

  expect(await refusalOf(put)).toBe('400/50035');
  expect(discord.commands().map((one) => one.name)).toEqual(['video']);
  expect(discord.problems).toHaveLength(1);
});

test('registering the same again changes nothing; another text keeps the id and gets a new version', async () => {
  await using discord = await startDiscord();
  const rest = restOf(discord);
  const route = Routes.applicationCommands(discord.applicationId);
  const first = await rest.put(route, { body: commands });

  expect(await rest.put(route, { body: commands })).toEqual(first);
  const [before] = discord.commands();
  const changed = commands.map((one) => (one.name === 'video' ? { ...one, description: 'Makes a video' } : one));
  await rest.put(route, { body: changed });
  const [after] = discord.commands();

  expect(after?.id).toBe(before?.id);
  expect(after?.version).not.toBe(before?.version);
  expect(discord.problems).toEqual([]);
});

test('texts in other languages are listed when asked for', async () => {
  await using discord = await startDiscord();
  discord.register([{ ...video, description_localizations: { de: 'Mach ein Video' } }]);
  const rest = restOf(discord);
  const list = (query = ''): Promise<unknown> =>
    rest.get(Routes.applicationCommands(discord.applicationId), { query: new URLSearchParams(query) });

  expect(await list()).toEqual([expect.not.objectContaining({ description_localizations: expect.anything() })]);
  expect(await list('with_localizations=true')).toMatchObject([
    { description_localizations: { de: 'Mach ein Video' } },
  ]);
});

test('commands of another application are none of the business of a bot', async () => {
  await using discord = await startDiscord();

  const put = restOf(discord).put(Routes.applicationCommands('123456789012345678'), { body: [] });

  expect(await refusalOf(put)).toBe('403/20012');
});
