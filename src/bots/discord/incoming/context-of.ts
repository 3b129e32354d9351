import type { BaseInteraction } from 'discord.js';
import type { ParseContext } from '../../grammar/parse-value.ts';
import { engineAliases } from '../../engine-aliases.ts';
import type { Incoming } from './deps.ts';

/** What can be named where somebody types. Discord writes channels as mentions, unless a name was pasted. */
export function contextOf({ guild }: BaseInteraction, deps: Pick<Incoming, 'engineNames' | 'engines'>): ParseContext {
  const context = { engines: deps.engineNames(), engineAliases: engineAliases(deps.engines) };
  return guild ? { ...context, channels: guild.channels.cache.map(({ id, name }) => ({ id, name })) } : context;
}
