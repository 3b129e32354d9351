import { Argument, type Command } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken } from '../bots/view.ts';
import type { readEnvironment } from '../config.ts';
import { exitCodes } from '../entry.ts';
import { type Answer, answeringWith, type Finish, said } from './run.ts';

const words = catalogueFor('en');
const { doctor } = words;

const marks = { ok: 'ok   ', next: 'next ', wrong: 'WRONG' } as const;

type Settings = ReturnType<typeof readEnvironment>;

export function addDiscordCommands(program: Command, finish: Finish): void {
  const check = program
    .command('doctor')
    .description('Looks at everything that has to be right before people can use a chat, and says what to do about it.')
    .addArgument(new Argument('<chat>', 'which chat').choices(['discord']));
  answeringWith(check, finish, checkDiscord);

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

async function checkDiscord(settings: Settings): Promise<Answer> {
  const found = settingsOf(settings);
  if (!found) return said(doctor.discordUnset, 'bad', { findings: [{ state: 'wrong', words: doctor.discordUnset }] });
  const { checkUp } = await import('../bots/discord/doctor.ts');
  const checked = await checkUp(found, words, new AbortController().signal);
  const { findings, invite } = checked;
  const isWell = findings.every(({ state }) => state !== 'wrong');
  const lines = [
    ...findings.map(({ state, words: sentence }) => `${marks[state]} ${sentence}`),
    ...(invite === null ? [] : ['', doctor.discordInvite, invite]),
  ];
  const view = spoken(
    partsOf(isWell ? doctor.discordWell : doctor.discordTrouble),
    lines.map(partsOf),
    isWell ? 'good' : 'bad',
  );
  return { view, data: checked, code: isWell ? exitCodes.ok : exitCodes.failed };
}

function settingsOf({ config: { discord }, secrets: { discordToken } }: Settings) {
  return discord === null || discordToken === null ? null : { ...discord, token: discordToken };
}
