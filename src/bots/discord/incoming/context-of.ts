import type { BaseInteraction } from 'discord.js';
import type { ParseContext } from '../../grammar/parse-value.ts';
import type { Incoming } from './deps.ts';

/** What can be named where somebody types. Discord writes channels as mentions, unless a name was pasted. */
export function contextOf({ guild }: BaseInteraction, { engineNames }: Pick<Incoming, 'engineNames'>): ParseContext {
  const engines = engineNames();
  return guild ? { engines, channels: guild.channels.cache.map(({ id, name }) => ({ id, name })) } : { engines };
}
