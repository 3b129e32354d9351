import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { checkUp, register } from '../../../src/bots/discord/doctor.ts';
import { writtenIn } from '../../../src/bots/discord/look-at-channels.ts';
import { tenantOf } from '../../../src/bots/discord/places.ts';
import { en } from '../../../src/bots/messages/en.ts';
import { nothingSetUp } from '../../../src/core/tenant-settings.ts';
import { startDiscord } from '../../doubles/discord/discord.ts';

const { doctor } = en;
const live = new AbortController().signal;

async function openDoctor(more: { applicationId?: string; token?: string } = {}) {
  const discord = await startDiscord();
  const settings = {
    apiUrl: discord.apiUrl,
    token: more.token ?? discord.token,
    applicationId: more.applicationId ?? null,
  };
  return {
    discord,
    settings,
    check: () => checkUp(settings, en, live),
    wrong: async () =>
      (await checkUp(settings, en, live)).findings.filter(({ state }) => state === 'wrong').map(({ words }) => words),
    [Symbol.asyncDispose]: () => discord[Symbol.asyncDispose](),
  };
}

describe('the doctor', () => {
  it('finds a new application well, and says what is left to do before people see its commands', async () => {
    await using world = await openDoctor();
    expect(await world.wrong()).toEqual([]);
    expect((await world.check()).findings).toContainEqual({ state: 'next', words: doctor.discordCommandsOld });
    expect(await register(world.settings, en, live)).toEqual({ done: 'registered', words: doctor.registered });
    expect((await world.check()).findings.map(({ state }) => state)).not.toContain('next');
    expect(world.discord.problems).toEqual([]);
  });

  it('registers again without a change: nothing is written, and it says so', async () => {
    await using world = await openDoctor();
    await register(world.settings, en, live);
    expect(await register(world.settings, en, live)).toEqual({ done: 'unchanged', words: doctor.unchanged });
    expect(world.discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('prints a link that asks for the rights that a clip needs and no others', async () => {
    await using world = await openDoctor();
    const { invite } = await world.check();
    const link = new URL(invite ?? '');
    expect(link.origin + link.pathname).toBe('https://discord.com/oauth2/authorize');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      client_id: world.discord.applicationId,
      scope: 'bot applications.commands',
      // View Channel, Send Messages, Embed Links, Attach Files, Read Message History, Send Messages in Threads.
      permissions: '274878024704',
    });
  });

  it('says that a token is refused, and what to do', async () => {
    await using world = await openDoctor({ token: 'a.b.c' });
    expect(await world.check()).toEqual({
      findings: [{ state: 'wrong', words: doctor.discordTokenRefused }],
      invite: null,
    });
    expect(await register(world.settings, en, live)).toEqual({ done: null, words: doctor.discordTokenRefused });
  });

  it('says that Discord cannot be reached, where it looked, and why', async () => {
    await using world = await openDoctor();
    await world.discord[Symbol.asyncDispose]();
    const [words] = await world.wrong();
    expect(words).toContain(world.settings.apiUrl);
    expect(words).toContain('ECONNREFUSED');
  });

  it('says which of two applications the token belongs to', async () => {
    await using world = await openDoctor({ applicationId: '123456789012345678' });
    expect(await world.wrong()).toContain(doctor.discordOther('123456789012345678', world.discord.applicationId));
  });

  it('names the rights that are missing where moderators are asked and where decisions are noted, thread and all', async () => {
    await using world = await openDoctor();
    const { discord } = world;
    const guild = discord.addGuild();
    const mods = discord.addChannel(guild, { deny: PermissionFlagsBits.SendMessages });
    const forum = discord.addChannel(guild, { type: 'forum', deny: PermissionFlagsBits.SendMessagesInThreads });
    const thread = discord.addChannel(guild, { type: 'thread', parent: forum });
    const hidden = discord.addChannel(guild, { deny: PermissionFlagsBits.ViewChannel });
    const gone = discord.addChannel(guild);
    discord.deleteChannel(gone);
    const look = async (approvalChannel: string | null, logChannel: string | null) => {
      const settings = { ...nothingSetUp, approvalChannel, logChannel };
      const written = writtenIn([{ id: tenantOf(guild.id), settings, leftAtMs: null }]);
      return (await checkUp(world.settings, en, live, written)).findings.map(({ words }) => words);
    };
    const bare = await look(null, null);
    const lacks = doctor.discordCannotWrite;
    expect((await look(mods.id, thread.id)).slice(bare.length)).toEqual([
      lacks('approvals', mods.id, guild.id, ['Send Messages']),
      lacks('log', thread.id, guild.id, ['Send Messages in Threads']),
    ]);
    expect((await look(hidden.id, gone.id)).slice(bare.length)).toEqual([
      lacks('approvals', hidden.id, guild.id, ['View Channel']),
      doctor.discordChannelGone('log', gone.id, guild.id),
    ]);
    discord.changeChannel(mods, { deny: 0n });
    expect((await look(mods.id, null)).slice(bare.length)).toEqual([doctor.discordChannels(1)]);
    expect(discord.problems).toEqual([]);
  });

  it('sees what keeps commands from coming to us', async () => {
    await using world = await openDoctor();
    world.discord.setInteractionsEndpoint('https://bot.example.org/interactions');
    expect(await world.wrong()).toContain(doctor.discordEndpoint('https://bot.example.org/interactions'));
  });
});
