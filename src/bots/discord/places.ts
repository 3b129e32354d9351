import { SnowflakeUtil } from 'discord.js';
import type { Destination, MessageRef } from '../../core/destination.ts';
import { parseTenantId, type TenantId } from '../../core/ids.ts';
import type { JobView } from '../../core/request.ts';

export const discordPlatform = 'discord';

const prefix = `${discordPlatform}:`;
const directMessages = 'dm';

/** A server, or all direct messages together. */
export function tenantOf(guildId: string | null): TenantId {
  return parseTenantId(`${prefix}${guildId ?? directMessages}`);
}

/** The server that a tenant is; null for direct messages and for tenants of other platforms. */
export function guildIdOf(tenantId: TenantId): string | null {
  const name = tenantId.startsWith(prefix) ? tenantId.slice(prefix.length) : '';
  return isSnowflake(name) ? name : null;
}

/** A thread, a forum post and a direct message are channels too. */
export function destinationOf(guildId: string | null, channelId: string): Destination {
  return { platform: discordPlatform, tenantId: tenantOf(guildId), channel: channelId, thread: null };
}

/** Where a message stands, and which it is there. */
export type MessageAt = { readonly channelId: string; readonly messageId: string };

export function messageRefOf(channelId: string, messageId: string): MessageRef {
  return `${channelId}/${messageId}`;
}

export function readMessageRef(ref: MessageRef): MessageAt | null {
  const [channelId = '', messageId = '', ...more] = ref.split('/');
  return isSnowflake(channelId) && isSnowflake(messageId) && more.length === 0 ? { channelId, messageId } : null;
}

/** Who asked, as Discord knows them; null once they asked to be forgotten. */
export function personIdOf({ requester }: Pick<JobView, 'requester'>): string | null {
  const id = requester.externalId;
  return id !== null && isSnowflake(id) ? id : null;
}

export function inboundKeyOf(interactionId: string): string {
  return `${prefix}${interactionId}`;
}

export function interactionIdOf(inboundKey: string): string | null {
  const id = inboundKey.startsWith(prefix) ? inboundKey.slice(prefix.length) : '';
  return isSnowflake(id) ? id : null;
}

/** The earliest id that Discord can have given at this time: what comes after it is younger. */
export function snowflakeAt(atMs: number): string {
  const sinceEpochMs = BigInt(Math.max(0, Math.floor(atMs))) - SnowflakeUtil.epoch;
  return ((sinceEpochMs < 0n ? 0n : sinceEpochMs) << 22n).toString();
}

/** When Discord gave this id. */
export function snowflakeAtMs(snowflake: string): number {
  return SnowflakeUtil.timestampFrom(snowflake);
}

export function isSnowflake(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}
