import { MessageFlags, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { refusalOf, restOf } from './bot.ts';
import { startDiscord } from './discord.ts';
import { byToken, commands, withBot } from './trial.ts';

test('a command reaches discord.js with its options, its file, the rights of both, and the server in its cache', async () => {
  const got: unknown[] = [];
  await using world = await withBot(async (interaction) => {
    const image = interaction.options.getAttachment('image', true);
    got.push({
      prompt: interaction.options.getString('prompt'),
      seconds: interaction.options.getInteger('seconds'),
      image: [image.name, image.contentType, await (await fetch(image.url)).text()],
      may: interaction.appPermissions.has('AttachFiles'),
      manages: interaction.memberPermissions?.has('ManageGuild'),
      guild: interaction.inCachedGuild() && interaction.guild.name,
      channel: interaction.channel?.id,
      locales: [interaction.locale, interaction.guildLocale],
      limit: interaction.attachmentSizeLimit,
    });
    await interaction.reply('ok');
  });
  const { discord, guild, channel, ada } = world;
  discord.join(ada, guild, { manageGuild: true });

  const image = { name: 'cat.png', bytes: Buffer.from('png'), contentType: 'image/png' };
  const typed = discord.type(ada, channel, 'video', { prompt: 'a red ball', seconds: 5, image });
  await typed.answered();

  expect(got).toEqual([
    {
      prompt: 'a red ball',
      seconds: 5,
      image: ['cat.png', 'image/png', 'png'],
      may: true,
      manages: true,
      guild: 'A server',
      channel: channel.id,
      locales: ['en-US', 'en-US'],
      limit: 10 * 1024 * 1024,
    },
  ]);
  expect(discord.problems).toEqual([]);
});

test('an answer after three seconds finds the interaction gone, and the person read that there was none', async () => {
  const clock = manualClock();
  await using discord = await startDiscord({ clock });
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const channel = discord.addChannel(discord.addGuild());
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  const onTime = discord.type(ada, channel, 'video', { prompt: 'a cube' });

  const acknowledged = typed.acknowledged();
  await clock.advance(3000);
  expect(await refusalOf(byToken(discord, onTime).acknowledge({ type: 5 }))).toBe('ok');
  await clock.advance(1);

  expect(await acknowledged).toEqual({ kind: 'none' });
  expect(await refusalOf(byToken(discord, typed).acknowledge({ type: 5 }))).toBe('404/10062');
  expect(await refusalOf(byToken(discord, typed).followUp({ content: 'late' }))).toBe('404/10015');
});

test('the same interaction delivered twice is acknowledged once: the second try hears 40060', async () => {
  const refusals: string[] = [];
  await using world = await withBot(async (interaction) => {
    refusals.push(await refusalOf(interaction.reply('Here')));
  });
  const { discord, channel, ada } = world;
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  discord.deliverAgain(typed);

  await discord.until(() => refusals.length === 2);

  expect(refusals.toSorted()).toEqual(['400/40060', 'ok']);
  expect(discord.seen(channel)).toHaveLength(1);
});

test('after fifteen minutes the token is no good any more, but the public message still is for the bot', async () => {
  const clock = manualClock();
  await using world = await withBot(async (interaction) => interaction.deferReply(), { clock });
  const { discord, channel, ada } = world;
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  await typed.acknowledged();
  const token = byToken(discord, typed);
  const message = typed.original()?.id ?? '';

  await clock.advance(15 * 60_000);
  expect(await refusalOf(token.edit({ content: 'in time' }))).toBe('ok');
  await clock.advance(1);

  expect(await refusalOf(token.edit({ content: 'late' }))).toBe('401/50027');
  expect(await refusalOf(token.followUp({ content: 'late' }))).toBe('401/50027');
  const byBot = restOf(discord).patch(Routes.channelMessage(channel.id, message), { body: { content: 'by the bot' } });
  expect(await refusalOf(byBot)).toBe('ok');
  expect(discord.seen(channel)[0]?.contents).toEqual(['in time', 'by the bot']);
});

test('a deferred answer takes EPHEMERAL and nothing else, and each kind of interaction its own answers', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const channel = discord.addChannel(discord.addGuild());
  const answered = (body: unknown): Promise<string> =>
    refusalOf(byToken(discord, discord.type(ada, channel, 'video', { prompt: 'a ball' })).acknowledge(body));

  expect(await answered({ type: 5, data: { flags: MessageFlags.Ephemeral } })).toBe('ok');
  expect(await answered({ type: 5, data: { flags: MessageFlags.IsComponentsV2 } })).toBe('400/50035');
  expect(await answered({ type: 5, data: { content: 'soon' } })).toBe('400/50035');
  expect(await answered({ type: 6 })).toBe('400/50035');
  expect(await answered({ type: 8, data: { choices: [] } })).toBe('400/50035');
  expect(discord.problems).toHaveLength(4);
});

test('with_response tells the id of the answer, of a deferred one without a message; without it there is no body', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const channel = discord.addChannel(discord.addGuild());
  const typed = (): ReturnType<typeof byToken> =>
    byToken(discord, discord.type(ada, channel, 'video', { prompt: 'a ball' }));

  const deferred = await typed().acknowledge({ type: 5 }, 'with_response=true');
  const replied = await typed().acknowledge({ type: 4, data: { content: 'Hi' } }, 'with_response=true');
  const bare = await typed().acknowledge({ type: 4, data: { content: 'Hi' } });

  expect(deferred).toEqual({
    interaction: {
      id: expect.any(String),
      type: 2,
      response_message_id: discord.seen(channel)[0]?.id,
      response_message_loading: true,
      response_message_ephemeral: false,
    },
    resource: { type: 5 },
  });
  expect(replied).toMatchObject({
    resource: { type: 4, message: { content: 'Hi', interaction_metadata: { type: 2 } } },
  });
  expect(bare).toBeInstanceOf(ArrayBuffer);
});

test('while a placeholder waits a follow-up fills it and its ephemeral flag is ignored; once it is removed the flag counts', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const channel = discord.addChannel(discord.addGuild());
  const secret = { content: 'You are out of credits', flags: MessageFlags.Ephemeral };

  const leaked = byToken(discord, discord.type(ada, channel, 'video', { prompt: 'a ball' }));
  await leaked.acknowledge({ type: 5 });
  await leaked.followUp(secret);
  expect(discord.seen(channel).map((message) => message.content)).toEqual([secret.content]);

  const kept = byToken(discord, discord.type(ada, channel, 'video', { prompt: 'a ball' }));
  await kept.acknowledge({ type: 5 });
  await kept.remove();
  await kept.followUp(secret);
  expect(discord.seen(channel)).toHaveLength(1);
  expect(discord.seenBy(ada, channel)).toHaveLength(2);
  expect(await refusalOf(kept.edit({ content: 'x' }))).toBe('404/10008');
});

test('an ephemeral message is seen by one person, and no other request than by its token finds it', async () => {
  await using world = await withBot((interaction) =>
    interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral }),
  );
  const { discord, channel, ada, bob } = world;
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  const answer = await typed.answered();
  const rest = restOf(discord);

  expect([discord.seenBy(ada, channel).length, discord.seenBy(bob, channel).length]).toEqual([1, 0]);
  expect(await refusalOf(rest.get(Routes.channelMessage(channel.id, answer.id)))).toBe('404/10008');
  expect(await refusalOf(rest.patch(Routes.channelMessage(channel.id, answer.id), { body: { content: 'x' } }))).toBe(
    '404/10008',
  );
  expect(await rest.get(Routes.channelMessages(channel.id))).toEqual([]);
  expect(() => discord.press(bob, answer, 'x')).toThrow('does not see');
  expect(await refusalOf(byToken(discord, typed).edit({ content: 'still' }))).toBe('ok');
});

test('in a direct message there is a user and no server, and the answer is theirs', async () => {
  const got: unknown[] = [];
  await using world = await withBot(async (interaction) => {
    got.push([interaction.guildId, interaction.context, interaction.user.username, interaction.inGuild()]);
    await interaction.reply('Not here');
  });
  const { discord, ada } = world;

  await discord.type(ada, discord.dmChannel(ada), 'video', { prompt: 'a ball' }).answered();

  expect(got).toEqual([[null, 1, 'ada', false]]);
  expect(discord.dms(ada)).toHaveLength(1);
  expect(() => discord.type(ada, discord.dmChannel(ada), 'video-admin')).toThrow('not offered in direct messages');
});

test('a client refuses what it refuses at Discord: rights, ranges, files of other kinds, unknown commands', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const thread = discord.addChannel(guild, { type: 'thread', parent: channel, archived: true });
  const text = { name: 'a.txt', bytes: Buffer.from('x'), contentType: 'text/plain' };

  expect(() => discord.type(ada, channel, 'video')).toThrow('"prompt" is required');
  expect(() => discord.type(ada, channel, 'video', { prompt: 'x', seconds: 61 })).toThrow('takes 1 to 60');
  expect(() => discord.type(ada, channel, 'video', { prompt: 'x', image: text })).toThrow('a file of image');
  expect(() => discord.type(ada, channel, 'video', { prompt: 'x', loud: true })).toThrow('no option "loud"');
  expect(() => discord.type(ada, channel, 'vido', {})).toThrow('No command /vido');
  expect(() => discord.type(ada, channel, 'videos', {})).toThrow('needs one of: show');
  expect(() => discord.type(ada, thread, 'video', { prompt: 'x' })).toThrow('archived');
  expect(() => discord.type(ada, channel, 'video-admin')).toThrow('not offered to Ada');
  expect(discord.type(ada, channel, 'video-admin', {}, { permitted: true }).id).toEqual(expect.any(String));
});

test('an edit keeps what it names not, drops attachments that it lists not, and appends new ones', async () => {
  await using world = await withBot(async (interaction) => {
    await interaction.reply({ content: 'two', files: [file('a.mp4'), file('b.mp4')] });
    const first = (await interaction.fetchReply()).attachments.first();
    await interaction.editReply({ content: 'still two' });
    await interaction.editReply({ attachments: first ? [{ id: first.id }] : [], files: [file('c.mp4')] });
  });
  const { discord, channel, ada } = world;
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });

  const message = await discord.until(() => typed.messages().find((one) => one.files.at(-1)?.filename === 'c.mp4'));

  expect(message.files.map((one) => one.filename)).toEqual(['a.mp4', 'c.mp4']);
  expect(message.contents).toEqual(['two', 'still two']);
  expect(message.files[0]?.description).toBe('Alt text of a.mp4');
});

function file(name: string): { attachment: Buffer; name: string; description: string } {
  return { attachment: Buffer.from(name), name, description: `Alt text of ${name}` };
}

test('in a thread that was archived meanwhile only what one person sees can be answered', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const guild = discord.addGuild();
  const thread = discord.addChannel(guild, { type: 'thread', parent: discord.addChannel(guild) });
  const ada = discord.addUser({ name: 'Ada' });
  const begun = discord.type(ada, thread, 'video', { prompt: 'a ball' });
  const other = discord.type(ada, thread, 'video', { prompt: 'a cube' });
  await byToken(discord, begun).acknowledge({ type: 5 });

  discord.changeChannel(thread, { archived: true });

  expect(await refusalOf(byToken(discord, begun).edit({ content: 'x' }))).toBe('403/50083');
  expect(await refusalOf(byToken(discord, other).acknowledge({ type: 5 }))).toBe('403/50083');
  const secret = { type: 4, data: { content: 'x', flags: MessageFlags.Ephemeral } };
  expect(await refusalOf(byToken(discord, other).acknowledge(secret))).toBe('ok');
});

test('an ephemeral message and the first text of a deferred one notify nobody', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const ada = discord.addUser({ name: 'Ada' });
  const channel = discord.addChannel(discord.addGuild());
  const mention = { content: `<@${ada.id}>` };
  const [direct, secret, deferred] = [1, 2, 3].map(() =>
    byToken(discord, discord.type(ada, channel, 'video', { prompt: 'a ball' })),
  );

  await direct?.acknowledge({ type: 4, data: mention });
  await secret?.acknowledge({ type: 4, data: { ...mention, flags: MessageFlags.Ephemeral } });
  await deferred?.acknowledge({ type: 5 });
  await deferred?.edit(mention);

  const seen = discord.seenBy(ada, channel);
  expect(seen.map((message) => message.pings.people)).toEqual([[ada.id], [], []]);
  expect(seen.map((message) => message.mentions.people)).toEqual([[ada.id], [ada.id], [ada.id]]);
});
