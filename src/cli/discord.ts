import type { Command } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import type { readEnvironment } from '../config.ts';
import { answeringWith, type Finish, said } from './run.ts';

const words = catalogueFor('en');
const { doctor } = words;

type Settings = ReturnType<typeof readEnvironment>;

export function addDiscordCommands(program: Command, finish: Finish): void {
  const register = program
    .command('register')
    .description('Registers the commands at Discord. The service does the same when it starts.');
  answeringWith(register, finish, async (settings) => {
    const found = settingsOf(settings);
    if (!found) return said(doctor.discordUnset, 'bad', { registered: null });
    const { register: registerAt } = await import('../bots/discord/doctor.ts');
    const { done, words: sentence } = await registerAt(found, words, new AbortController().signal);
    return said(sentence, done === null ? 'bad' : 'good', { registered: done });
  });
}

function settingsOf({ config: { discord }, secrets: { discordToken } }: Settings) {
  return discord === null || discordToken === null ? null : { ...discord, token: discordToken };
}
