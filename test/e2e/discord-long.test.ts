import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { collectLog } from '../core/samples.ts';
import { startDiscord } from '../doubles/discord/discord.ts';
import { manualClock } from '../doubles/world.ts';
import { expectMp4, resultsIn } from './discord-service.ts';
import { patientEngine } from './patient-engine.ts';
import { Machine } from './program.ts';

/** The whole service in this process, on a clock that the test moves, connected to a Discord on the same clock. */
async function openLongWorld() {
  const clock = manualClock();
  const discord = await startDiscord({ clock, patienceMs: 20_000 });
  const guild = discord.addGuild({ name: 'Studio' });
  const channel = discord.addChannel(guild);
  const ada = discord.addUser({ name: 'Ada' });
  discord.join(ada, guild);
  const engine = await patientEngine({ playMoney: true });
  const folder = await Machine.start();
  const settings = readConfig(
    { DATA_DIR: folder.file('data'), DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    folder.dir,
  );
  const log = collectLog();

  async function start() {
    const app = await createApp(settings, {
      clock,
      log,
      providers: [{ provider: engine.provider, credential: 'main' }],
    });
    const stop = new AbortController();
    const connecting = app.connect(stop.signal);
    const working = app.work(null, stop.signal);
    await discord.until(() => discord.gateway.sessions().some(({ connected }) => connected));
    await discord.until(() => discord.commands().length > 0);
    return async (): Promise<void> => {
      stop.abort();
      await Promise.all([connecting, working]);
      await app[Symbol.asyncDispose]();
    };
  }

  let stop = await start();
  return {
    discord,
    channel,
    ada,
    engine,
    clock,
    log,
    /** Lets time pass; what is asked of Discord meanwhile is answered in between. */
    async pass(ms: number, stepMs = 20 * SECOND): Promise<void> {
      for (let leftMs = ms; leftMs > 0; leftMs -= stepMs) {
        await clock.advance(Math.min(stepMs, leftMs));
        for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** The engine is done: the clip is fetched and posted, for which time stands still, and the status says so. */
    async finish(): Promise<void> {
      engine.done = true;
      while (!engine.isOpened) await this.pass(SECOND, SECOND);
      await discord.until(() => resultsIn(discord, channel).length > 0);
      await this.pass(6 * SECOND, SECOND);
      await discord.until(() => discord.seen(channel)[0]?.content.includes('is ready'));
    },
    async startAgain(): Promise<void> {
      await stop();
      stop = await start();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await stop();
      await discord[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a job that takes its time on Discord', { timeout: 60_000 }, () => {
  it.each([
    ['20 minutes', 20 * MINUTE],
    ['3 hours', 3 * HOUR],
  ])('%s, beyond the life of the token: one status, kept up to date by then as well, and one result', async (_, ms) => {
    await using world = await openLongWorld();
    const { discord, channel, ada, clock } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: 'a red ball', seconds: 1 });
    await typed.acknowledged();
    await world.pass(ms);
    await world.finish();
    expect(discord.seen(channel)).toHaveLength(2);
    const [result] = resultsIn(discord, channel);
    if (!result) throw new Error('expected a result');
    expectMp4(result);
    expect(result.pings.people).toEqual([ada.id]);
    expect(clock.nowMs()).toBeGreaterThan(ms);
    const late = discord.requests.filter(({ route, status }) => route.startsWith('webhook') && status === 401);
    expect(late).toEqual([]);
    expect(discord.problems).toEqual([]);
    expect(world.log.errors).toEqual([]);
  });

  it('an hour, with the service started again in the middle: the same status goes on, and the clip comes where it was asked for', async () => {
    await using world = await openLongWorld();
    const { discord, channel, ada } = world;
    await discord.type(ada, channel, 'video', { prompt: 'a red ball', seconds: 1 }).acknowledged();
    await world.pass(30 * MINUTE);
    const [before] = discord.seen(channel);
    await world.startAgain();
    await world.pass(30 * MINUTE);
    await world.finish();
    expect(discord.seen(channel)).toHaveLength(2);
    expect(discord.seen(channel)[0]?.id).toBe(before?.id);
    expect(discord.problems).toEqual([]);
  });
});
