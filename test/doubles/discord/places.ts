import { PermissionFlagsBits, type Locale } from 'discord.js';
import { channelOf, guildOf, roleOf } from './payload/guild.ts';
import { fileBytesMax, invitePermissions, ordinaryPermissions } from './rules.ts';
import {
  isThread,
  type Channel,
  type ChannelKind,
  type Guild,
  type Member,
  type Overwrite,
  type Person,
  type Role,
  type World,
} from './world.ts';

/** Servers, channels and people, and what happens to them. The gateway tells of it as it does at Discord. */

export interface GuildInput {
  readonly name?: string;
  readonly locale?: `${Locale}`;
  /** What the bot may do. Default: what the invite link asks for. */
  readonly botPermissions?: bigint;
  /** Default 10 MiB. */
  readonly uploadBytesMax?: number;
  /** What interactions say that can be uploaded, if that is another size. */
  readonly attachmentSizeLimit?: number;
}

export function addGuild(world: World, input: GuildInput): Guild {
  const id = world.snowflakes.server();
  const role = (roleId: string, name: string, permissions: bigint, managed = false): Role => ({
    id: roleId,
    name,
    permissions,
    mentionable: false,
    managed,
  });
  const everyone = role(id, '@everyone', 0n);
  const people = role(world.snowflakes.old(), 'People', ordinaryPermissions);
  const bot = role(world.snowflakes.old(), world.botName, input.botPermissions ?? invitePermissions, true);
  const guild: Guild = {
    id,
    name: input.name ?? 'A server',
    locale: input.locale ?? 'en-US',
    ownerId: world.snowflakes.old(),
    everyone,
    people,
    bot,
    roles: new Map([everyone, people, bot].map((one) => [one.id, one])),
    members: new Map(),
    channels: new Map(),
    joinedAtMs: world.clock.nowMs(),
    uploadBytesMax: input.uploadBytesMax ?? fileBytesMax,
    attachmentSizeLimit: input.attachmentSizeLimit ?? input.uploadBytesMax ?? fileBytesMax,
    state: 'in',
  };
  world.guilds.set(id, guild);
  world.dispatch(id, 'GUILD_CREATE', guildOf(world, guild));
  return guild;
}

export interface ChannelInput {
  readonly type?: Exclude<ChannelKind, 'dm'>;
  readonly name?: string;
  /** Of a thread: where it hangs. A post in a forum is a thread of that forum. */
  readonly parent?: Channel;
  /** What the bot may not do here, or may though its role does not say so. */
  readonly deny?: bigint;
  readonly allow?: bigint;
  readonly nsfw?: boolean;
  readonly archived?: boolean;
  readonly locked?: boolean;
  /** Slow mode, in seconds. It binds people only. */
  readonly rateLimitPerUser?: number;
}

export function addChannel(world: World, guild: Guild, input: ChannelInput = {}): Channel {
  const kind = input.type ?? 'text';
  const thread = kind === 'thread' || kind === 'private_thread';
  if (thread !== (input.parent !== undefined)) {
    throw new Error(`A channel of type ${kind} ${thread ? 'needs a' : 'has no'} parent.`);
  }
  if (thread && (input.deny !== undefined || input.allow !== undefined)) {
    throw new Error('A thread has the permissions of its parent: deny or allow them there.');
  }
  const channel: Channel = {
    id: world.snowflakes.old(),
    kind,
    name: input.name ?? kind,
    guild,
    parent: input.parent ?? null,
    person: null,
    ownerId: null,
    overwrites: overwritesFor(guild, input.deny, input.allow),
    nsfw: input.nsfw ?? false,
    archived: input.archived ?? false,
    locked: input.locked ?? false,
    rateLimitPerUser: input.rateLimitPerUser ?? 0,
    deleted: false,
    messages: new Map(),
  };
  guild.channels.set(channel.id, channel);
  world.channels.set(channel.id, channel);
  world.dispatch(guild.id, thread ? 'THREAD_CREATE' : 'CHANNEL_CREATE', channelOf(world, channel));
  return channel;
}

function overwritesFor(guild: Guild, deny = 0n, allow = 0n): Overwrite[] {
  return deny === 0n && allow === 0n ? [] : [{ id: guild.bot.id, of: 'role', allow, deny }];
}

export interface ChannelChange {
  readonly deny?: bigint;
  readonly allow?: bigint;
  readonly nsfw?: boolean;
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly rateLimitPerUser?: number;
}

export function changeChannel(world: World, channel: Channel, change: ChannelChange): void {
  const guild = channel.guild;
  if (!guild) throw new Error('A direct message has nothing to change.');
  if (change.deny !== undefined || change.allow !== undefined) {
    if (isThread(channel)) throw new Error('A thread has the permissions of its parent: change those.');
    const others = channel.overwrites.filter((one) => one.id !== guild.bot.id);
    channel.overwrites = [...others, ...overwritesFor(guild, change.deny, change.allow)];
  }
  channel.nsfw = change.nsfw ?? channel.nsfw;
  channel.archived = change.archived ?? channel.archived;
  channel.locked = change.locked ?? channel.locked;
  channel.rateLimitPerUser = change.rateLimitPerUser ?? channel.rateLimitPerUser;
  world.dispatch(guild.id, isThread(channel) ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', channelOf(world, channel));
}

export function deleteChannel(world: World, channel: Channel): void {
  channel.deleted = true;
  channel.guild?.channels.delete(channel.id);
  const others = channel.guild ? [...channel.guild.channels.values()] : [];
  for (const thread of others) {
    if (thread.parent === channel) deleteChannel(world, thread);
  }
  const event = isThread(channel) ? 'THREAD_DELETE' : 'CHANNEL_DELETE';
  world.dispatch(channel.guild?.id ?? null, event, channelOf(world, channel));
}

export function setBotPermissions(world: World, guild: Guild, permissions: bigint): void {
  guild.bot.permissions = permissions;
  world.dispatch(guild.id, 'GUILD_ROLE_UPDATE', { guild_id: guild.id, role: roleOf(guild, guild.bot) });
}

/** The bot is removed from it. */
export function removeGuild(world: World, guild: Guild): void {
  guild.state = 'out';
  world.dispatch(guild.id, 'GUILD_DELETE', { id: guild.id });
}

/** An outage of Discord: the bot is still in it. */
export function makeGuildUnavailable(world: World, guild: Guild): void {
  guild.state = 'unavailable';
  world.dispatch(guild.id, 'GUILD_DELETE', { id: guild.id, unavailable: true });
}

/** The outage is over, or the bot was invited anew. */
export function bringGuildBack(world: World, guild: Guild): void {
  guild.state = 'in';
  world.dispatch(guild.id, 'GUILD_CREATE', guildOf(world, guild));
}

export interface PersonInput {
  readonly name: string;
  readonly dms?: 'open' | 'closed';
  readonly locale?: `${Locale}`;
  /** They have made their account just now. */
  readonly isNew?: boolean;
}

export function addPerson(world: World, input: PersonInput): Person {
  const person: Person = {
    id: input.isNew === true ? world.snowflakes.next() : world.snowflakes.old(),
    name: input.name,
    locale: input.locale ?? 'en-US',
    directMessages: input.dms ?? 'open',
  };
  world.people.set(person.id, person);
  return person;
}

export function addRole(
  world: World,
  guild: Guild,
  input: { readonly name: string; readonly permissions?: bigint; readonly mentionable?: boolean },
): Role {
  const role: Role = {
    id: world.snowflakes.old(),
    name: input.name,
    permissions: input.permissions ?? 0n,
    mentionable: input.mentionable ?? false,
    managed: false,
  };
  guild.roles.set(role.id, role);
  world.dispatch(guild.id, 'GUILD_ROLE_CREATE', { guild_id: guild.id, role: roleOf(guild, role) });
  return role;
}

export interface Joining {
  readonly roles?: readonly Role[];
  /** Gives a role with ManageGuild. */
  readonly manageGuild?: boolean;
  /** Default: when they joined first, else a month ago. */
  readonly joinedAtMs?: number;
}

const longAgoMs = 30 * 24 * 60 * 60 * 1000;

/** Joins, or takes other roles. The gateway says nothing: the intent for members is not asked for. */
export function join(world: World, person: Person, guild: Guild, joining: Joining = {}): Member {
  const roles = [guild.people, ...(joining.roles ?? [])];
  if (joining.manageGuild) roles.push(moderatorsOf(world, guild));
  const member: Member = {
    person,
    roleIds: roles.map((role) => role.id),
    joinedAtMs: joining.joinedAtMs ?? guild.members.get(person.id)?.joinedAtMs ?? world.clock.nowMs() - longAgoMs,
  };
  guild.members.set(person.id, member);
  return member;
}

function moderatorsOf(world: World, guild: Guild): Role {
  const there = [...guild.roles.values()].find((role) => role.name === 'Moderators');
  return there ?? addRole(world, guild, { name: 'Moderators', permissions: PermissionFlagsBits.ManageGuild });
}

export function openDirectChannel(world: World, person: Person): Channel {
  const there = world.directChannels.get(person.id);
  if (there) return there;
  const channel: Channel = {
    id: world.snowflakes.old(),
    kind: 'dm',
    name: '',
    guild: null,
    parent: null,
    person,
    ownerId: null,
    overwrites: [],
    nsfw: false,
    archived: false,
    locked: false,
    rateLimitPerUser: 0,
    deleted: false,
    messages: new Map(),
  };
  world.directChannels.set(person.id, channel);
  world.channels.set(channel.id, channel);
  return channel;
}
