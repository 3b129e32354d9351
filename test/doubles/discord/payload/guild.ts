import { ChannelType, GuildMemberFlags } from 'discord.js';
import { isThread, type Channel, type ChannelKind, type Guild, type Member, type Role, type World } from '../world.ts';
import { botUser, userOf } from './user.ts';

export const channelTypes: Readonly<Record<ChannelKind, ChannelType>> = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  voice: ChannelType.GuildVoice,
  forum: ChannelType.GuildForum,
  thread: ChannelType.PublicThread,
  private_thread: ChannelType.PrivateThread,
  dm: ChannelType.DM,
};

type Json = Record<string, unknown>;

export function channelOf(world: World, channel: Channel): Json {
  const last = [...channel.messages.keys()].at(-1) ?? null;
  const head = { id: channel.id, type: channelTypes[channel.kind], flags: 0, last_message_id: last };
  if (channel.kind === 'dm') {
    return { ...head, recipients: channel.person ? [userOf(channel.person)] : [] };
  }
  const inGuild = {
    ...head,
    guild_id: channel.guild?.id,
    name: channel.name,
    rate_limit_per_user: channel.rateLimitPerUser,
  };
  if (isThread(channel)) return { ...inGuild, ...threadOf(world, channel) };
  return {
    ...inGuild,
    position: 0,
    parent_id: null,
    topic: null,
    nsfw: channel.nsfw,
    permission_overwrites: channel.overwrites.map((one) => ({
      id: one.id,
      type: one.of === 'role' ? 0 : 1,
      allow: String(one.allow),
      deny: String(one.deny),
    })),
    ...(channel.kind === 'forum' ? { available_tags: [], default_reaction_emoji: null, default_sort_order: null } : {}),
    ...(channel.kind === 'voice' ? { bitrate: 64_000, user_limit: 0, rtc_region: null } : {}),
  };
}

function threadOf(world: World, thread: Channel): Json {
  return {
    parent_id: thread.parent?.id ?? null,
    owner_id: thread.ownerId ?? world.applicationId,
    message_count: thread.messages.size,
    member_count: 1,
    total_message_sent: thread.messages.size,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: 1440,
      archive_timestamp: new Date(world.clock.nowMs()).toISOString(),
      ...(thread.kind === 'private_thread' ? { invitable: false } : {}),
    },
  };
}

export function roleOf(guild: Guild, role: Role): Json {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: [...guild.roles.keys()].indexOf(role.id),
    permissions: String(role.permissions),
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
  };
}

export function memberOf(member: Member): Json {
  return { user: userOf(member.person), ...memberFields(member.roleIds, member.joinedAtMs) };
}

export function botMemberOf(world: World, guild: Guild): Json {
  return { user: botUser(world), ...memberFields([guild.bot.id], guild.joinedAtMs) };
}

function memberFields(roleIds: readonly string[], joinedAtMs: number): Json {
  return {
    roles: [...roleIds],
    joined_at: new Date(joinedAtMs).toISOString(),
    nick: null,
    avatar: null,
    banner: null,
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    deaf: false,
    mute: false,
    flags: GuildMemberFlags.CompletedOnboarding,
  };
}

/** What GUILD_CREATE carries to an app without the intent for members: itself as the only one, threads it may see. */
export function guildOf(world: World, guild: Guild): Json {
  const channels = [...guild.channels.values()];
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    description: null,
    banner: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 2,
    roles: [...guild.roles.values()].map((role) => roleOf(guild, role)),
    emojis: [],
    stickers: [],
    soundboard_sounds: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.locale,
    nsfw: false,
    nsfw_level: 0,
    large: false,
    unavailable: false,
    joined_at: new Date(guild.joinedAtMs).toISOString(),
    member_count: guild.members.size + 1,
    members: [botMemberOf(world, guild)],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    channels: channels.filter((channel) => !isThread(channel)).map((channel) => channelOf(world, channel)),
    // Archived threads are not told of up front.
    threads: channels
      .filter((channel) => isThread(channel) && !channel.archived)
      .map((channel) => channelOf(world, channel)),
  };
}
