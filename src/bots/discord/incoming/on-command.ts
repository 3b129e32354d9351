import type { ChatInputCommandInteraction } from 'discord.js';
import { readTypedCommand } from '../commands/typed-options.ts';
import { carryOut } from './carry-out.ts';
import { contextOf } from './context-of.ts';
import type { Incoming } from './deps.ts';

/** `/video`, `/videos …`, `/video-admin …` */
export async function onCommand(interaction: ChatInputCommandInteraction, deps: Incoming): Promise<void> {
  const { commandName, options } = interaction;
  const typed = readTypedCommand(commandName, options, contextOf(interaction, deps));
  await carryOut(interaction, { ...typed, belongsAt: null }, deps);
}
