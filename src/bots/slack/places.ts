import type { Destination, MessageRef } from '../../core/destination.ts';
import { parseTenantId, type TenantId } from '../../core/ids.ts';
import type { JobView } from '../../core/request.ts';

export const slackPlatform = 'slack';

const prefix = `${slackPlatform}:`;

/** A workspace. */
export function tenantOf(teamId: string): TenantId {
  return parseTenantId(`${prefix}${teamId}`);
}

/** The workspace that a tenant is; null for tenants of other platforms. */
export function teamIdOf(tenantId: TenantId): string | null {
  const name = tenantId.startsWith(prefix) ? tenantId.slice(prefix.length) : '';
  return isTeamId(name) ? name : null;
}

/** Slack's ids of people are unique only within their workspace. */
export type PersonAt = { readonly teamId: string; readonly userId: string };

export function externalIdOf(teamId: string, userId: string): string {
  return `${teamId}:${userId}`;
}

export function readExternalId(externalId: string): PersonAt | null {
  const [teamId = '', userId = '', ...more] = externalId.split(':');
  return isTeamId(teamId) && isUserId(userId) && more.length === 0 ? { teamId, userId } : null;
}

/** Who asked, as Slack knows them; null once they asked to be forgotten. */
export function personOf({ requester }: Pick<JobView, 'requester'>): PersonAt | null {
  return requester.externalId === null ? null : readExternalId(requester.externalId);
}

/** A direct message is a channel too. */
export function destinationOf(teamId: string, channelId: string, thread: string | null = null): Destination {
  return { platform: slackPlatform, tenantId: tenantOf(teamId), channel: channelId, thread };
}

/** Where something is said: in a channel, or in one of its threads. */
export type PostAt = { readonly channelId: string; readonly thread: string | null };

/** Where a message stands, and which it is there: Slack names a message by its time. */
export type MessageAt = { readonly channelId: string; readonly ts: string };

export function messageRefOf({ channelId, ts }: MessageAt): MessageRef {
  return `${channelId}/${ts}`;
}

export function readMessageRef(ref: MessageRef): MessageAt | null {
  const [channelId = '', ts = '', ...more] = ref.split('/');
  return isChannelId(channelId) && isTs(ts) && more.length === 0 ? { channelId, ts } : null;
}

/** An uploaded clip where it was shared; `ts` is its message, which Slack tells late or never. */
export type FileAt = { readonly channelId: string; readonly fileId: string; readonly ts: string | null };

export function fileRefOf({ channelId, fileId, ts }: FileAt): MessageRef {
  return [channelId, fileId, ...(ts === null ? [] : [ts])].join('/');
}

export function readFileRef(ref: MessageRef): FileAt | null {
  const [channelId = '', fileId = '', ts, ...more] = ref.split('/');
  const isFile = isChannelId(channelId) && isFileId(fileId) && (ts === undefined || isTs(ts)) && more.length === 0;
  return isFile ? { channelId, fileId, ts: ts ?? null } : null;
}

const linkMark = 'link';

/** The place of a result whose link stands in the status of its request. */
export function linkInStatusRefOf(status: MessageRef): MessageRef {
  return `${status}/${linkMark}`;
}

/** The status that holds the link of a result; null for a result that stands by itself. */
export function readLinkInStatusRef(ref: MessageRef): MessageAt | null {
  const end = `/${linkMark}`;
  return ref.endsWith(end) ? readMessageRef(ref.slice(0, -end.length)) : null;
}

/** An event by what Slack calls it, each time it comes. */
export function inboundKeyOf(teamId: string, eventName: string): string {
  return `${prefix}${teamId}:${eventName}`;
}

/** A file that somebody attached, as the source of an input: `T1/F1`. */
export function inputSourceOf(teamId: string, fileId: string): string {
  return `${teamId}/${fileId}`;
}

export function readInputSource(source: string): { readonly teamId: string; readonly fileId: string } | null {
  const [teamId = '', fileId = '', ...more] = source.split('/');
  return isTeamId(teamId) && isFileId(fileId) && more.length === 0 ? { teamId, fileId } : null;
}

export function isTeamId(text: string): boolean {
  return /^T[A-Z0-9]{1,30}$/u.test(text);
}

export function isUserId(text: string): boolean {
  return /^[UW][A-Z0-9]{1,30}$/u.test(text);
}

/** Public and private channels, group and direct messages. */
export function isChannelId(text: string): boolean {
  return /^[CGD][A-Z0-9]{1,30}$/u.test(text);
}

/** A user group. */
export function isGroupId(text: string): boolean {
  return /^S[A-Z0-9]{1,30}$/u.test(text);
}

export function isFileId(text: string): boolean {
  return /^F[A-Z0-9]{1,30}$/u.test(text);
}

export function isTs(text: string): boolean {
  return /^\d{1,15}\.\d{1,10}$/u.test(text);
}
