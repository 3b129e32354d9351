import { DiscordAPIError, OverwriteType, PermissionFlagsBits, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Tenant } from '../../core/tenant.ts';
import { bad, type Finding, good, next } from '../finding.ts';
import type { Catalogue } from '../messages/catalogue.ts';
import { guildIdOf, isSnowflake } from './places.ts';
import { missingRights, type Right } from './rights.ts';

/** A channel of a server in which we write on our own account. */
export type Written = { readonly guildId: string; readonly channel: string; readonly what: 'approvals' | 'log' };

/** Those that moderators have chosen. */
export function writtenIn(tenants: readonly Pick<Tenant, 'id' | 'settings' | 'leftAtMs'>[]): Written[] {
  return tenants.flatMap(({ id, settings, leftAtMs }) => {
    const guildId = guildIdOf(id);
    if (guildId === null || leftAtMs !== null) return [];
    const { approvalChannel, logChannel } = settings;
    return [
      ...(approvalChannel === null ? [] : [{ guildId, channel: approvalChannel, what: 'approvals' as const }]),
      ...(logChannel === null ? [] : [{ guildId, channel: logChannel, what: 'log' as const }]),
    ];
  });
}

/** Each takes a few calls, and whoever looks waits for them. */
const channelsMax = 100;

const bits = z.string().transform(BigInt);
const overwrite = z.object({ id: z.string(), type: z.enum(OverwriteType), allow: bits, deny: bits });
const channelSchema = z.object({
  thread_metadata: z.unknown().optional(),
  parent_id: z.string().nullish(),
  permission_overwrites: z.array(overwrite).default([]),
});
const guildSchema = z.object({
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: bits })),
});
const memberSchema = z.object({ roles: z.array(z.string()) });

type Channel = z.infer<typeof channelSchema>;
type Asking = { readonly rest: Pick<REST, 'get'>; readonly signal: AbortSignal };

/** Whether we may write where moderators are asked, and where decisions are noted; what is missing, by its name. */
export async function lookAtChannels(
  written: readonly Written[],
  asking: Asking,
  { doctor, discord }: Pick<Catalogue, 'doctor' | 'discord'>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const each of written.slice(0, channelsMax)) {
    const missing = await missingAt(each, asking);
    const { guildId, channel, what } = each;
    if (missing === 'gone') findings.push(bad(doctor.discordChannelGone(what, channel, guildId)));
    else if (missing.length > 0) {
      const rights = missing.map((right) => discord.rights[right]);
      findings.push(bad(doctor.discordCannotWrite(what, channel, guildId, rights)));
    }
  }
  const left = written.length - channelsMax;
  if (left > 0) findings.push(next(doctor.discordChannelsLeft(left)));
  return findings.length > 0 || written.length === 0 ? findings : [good(doctor.discordChannels(written.length))];
}

const unknownChannel = 10003;
const noAccess: readonly unknown[] = [50001, 50013];

async function missingAt({ guildId, channel }: Written, asking: Asking): Promise<readonly Right[] | 'gone'> {
  if (!isSnowflake(channel)) return 'gone';
  try {
    const at = await readChannel(channel, asking);
    const isThread = at.thread_metadata !== undefined;
    // A thread has the overwrites of the channel that it hangs at.
    const above = isThread && typeof at.parent_id === 'string' ? await readChannel(at.parent_id, asking) : at;
    const permissions = await ownPermissions(guildId, above, asking);
    return missingRights(permissions, isThread ? 'thread' : 'channel').filter((right) => right !== 'attachFiles');
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code === unknownChannel) return 'gone';
    if (noAccess.includes(error.code)) return ['viewChannel'];
    throw error;
  }
}

async function readChannel(id: string, { rest, signal }: Asking): Promise<Channel> {
  return channelSchema.parse(await rest.get(Routes.channel(id), { signal }));
}

const everything = ~0n;

/** https://discord.com/developers/docs/topics/permissions#permission-overwrites */
async function ownPermissions(guildId: string, channel: Channel, { rest, signal }: Asking): Promise<bigint> {
  const { id: selfId } = z.object({ id: z.string() }).parse(await rest.get(Routes.user(), { signal }));
  const guild = guildSchema.parse(await rest.get(Routes.guild(guildId), { signal }));
  const member = memberSchema.parse(await rest.get(Routes.guildMember(guildId, selfId), { signal }));
  const roles = [guildId, ...member.roles];
  const base = guild.roles.filter(({ id }) => roles.includes(id)).reduce((all, role) => all | role.permissions, 0n);
  if (guild.owner_id === selfId || (base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const levels = [
    (id: string) => id === guildId,
    (id: string, type: OverwriteType) => type === OverwriteType.Role && id !== guildId && roles.includes(id),
    (id: string, type: OverwriteType) => type === OverwriteType.Member && id === selfId,
  ];
  return levels.reduce((permissions, isMeant) => {
    const meant = channel.permission_overwrites.filter(({ id, type }) => isMeant(id, type));
    const denied = meant.reduce((all, { deny }) => all | deny, 0n);
    const allowed = meant.reduce((all, { allow }) => all | allow, 0n);
    return (permissions & ~denied) | allowed;
  }, base);
}
