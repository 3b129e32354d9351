import { PermissionFlagsBits } from 'discord.js';
import { directMessagePermissions } from './rules.ts';
import { isThread, type Channel, type Guild, type Person, type World } from './world.ts';

const everyPermission = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What the bot may do there. */
export function botPermissionsIn(world: World, channel: Channel): bigint {
  const guild = channel.guild;
  if (!guild) return directMessagePermissions | PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;
  if (guild.state === 'out') return 0n;
  return permissionsIn(channel, guild, world.applicationId, [guild.bot.id]);
}

export function personPermissionsIn(person: Person, channel: Channel): bigint {
  const guild = channel.guild;
  if (!guild) return everyPermission;
  const member = guild.members.get(person.id);
  return member ? permissionsIn(channel, guild, person.id, member.roleIds) : 0n;
}

export function botMay(world: World, channel: Channel, permission: bigint): boolean {
  return (botPermissionsIn(world, channel) & permission) === permission;
}

/** As documented: the base of all roles, then the overwrites for everyone, for the roles, and for the member. */
function permissionsIn(channel: Channel, guild: Guild, id: string, roleIds: readonly string[]): bigint {
  const base = guildPermissions(guild, id, roleIds);
  if (base === everyPermission) return base;
  // A thread has the overwrites of the channel that it hangs on.
  const overwrites = isThread(channel) ? (channel.parent?.overwrites ?? []) : channel.overwrites;
  let permissions = base;
  for (const one of overwrites.filter((overwrite) => overwrite.id === guild.everyone.id)) {
    permissions = (permissions & ~one.deny) | one.allow;
  }
  let allow = 0n;
  let deny = 0n;
  for (const one of overwrites.filter((overwrite) => overwrite.of === 'role' && roleIds.includes(overwrite.id))) {
    allow |= one.allow;
    deny |= one.deny;
  }
  permissions = (permissions & ~deny) | allow;
  for (const one of overwrites.filter((overwrite) => overwrite.of === 'member' && overwrite.id === id)) {
    permissions = (permissions & ~one.deny) | one.allow;
  }
  return (permissions & PermissionFlagsBits.ViewChannel) === 0n ? 0n : permissions;
}

function guildPermissions(guild: Guild, id: string, roleIds: readonly string[]): bigint {
  if (guild.ownerId === id) return everyPermission;
  let permissions = guild.everyone.permissions;
  for (const roleId of roleIds) permissions |= guild.roles.get(roleId)?.permissions ?? 0n;
  return (permissions & PermissionFlagsBits.Administrator) === 0n ? permissions : everyPermission;
}
