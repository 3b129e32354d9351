import { setTimeout as sleep } from 'node:timers/promises';
import { startDiscord } from '../test/doubles/discord/discord.ts';
import { answers, type Figure } from './figures.ts';
import { startService } from './running-service.ts';

const commands = 500;
const spacingMs = 2;
/** Discord's own limit; the way there and back takes its part of it. */
const acknowledgeMsMax = 3_000;
const alone = 50;

const small = { prompt: 'a red ball', seconds: 1, size: '64x64', fps: '24', fresh: true };
const long = { prompt: 'waves on a beach at sunset', seconds: 20, size: 'hd', fps: '60', fresh: true, yes: true };

/**
 * How long Discord waits for the acknowledgement of `/video`: alone, and 500 of 500 people within a second while clips
 * are rendered on the same machine. Discord is in another process than the service.
 */
export async function ackFigures(): Promise<readonly Figure[]> {
  await using discord = await startDiscord({ patienceMs: 60_000 });
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const people = Array.from({ length: commands }, (_, turn) => discord.addUser({ name: `Person ${turn}` }));
  for (const person of people) discord.join(person, guild);
  const [first] = people;
  if (!first) throw new Error('expected people');
  await using service = await startService({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl });
  await discord.until(() => discord.commands().length > 0, `commands from ${service.address}`);

  const quiet: number[] = [];
  for (let turn = 0; turn < alone; turn += 1) {
    const typed = discord.type(first, channel, 'videos quota');
    await typed.acknowledged();
    quiet.push(typed.acknowledgedAfterMs() ?? Infinity);
  }

  await discord.type(first, channel, 'video', long).acknowledged();
  await discord.until(() => discord.seen(channel).some(({ content }) => content.includes('is rendering')));
  const typed = [];
  const startedAtMs = performance.now();
  for (const [turn, person] of people.entries()) {
    typed.push(discord.type(person, channel, 'video', small));
    // So many are due by now, however late this process got to run.
    while (performance.now() - startedAtMs < turn * spacingMs) await sleep(1);
  }
  const tookMs = performance.now() - startedAtMs;
  await Promise.all(typed.map((each) => each.acknowledged()));
  const waits = typed.map((each) => each.acknowledgedAfterMs() ?? Infinity);
  const direct = typed.filter((each) => each.acknowledgement()?.kind === 'message').length;
  if (discord.problems.length > 0) throw new Error(JSON.stringify(discord.problems.slice(0, 3)));

  return [
    ...answers('a command alone', quiet, null),
    ...answers(`${commands} /video in a second, rendering`, waits, acknowledgeMsMax),
    { name: 'within which they were sent', value: tookMs, unit: 'ms', max: null },
    { name: 'answered at once, not deferred', value: direct, unit: 'of 500', max: null },
  ];
}
