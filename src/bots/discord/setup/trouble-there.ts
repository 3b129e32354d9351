import { ChannelType, type Guild, type GuildBasedChannel } from 'discord.js';
import type { TenantSettings } from '../../../core/tenant-settings.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import { missingRights, type Place, type Right } from '../rights.ts';

type Chosen = Pick<TenantSettings, 'channels' | 'logChannel' | 'approvalChannel'>;

/** Why what was chosen does not work yet, by what Discord last said about the server's channels; nothing is asked of it. */
export function troubleThere(
  { channels, logChannel, approvalChannel }: Chosen,
  guild: Guild | null,
  words: Catalogue,
): readonly Text[] {
  const { discordSetup: say, discord } = words;
  if (guild === null) return [];
  const lines: Text[] = [];
  const wanting = new Map<string, { readonly missing: readonly Right[]; readonly ids: string[] }>();
  const gone: string[] = [];
  for (const id of channels ?? []) {
    const channel = guild.channels.cache.get(id);
    const missing = channel ? missingIn(channel) : [];
    const key = missing.join();
    if (!channel) gone.push(id);
    else if (missing.length > 0) wanting.set(key, { missing, ids: [...(wanting.get(key)?.ids ?? []), id] });
  }
  for (const { missing, ids } of wanting.values()) {
    lines.push(
      say.cannotPost(
        ids,
        missing.map((right) => discord.rights[right]),
      ),
    );
  }
  if (gone.length > 0) lines.push(partsOf(say.gone(gone.length, gone.length === channels?.length)));
  const written = [
    { id: approvalChannel, gone: say.approvalsGone, cannot: say.cannotAsk },
    { id: logChannel, gone: say.logGone, cannot: say.cannotLog },
  ];
  for (const { id, gone: isGone, cannot } of written) {
    const channel = id === null ? null : guild.channels.cache.get(id);
    if (id === null || channel === null) continue;
    const missing = channel ? missingIn(channel).filter((right) => right !== 'attachFiles') : [];
    const names = missing.map((right) => discord.rights[right]);
    if (!channel) lines.push(partsOf(isGone()));
    else if (names.length > 0) lines.push(cannot(id, names));
  }
  return lines;
}

function missingIn(channel: GuildBasedChannel): Right[] {
  const { me } = channel.guild.members;
  const permissions = me && channel.permissionsFor(me);
  return permissions ? missingRights(permissions.bitfield, placeOf(channel)) : [];
}

/** In a forum, everything is in its posts. */
function placeOf(channel: GuildBasedChannel): Place {
  const isInPosts = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
  return isInPosts || channel.isThread() ? 'thread' : 'channel';
}
