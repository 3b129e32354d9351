import { PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { refuse } from '../api-error.ts';
import { openDirectChannel } from '../places.ts';
import { botMemberOf, channelOf, guildOf, memberOf } from '../payload/guild.ts';
import { botUser, userOf } from '../payload/user.ts';
import { snowflake } from '../schema/components.ts';
import { isThread, type Guild, type World } from '../world.ts';
import { channelFor, needPermission } from './access.ts';
import { param, parseBody, type Answer, type Call, type Route } from './route.ts';

export const channelRoutes: readonly Route[] = [
  { name: 'channel.read', method: 'GET', path: '/channels/:channel', proof: 'bot', run: read },
  { name: 'channel.edit', method: 'PATCH', path: '/channels/:channel', proof: 'bot', run: edit },
  { name: 'me.read', method: 'GET', path: '/users/@me', proof: 'bot', run: me },
  { name: 'me.guilds', method: 'GET', path: '/users/@me/guilds', proof: 'bot', run: myGuilds },
  { name: 'me.openDirectMessages', method: 'POST', path: '/users/@me/channels', proof: 'bot', run: openDirectMessages },
  { name: 'user.read', method: 'GET', path: '/users/:user', proof: 'bot', run: user },
  { name: 'guild.read', method: 'GET', path: '/guilds/:guild', proof: 'bot', run: guild },
  { name: 'guild.channels', method: 'GET', path: '/guilds/:guild/channels', proof: 'bot', run: guildChannels },
  { name: 'guild.member', method: 'GET', path: '/guilds/:guild/members/:user', proof: 'bot', run: member },
  { name: 'guild.leave', method: 'DELETE', path: '/users/@me/guilds/:guild', proof: 'bot', run: leave },
];

function read(call: Call): Answer {
  const channel = channelFor(call.world, param(call, 'channel'));
  return { status: 200, body: channelOf(call.world, channel) };
}

const threadEdit = z.strictObject({
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: z.literal([60, 1440, 4320, 10_080]).nullish(),
});

/** Of threads only, and of them what a bot changes to write in one. */
function edit(call: Call): Answer {
  const { world } = call;
  const channel = channelFor(world, param(call, 'channel'));
  if (!isThread(channel)) throw refuse('wrong_channel_type');
  const body = parseBody(threadEdit, call);
  const onlyOpens = body.archived === false && typeof body.locked !== 'boolean' && !channel.locked;
  needPermission(
    world,
    channel,
    onlyOpens ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.ManageThreads,
  );
  if (typeof body.archived === 'boolean') channel.archived = body.archived;
  if (typeof body.locked === 'boolean') channel.locked = body.locked;
  world.dispatch(channel.guild?.id ?? null, 'THREAD_UPDATE', channelOf(world, channel));
  return { status: 200, body: channelOf(world, channel) };
}

function me(call: Call): Answer {
  return { status: 200, body: botUser(call.world) };
}

function myGuilds(call: Call): Answer {
  const guilds = [...call.world.guilds.values()].filter((one) => one.state !== 'out');
  const body = guilds.map((one) => ({
    id: one.id,
    name: one.name,
    icon: null,
    owner: false,
    permissions: String(one.bot.permissions),
    features: [],
  }));
  return { status: 200, body };
}

const recipient = z.strictObject({ recipient_id: snowflake });

/** It can always be opened, also with somebody who takes no messages: that shows when one is sent. */
function openDirectMessages(call: Call): Answer {
  const { world } = call;
  const { recipient_id: id } = parseBody(recipient, call);
  const person = world.people.get(id);
  if (!person) throw refuse('invalid_recipient');
  return { status: 200, body: channelOf(world, openDirectChannel(world, person)) };
}

function user(call: Call): Answer {
  const person = call.world.people.get(param(call, 'user'));
  if (!person) throw refuse('unknown_user');
  return { status: 200, body: userOf(person) };
}

function guild(call: Call): Answer {
  const { world } = call;
  return { status: 200, body: guildOf(world, guildFor(world, param(call, 'guild'))) };
}

function guildChannels(call: Call): Answer {
  const { world } = call;
  const channels = [...guildFor(world, param(call, 'guild')).channels.values()];
  return { status: 200, body: channels.filter((one) => !isThread(one)).map((one) => channelOf(world, one)) };
}

function member(call: Call): Answer {
  const { world } = call;
  const at = guildFor(world, param(call, 'guild'));
  const id = param(call, 'user');
  if (id === world.applicationId) return { status: 200, body: botMemberOf(world, at) };
  const found = at.members.get(id);
  if (!found) throw refuse(world.people.has(id) ? 'unknown_member' : 'unknown_user');
  return { status: 200, body: memberOf(found) };
}

function leave(call: Call): Answer {
  const { world } = call;
  const left = guildFor(world, param(call, 'guild'));
  left.state = 'out';
  world.dispatch(left.id, 'GUILD_DELETE', { id: left.id });
  return { status: 204 };
}

function guildFor(world: World, id: string): Guild {
  const found = world.guilds.get(id);
  if (!found) throw refuse('unknown_guild');
  if (found.state === 'out') throw refuse('missing_access');
  return found;
}
