import { type BaseInteraction, type Client, GuildMember, PermissionFlagsBits } from 'discord.js';
import type { Destination } from '../../../core/destination.ts';
import { SECOND } from '../../../core/time.ts';
import type { Asker } from '../../asker.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { Text } from '../../messages/text.ts';
import { partsOf } from '../../messages/text.ts';
import { destinationOf, discordPlatform, guildIdOf, inboundKeyOf, tenantOf } from '../places.ts';
import type { Incoming } from './deps.ts';
import { lookUpMember, memberNoteOf, noteFrom } from './member-note.ts';
import { within } from '../../within.ts';

type AskerDeps = Pick<Incoming, 'api' | 'clock'>;

/** Who typed or pressed something, and where, by Discord's word. */
export function askerOf(interaction: BaseInteraction, deps: AskerDeps): Asker {
  const { user, guildId, channelId, locale, id, client } = interaction;
  if (channelId === null) throw new TypeError(`expected the channel of interaction ${id}, got none`);
  return {
    person: { platform: discordPlatform, externalId: user.id, name: nameIn(interaction) },
    role: mayModerate(interaction) ? 'moderator' : 'member',
    destination: destinationOf(guildId, channelId),
    parentChannel: parentOf(channelId, client),
    member: memberNoteOf(interaction),
    isAdultPlace: isForAdults(channelId, client),
    ...(guildId === null ? {} : rolesIn(guildId, deps)),
    locale,
    inboundKey: inboundKeyOf(id),
  };
}

function rolesIn(guildId: string, deps: AskerDeps): Pick<Asker, 'hasRoles' | 'memberOf'> {
  return { hasRoles: discordPlatform, memberOf: (userId) => lookUpMember(guildId, userId, deps) };
}

/** The channel that a thread hangs at. */
function parentOf(channelId: string, client: Client): string | null {
  const channel = client.channels.cache.get(channelId);
  return channel?.isThread() === true ? channel.parentId : null;
}

/** Whether its server has marked a channel as one for adults; a thread is as its channel is. */
function isForAdults(channelId: string, client: Client): boolean {
  const channel = client.channels.cache.get(channelId);
  const at = channel?.isThread() === true ? channel.parent : channel;
  return at !== null && at !== undefined && 'nsfw' in at && at.nsfw;
}

/** Whether they manage the server that they are in: those are its moderators. */
export function mayModerate({ memberPermissions }: BaseInteraction): boolean {
  return memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
}

function nameIn({ member, user }: BaseInteraction): string {
  const nick = member instanceof GuildMember ? member.nickname : member?.nick;
  return nick ?? user.globalName ?? user.username;
}

export type AskerAt =
  | { readonly kind: 'asker'; readonly asker: Asker }
  | { readonly kind: 'refused'; readonly why: Text };

const membershipMsMax = 5 * SECOND;

/**
 * The same, once it is clear that they may ask from there. In direct messages people can go on with what was asked for
 * in a server (`belongsAt`) as long as they are its members; all else needs the operator's leave.
 */
export async function askerAt(
  interaction: BaseInteraction,
  belongsAt: Destination | null,
  { store, api, clock }: Pick<Incoming, 'store' | 'api' | 'clock'>,
): Promise<AskerAt> {
  const asker = askerOf(interaction, { api, clock });
  if (interaction.guildId !== null) return { kind: 'asker', asker };
  const { discordCommands: words } = catalogueFor(asker.locale);
  const guildId = belongsAt && guildIdOf(belongsAt.tenantId);
  if (belongsAt === null || guildId === null) {
    const { budget } = await store.tenant(tenantOf(null), clock.nowMs());
    return budget === null ? { kind: 'refused', why: words.directMessagesOff() } : { kind: 'asker', asker };
  }
  const stop = new AbortController();
  const answer = await within(membershipMsMax, api.member(guildId, interaction.user.id, stop.signal), clock);
  stop.abort();
  if (!answer.inTime || answer.value.kind !== 'done') {
    return { kind: 'refused', why: partsOf(words.membershipUnknown()) };
  }
  const member = answer.value.value;
  if (member === null) return { kind: 'refused', why: partsOf(words.notAMember()) };
  // What they may do there as a moderator is not known here, and what is private is no moderator's anyway.
  const there = {
    destination: belongsAt,
    parentChannel: parentOf(belongsAt.channel, interaction.client),
    member: noteFrom(interaction.user.id, member),
    isAdultPlace: isForAdults(belongsAt.channel, interaction.client),
    ...rolesIn(guildId, { api, clock }),
  };
  return { kind: 'asker', asker: { ...asker, ...there, role: 'member' } };
}
