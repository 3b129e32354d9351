import type { Destination } from '../../core/destination.ts';
import { parseTenantId } from '../../core/ids.ts';
import type { Channel } from '../../core/ports/messages.ts';

export const consolePlatform = 'console';

const tenantId = parseTenantId('console');

export const general: Channel = { tenantId, channel: 'general' };

const channels: readonly Channel[] = [general];

/** As people name them. */
export const channelsByName = channels.map(({ channel }) => ({ id: channel, name: channel }));

/** The channel of a destination; null where there is none any more. */
export function channelOf({ platform, channel }: Destination): Channel | null {
  return platform === consolePlatform ? (channels.find((each) => each.channel === channel) ?? null) : null;
}

export function destinationIn({ tenantId: tenant, channel }: Channel): Destination {
  return { platform: consolePlatform, tenantId: tenant, channel, thread: null };
}
