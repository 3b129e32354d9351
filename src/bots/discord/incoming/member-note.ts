import { type BaseInteraction, GuildMember } from 'discord.js';
import type { MemberNote } from '../../../core/member.ts';
import { SECOND } from '../../../core/time.ts';
import { within } from '../../within.ts';
import type { SeenMember } from '../outgoing/api.ts';
import { isSnowflake, snowflakeAtMs } from '../places.ts';
import type { Incoming } from './deps.ts';

/** What Discord says of somebody with what they type or press; null outside of servers. */
export function memberNoteOf({ member, user, guildId }: BaseInteraction): MemberNote | null {
  if (guildId === null || member === null) return null;
  if (!(member instanceof GuildMember)) return noteFrom(user.id, member);
  // discord.js keeps no members: these are the roles that came with the event. Everybody has the one of the server's id.
  const roles = [...member.roles.cache.keys()].filter((id) => id !== guildId);
  return { roles, joinedAtMs: member.joinedTimestamp, accountMadeAtMs: snowflakeAtMs(user.id) };
}

export function noteFrom(userId: string, { roles, joined_at: joinedAt }: SeenMember): MemberNote {
  const joinedAtMs = typeof joinedAt === 'string' ? Date.parse(joinedAt) : null;
  return { roles: [...roles], joinedAtMs, accountMadeAtMs: snowflakeAtMs(userId) };
}

const askMsMax = 2 * SECOND;

/** What Discord says of somebody else in a server; null where it does not say in time. */
export async function lookUpMember(
  guildId: string,
  userId: string,
  { api, clock }: Pick<Incoming, 'api' | 'clock'>,
): Promise<MemberNote | null> {
  if (!isSnowflake(userId)) return null;
  const stop = new AbortController();
  const answer = await within(askMsMax, api.member(guildId, userId, stop.signal), clock);
  stop.abort();
  const isThere = answer.inTime && answer.value.kind === 'done' && answer.value.value !== null;
  return isThere ? noteFrom(userId, answer.value.value) : null;
}
