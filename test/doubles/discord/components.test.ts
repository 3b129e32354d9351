import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  ComponentType,
  LabelBuilder,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { refusalOf } from './bot.ts';
import { startDiscord } from './discord.ts';
import { byToken, commands, withBot } from './trial.ts';

test('a press of a button reaches the bot with its message, and an update changes that message', async () => {
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('v1:cancel:1').setLabel('Cancel').setStyle(ButtonStyle.Secondary),
    new ButtonBuilder().setCustomId('v1:off:1').setLabel('Off').setStyle(ButtonStyle.Secondary).setDisabled(true),
    new ButtonBuilder().setURL('https://reelay.example').setLabel('Link').setStyle(ButtonStyle.Link),
  );
  await using world = await withBot((interaction) => interaction.reply({ content: 'Working', components: [row] }), {
    other: async (interaction) => {
      if (interaction.isButton())
        await interaction.update({ content: `Cancelled ${interaction.message.content}`, components: [] });
    },
  });
  const { discord, channel, ada, bob } = world;
  const status = await discord.type(ada, channel, 'video', { prompt: 'a ball' }).answered();

  const pressed = discord.press(bob, status, 'Cancel');
  expect(await pressed.acknowledged()).toEqual({ kind: 'update' });

  expect(discord.seen(channel)[0]).toMatchObject({ content: 'Cancelled Working', buttons: [], id: status.id });
  expect(() => discord.press(bob, status, 'Cancel')).toThrow('There is no button');
  const again = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  const other = await again.answered();
  expect(() => discord.press(bob, other, 'Off')).toThrow('disabled');
  expect(() => discord.press(bob, other, 'Link')).toThrow('is a link');
});

test('menus of texts and of channels show what is chosen, and bring what is chosen next', async () => {
  const got: unknown[] = [];
  await using world = await withBot(
    (interaction) =>
      interaction.reply({
        content: 'Which?',
        components: [
          new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(
            new ChannelSelectMenuBuilder()
              .setCustomId('where')
              .setChannelTypes(ChannelType.GuildText)
              .setMinValues(0)
              .setMaxValues(2)
              .setDefaultChannels(interaction.channelId),
          ),
          new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
            new StringSelectMenuBuilder()
              .setCustomId('cap:1')
              .addOptions({ label: '$1', value: '1' }, { label: '$5', value: '5', default: true }),
          ),
        ],
      }),
    {
      other: async (interaction) => {
        if (interaction.isChannelSelectMenu()) got.push(interaction.channels.map((channel) => channel?.id));
        else if (interaction.isStringSelectMenu()) got.push(interaction.values);
        else return;
        await interaction.deferUpdate();
      },
    },
  );
  const { discord, guild, channel, ada } = world;
  const [other, voice] = [discord.addChannel(guild), discord.addChannel(guild, { type: 'voice' })];
  const asked = await discord.type(ada, channel, 'video', { prompt: 'a ball' }).answered();
  expect(asked.menus).toMatchObject([
    { kind: 'channels', chosen: [channel.id], min: 0, max: 2 },
    { kind: 'texts', chosen: ['5'], min: 1, max: 1 },
  ]);

  await discord.select(ada, asked, 'where', [other.id, channel.id]).acknowledged();
  await discord.select(ada, asked, 'where', []).acknowledged();
  await discord.select(ada, asked, 'cap', ['1']).acknowledged();

  expect(got).toEqual([[other.id, channel.id], [], ['1']]);
  expect(() => discord.select(ada, asked, 'where', [voice.id])).toThrow('has no');
  expect(() => discord.select(ada, asked, 'cap', ['2'])).toThrow('has no');
  expect(() => discord.select(ada, asked, 'cap', [])).toThrow('1 to 1');
  expect(discord.problems).toEqual([]);
});

const menu = {
  type: ComponentType.ChannelSelect,
  custom_id: 'where',
  default_values: [{ id: '81384788765712384', type: 'channel' }],
};

test.each<[string, object]>([
  [
    'more chosen than can be',
    { ...menu, default_values: [...menu.default_values, { id: '81384788765712385', type: 'channel' }] },
  ],
  ['somebody chosen for a channel', { ...menu, default_values: [{ id: '81384788765712384', type: 'user' }] }],
  ['types for people', { ...menu, type: ComponentType.UserSelect, default_values: [], channel_types: [0] }],
])('a menu with %s is refused', async (_, component) => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const typed = discord.type(ada, discord.addChannel(discord.addGuild()), 'video', { prompt: 'a ball' });
  const withMenu = (one: object) => ({
    type: 4,
    data: { content: 'Which?', components: [{ type: 1, components: [one] }] },
  });

  expect(await refusalOf(byToken(discord, typed).acknowledge(withMenu(component)))).toBe('400/50035');
  expect(await refusalOf(byToken(discord, typed).acknowledge(withMenu(menu)))).toBe('ok');
});

test('a form opens filled in, keeps its limits, and comes back with what was typed', async () => {
  const modal = new ModalBuilder()
    .setCustomId('edit:1')
    .setTitle('Edit')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Prompt')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('prompt')
            .setStyle(TextInputStyle.Paragraph)
            .setValue('a ball')
            .setMaxLength(20),
        ),
    );
  const got: unknown[] = [];
  await using world = await withBot((interaction) => interaction.showModal(modal), {
    other: async (interaction) => {
      if (!interaction.isModalSubmit()) return;
      got.push([interaction.customId, interaction.fields.getTextInputValue('prompt')]);
      await interaction.reply('Taken');
    },
  });
  const { discord, channel, ada } = world;
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });

  expect((await typed.form()).fields).toMatchObject([
    { customId: 'prompt', label: 'Prompt', value: 'a ball', max: 20 },
  ]);
  await expect(discord.submit(typed, { Prompt: 'x'.repeat(21) })).rejects.toThrow('1 to 20 characters');
  await (await discord.submit(typed)).answered();
  await (await discord.submit(typed, { Prompt: 'a cube' })).answered();

  expect(got).toEqual([
    ['edit:1', 'a ball'],
    ['edit:1', 'a cube'],
  ]);
  expect(discord.problems).toEqual([]);
});

test('an option completes with what was typed so far, and a late answer shows nothing', async () => {
  const clock = manualClock();
  await using world = await withBot((interaction) => interaction.reply('Here'), {
    clock,
    other: async (interaction) => {
      if (!interaction.isAutocomplete() || interaction.options.getFocused() === 'sl') return;
      const focused = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${focused.name} ${focused.value}`, value: 412 }]);
    },
  });
  const { discord, channel, ada } = world;

  expect(await discord.complete(ada, channel, 'videos show', { focused: 'number', value: '41' })).toEqual([
    { name: 'number 41', value: 412 },
  ]);
  const late = discord.complete(ada, channel, 'video', { focused: 'engine', value: 'sl' });
  await clock.advance(3001);
  expect(await late).toBeNull();
});

test('the menu of a message brings the message along, its file too', async () => {
  const got: unknown[] = [];
  await using world = await withBot((interaction) => interaction.reply('Here'), {
    other: async (interaction) => {
      if (!interaction.isMessageContextMenuCommand()) return;
      const [file] = [...interaction.targetMessage.attachments.values()];
      got.push([interaction.targetMessage.content, file?.name]);
      await interaction.reply('Taken');
    },
  });
  const { discord, channel, ada, bob } = world;
  const kitten = { name: 'kitten.png', bytes: Buffer.from('x'), contentType: 'image/png' };
  const said = discord.say(bob, channel, 'a kitten', [kitten]);

  await discord.menu(ada, said, 'Make a video from this').answered();

  expect(got).toEqual([['a kitten', 'kitten.png']]);
});

const input = { type: ComponentType.TextInput, custom_id: 'a', style: TextInputStyle.Short };
const label = { type: ComponentType.Label, label: 'A', component: input };
const opened = { custom_id: 'form', title: 'A form', components: [label] };

test.each<[string, object]>([
  ['a title of 46 characters', { ...opened, title: 'x'.repeat(46) }],
  [
    'six fields',
    {
      ...opened,
      components: Array.from({ length: 6 }, (_, at) => ({ ...label, component: { ...input, custom_id: `${at}` } })),
    },
  ],
  ['no field', { ...opened, components: [] }],
  ['a custom id twice', { ...opened, components: [label, label] }],
  [
    'a value longer than its limit',
    { ...opened, components: [{ ...label, component: { ...input, value: 'long', max_length: 3 } }] },
  ],
  ['a text of 4001 characters', { ...opened, components: [{ ...label, component: { ...input, max_length: 4001 } }] }],
  ['a label on the input in a label', { ...opened, components: [{ ...label, component: { ...input, label: 'A' } }] }],
  [
    'a button',
    {
      ...opened,
      components: [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.Button, style: 1, label: 'Go', custom_id: 'go' }],
        },
      ],
    },
  ],
])('a form with %s does not open', async (_, data) => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const typed = discord.type(ada, discord.addChannel(discord.addGuild()), 'video', { prompt: 'a ball' });

  expect(await refusalOf(byToken(discord, typed).acknowledge({ type: 9, data }))).toBe('400/50035');

  expect(typed.acknowledgement()).toBeNull();
  expect(await refusalOf(byToken(discord, typed).acknowledge({ type: 9, data: opened }))).toBe('ok');
});
