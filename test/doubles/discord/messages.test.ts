import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  PermissionFlagsBits as May,
  Routes,
  type APIMessage,
  type REST,
} from 'discord.js';
import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { refusalOf, restOf } from './bot.ts';
import { startDiscord, type DiscordOptions } from './discord.ts';
import { invitePermissions } from './rules.ts';
import type { Channel } from './world.ts';

const clip = { name: 'clip.mp4', data: Buffer.from('mp4') };

async function withRest(options: DiscordOptions = {}) {
  const discord = await startDiscord(options);
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const rest = restOf(discord);
  return {
    discord,
    guild,
    channel,
    ada: discord.addUser({ name: 'Ada' }),
    rest,
    [Symbol.asyncDispose]: () => discord[Symbol.asyncDispose](),
  };
}

async function post(rest: REST, channel: Channel, body: object, files: (typeof clip)[] = []): Promise<APIMessage> {
  return (await rest.post(Routes.channelMessages(channel.id), { body, files })) as APIMessage;
}

test('what the bot may not do in a channel is refused with the code of what is missing', async () => {
  await using world = await withRest();
  const { discord, guild, rest, channel: open } = world;
  const [first] = [await post(rest, open, { content: 'first' })];
  const answers = async (
    deny: bigint,
    body: object = { content: 'x' },
    files: (typeof clip)[] = [],
  ): Promise<string> => {
    discord.changeChannel(open, { deny });
    return refusalOf(post(rest, open, body, files));
  };
  const reply = { content: 'x', message_reference: { message_id: first.id } };

  expect(await answers(May.ViewChannel)).toBe('403/50001');
  expect(await answers(May.SendMessages)).toBe('403/50013');
  expect(await answers(May.AttachFiles)).toBe('ok');
  expect(await answers(May.AttachFiles, { content: 'x' }, [clip])).toBe('403/50013');
  expect(await answers(May.ReadMessageHistory, reply)).toBe('400/160002');
  expect(await rest.get(Routes.channelMessages(open.id))).toEqual([]);
  expect(await answers(0n, reply)).toBe('ok');
  expect(await rest.get(Routes.channelMessages(open.id))).toHaveLength(3);

  discord.setBotPermissions(guild, invitePermissions & ~May.SendMessages);
  expect(await refusalOf(post(rest, open, { content: 'x' }))).toBe('403/50013');
  discord.setBotPermissions(guild, invitePermissions);
  discord.removeGuild(guild);
  expect(await refusalOf(post(rest, open, { content: 'x' }))).toBe('403/50001');
  discord.bringGuildBack(guild);
  discord.deleteChannel(open);
  expect(await refusalOf(post(rest, open, { content: 'x' }))).toBe('404/10003');
  expect(discord.problems).toEqual([]);
});

test('a thread needs its own right, takes nothing while archived or locked, and a locked one stays shut', async () => {
  await using world = await withRest();
  const { discord, guild, rest, channel: parent } = world;
  const thread = discord.addChannel(guild, { type: 'thread', parent });
  const message = await post(rest, thread, { content: 'open' });
  const edit = (): Promise<string> =>
    refusalOf(rest.patch(Routes.channelMessage(thread.id, message.id), { body: { content: 'y' } }));
  const change = (body: object): Promise<string> => refusalOf(rest.patch(Routes.channel(thread.id), { body }));

  discord.changeChannel(parent, { deny: May.SendMessages });
  expect(await refusalOf(post(rest, thread, { content: 'x' }))).toBe('ok');
  discord.changeChannel(parent, { deny: May.SendMessagesInThreads });
  expect(await refusalOf(post(rest, thread, { content: 'x' }))).toBe('403/50013');
  discord.changeChannel(parent, { deny: 0n });

  discord.changeChannel(thread, { archived: true });
  expect([await refusalOf(post(rest, thread, { content: 'x' })), await edit()]).toEqual(['403/50083', '403/50083']);
  expect(await change({ archived: false })).toBe('ok');
  expect([await refusalOf(post(rest, thread, { content: 'x' })), await edit()]).toEqual(['ok', 'ok']);

  discord.changeChannel(thread, { archived: true, locked: true });
  expect(await change({ archived: false })).toBe('403/50013');
  expect(await refusalOf(post(rest, thread, { content: 'x' }))).toBe('403/50083');
  expect(await change({ name: 'renamed' })).toBe('400/50035');

  const forum = discord.addChannel(guild, { type: 'forum' });
  expect(await refusalOf(post(rest, forum, { content: 'x' }))).toBe('400/50008');
  expect(
    await refusalOf(post(rest, discord.addChannel(guild, { type: 'thread', parent: forum }), { content: 'x' })),
  ).toBe('ok');
});

test('direct messages need an open door and a server in common', async () => {
  await using world = await withRest();
  const { discord, guild, rest, ada } = world;
  const openDm = async (): Promise<Channel> => {
    await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } });
    return discord.dmChannel(ada);
  };

  expect(await refusalOf(post(rest, await openDm(), { content: 'x' }))).toBe('403/50278');
  discord.join(ada, guild);
  expect(await refusalOf(post(rest, await openDm(), { content: 'x' }))).toBe('ok');
  discord.setDirectMessages(ada, 'closed');
  expect(await refusalOf(post(rest, await openDm(), { content: 'x' }))).toBe('403/50007');
  expect(discord.dms(ada).map((message) => message.content)).toEqual(['x']);

  const member = (): Promise<string> => refusalOf(rest.get(Routes.guildMember(guild.id, ada.id)));
  expect(await member()).toBe('ok');
  discord.leave(ada, guild);
  expect(await member()).toBe('404/10007');
});

test('an enforced nonce brings the earlier message for some minutes, and is told to nobody else', async () => {
  const clock = manualClock();
  await using world = await withRest({ clock });
  const { discord, rest, channel } = world;
  const body = { content: 'once', nonce: 'n'.repeat(25), enforce_nonce: true };

  const first = await post(rest, channel, body);
  const second = await post(rest, channel, { ...body, content: 'again' });
  expect([second.id, second.content, second.nonce]).toEqual([first.id, 'once', body.nonce]);
  expect(await rest.get(Routes.channelMessages(channel.id))).toEqual([
    expect.not.objectContaining({ nonce: body.nonce }),
  ]);
  await clock.advance(3 * 60_000);
  expect((await post(rest, channel, body)).id).not.toBe(first.id);
  expect((await post(rest, channel, { ...body, enforce_nonce: false })).id).not.toBe(first.id);

  expect(discord.seen(channel)).toHaveLength(3);
  expect(await refusalOf(post(rest, channel, { ...body, nonce: 'n'.repeat(26) }))).toBe('400/50035');
});

test.each([
  [
    'everything in a channel when nothing is said of mentions',
    undefined,
    { everyone: true, roles: ['2'], people: ['1'] },
  ],
  ['nobody with an empty list', { parse: [] }, { everyone: false, roles: [], people: [] }],
  ['people alone', { parse: ['users'] }, { everyone: false, roles: [], people: ['1'] }],
  ['a person who is named', { parse: [], users: ['100000000000000001'] }, { everyone: false, roles: [], people: [] }],
])('a message notifies %s', async (_, allowed, pings) => {
  await using world = await withRest();
  const { discord, rest, channel } = world;

  await post(rest, channel, { content: '@everyone `<@1>` <@&2>', ...(allowed ? { allowed_mentions: allowed } : {}) });

  expect(discord.seen(channel)[0]?.pings).toEqual(pings);
});

test('an edit mentions, and notifies nobody', async () => {
  await using world = await withRest();
  const { discord, rest, channel, ada } = world;
  const message = await post(rest, channel, { content: 'quiet', allowed_mentions: { parse: [] } });

  await rest.patch(Routes.channelMessage(channel.id, message.id), { body: { content: `<@${ada.id}>` } });

  const [seen] = discord.seen(channel);
  expect([seen?.pings.people, seen?.mentions.people]).toEqual([[], [ada.id]]);
});

test('a reply notifies whom it replies to, unless it says not to', async () => {
  await using world = await withRest();
  const { discord, rest, channel, ada } = world;
  const said = discord.say(ada, channel, 'hello');
  const reference = { message_id: said.id };

  await post(rest, channel, { content: 'a', message_reference: reference });
  await post(rest, channel, { content: 'b', message_reference: reference, allowed_mentions: { parse: [] } });
  const gone = { message_id: '1234567890123456789' };
  expect(await refusalOf(post(rest, channel, { content: 'c', message_reference: gone }))).toBe('400/50035');
  const lenient = { ...gone, fail_if_not_exists: false };
  expect(await refusalOf(post(rest, channel, { content: 'd', message_reference: lenient }))).toBe('ok');

  expect(discord.seen(channel).map((one) => one.pings.people)).toEqual([[], [ada.id], [], []]);
});

test('messages are read newest first, by before, after and around', async () => {
  await using world = await withRest();
  const { rest, channel } = world;
  const ids: string[] = [];
  for (const content of ['a', 'b', 'c', 'd', 'e']) ids.push((await post(rest, channel, { content })).id);
  const read = async (query: Record<string, string>): Promise<string> => {
    const list = await rest.get(Routes.channelMessages(channel.id), { query: new URLSearchParams(query) });
    return (list as APIMessage[]).map((message) => message.content).join('');
  };
  const third = ids[2] ?? '';

  expect(await read({})).toBe('edcba');
  expect(await read({ limit: '2' })).toBe('ed');
  expect(await read({ before: third })).toBe('ba');
  expect(await read({ after: third })).toBe('ed');
  expect(await read({ after: ids[0] ?? '', limit: '2' })).toBe('cb');
  expect(await read({ around: third, limit: '3' })).toBe('dcb');
  await expect(read({ limit: '101' })).rejects.toThrow('Invalid Form Body');
  await expect(read({ before: third, after: third })).rejects.toThrow('Invalid Form Body');
});

test('messages of others cannot be edited, old ones a few times an hour only', async () => {
  const clock = manualClock();
  await using world = await withRest({ clock });
  const { discord, rest, channel, ada } = world;
  const mine = await post(rest, channel, { content: '0' });
  const edit = (id: string): Promise<string> =>
    refusalOf(rest.patch(Routes.channelMessage(channel.id, id), { body: { content: 'x' } }));

  expect(await edit(discord.say(ada, channel, 'hers').id)).toBe('403/50005');
  expect(await edit('1234567890123456789')).toBe('404/10008');
  await clock.advance(60 * 60_000);
  for (let count = 0; count < 5; count += 1) expect(await edit(mine.id)).toBe('ok');
  const limited = await fetch(`${discord.apiUrl}/v10${Routes.channelMessage(channel.id, mine.id)}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bot ${discord.token}`,
      'user-agent': 'DiscordBot (a, 1)',
      'content-type': 'application/json',
    },
    body: '{"content":"x"}',
  });
  expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([
    429,
    '3600',
    { message: 'You are being rate limited.', retry_after: 3600, global: false, code: 30046 },
  ]);
});

test('a file has its limit, its alt text, and an address that ends', async () => {
  const clock = manualClock();
  await using world = await withRest({ clock });
  const { discord, guild, rest, channel } = world;
  guild.uploadBytesMax = 10;

  const large = { name: 'large.mp4', data: Buffer.alloc(11) };
  expect(await refusalOf(post(rest, channel, { content: 'x' }, [large]))).toBe('413/40005');
  const listed = { attachments: [{ id: '0', filename: 'a b.mp4', description: 'A red ball' }] };
  const message = await post(rest, channel, listed, [clip]);
  const [file] = message.attachments;
  expect(file).toMatchObject({ filename: 'a_b.mp4', description: 'A red ball', content_type: 'video/mp4', size: 3 });
  const url = file?.url ?? '';
  expect(await (await fetch(url)).text()).toBe('mp4');

  await clock.advance(24 * 60 * 60_000);
  expect((await fetch(url)).status).toBe(404);
  const fresh = (await rest.post('/attachments/refresh-urls', { body: { attachment_urls: [url] } })) as {
    refreshed_urls: { refreshed: string }[];
  };
  expect((await fetch(fresh.refreshed_urls[0]?.refreshed ?? '')).status).toBe(200);
  expect((await fetch(url.replace('hm=', 'hm=0'))).status).toBe(404);
  expect(discord.problems).toEqual([]);

  const missing = { content: 'x', attachments: [{ id: '7' }] };
  expect(await refusalOf(post(rest, channel, missing, [clip]))).toBe('400/50035');
});

test('what the server blocks is refused in a post and in an edit', async () => {
  await using world = await withRest();
  const { discord, rest, channel } = world;
  discord.blockWords(/kitten/);
  const message = await post(rest, channel, { content: 'a cat' });

  expect(await refusalOf(post(rest, channel, { content: 'a kitten' }))).toBe('400/200000');
  const edit = rest.patch(Routes.channelMessage(channel.id, message.id), { body: { content: 'a kitten' } });
  expect(await refusalOf(edit)).toBe('400/200000');
  expect(discord.seen(channel).map((one) => one.content)).toEqual(['a cat']);
});

const button = { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Go', custom_id: 'go' };
const row = (...components: object[]): object => ({ type: ComponentType.ActionRow, components });

test.each<[string, object, string]>([
  ['an empty message', { content: '  ' }, '400/50006'],
  ['a content of 2001 characters', { content: 'x'.repeat(2001) }, '400/50035'],
  ['a field that nobody knows', { content: 'x', colour: 'red' }, '400/50035'],
  ['a field of another type', { content: 5 }, '400/50035'],
  ['a flag that cannot be set', { content: 'x', flags: MessageFlags.Ephemeral }, '400/50035'],
  [
    'a kind of mention in both ways',
    { content: 'x', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
    '400/50035',
  ],
  ['an unknown kind of mention', { content: 'x', allowed_mentions: { parse: ['all'] } }, '400/50035'],
  [
    'six rows',
    { components: Array.from({ length: 6 }, (_, at) => row({ ...button, custom_id: `b${at}` })) },
    '400/50035',
  ],
  [
    'six buttons in a row',
    { components: [row(...Array.from({ length: 6 }, (_, at) => ({ ...button, custom_id: `b${at}` })))] },
    '400/50035',
  ],
  ['an empty row', { components: [row()] }, '400/50035'],
  ['a custom id twice', { components: [row(button), row(button)] }, '400/50035'],
  ['a custom id of 101 characters', { components: [row({ ...button, custom_id: 'x'.repeat(101) })] }, '400/50035'],
  ['a label of 81 characters', { components: [row({ ...button, label: 'x'.repeat(81) })] }, '400/50035'],
  ['a button without label and emoji', { components: [row({ ...button, label: undefined })] }, '400/50035'],
  [
    'a link with a custom id',
    { components: [row({ ...button, style: ButtonStyle.Link, url: 'https://a.example' })] },
    '400/50035',
  ],
  ['an alt text of 1025 characters', { attachments: [{ id: '0', description: 'x'.repeat(1025) }] }, '400/50035'],
])('%s is refused as at Discord, and a wrong body is a problem', async (_, body, refusal) => {
  await using world = await withRest();
  const { discord, rest, channel } = world;

  const files = 'attachments' in body ? [clip] : [];
  expect(await refusalOf(post(rest, channel, body, files))).toBe(refusal);

  expect(discord.seen(channel)).toEqual([]);
  expect(discord.problems).toHaveLength(refusal === '400/50035' ? 1 : 0);
});
