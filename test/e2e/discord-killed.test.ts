import { describe, it } from 'vitest';
import { expectMp4, openDiscordService, resultsIn } from './discord-service.ts';

/** Each starts the service twice, and renders for real. */
const realTimeMs = 90_000;
const upload = { route: 'message.create' };

describe.concurrent('killed with -9 on Discord', { timeout: realTimeMs }, () => {
  it.for(['submit', 'download'])(
    'in the middle of a %s: the clip arrives once and is charged once',
    async (at, { expect }) => {
      await using world = await openDiscordService({ PAUSE_AT: at });
      const { discord, channel, service } = world;
      world.type('a red ball');
      await service.program.printed(new RegExp(`paused at ${at}`));
      await service.kill();
      await service.startAgain({ PAUSE_AT: '' });
      expectMp4(await world.result());
      await world.over();
      expect(resultsIn(discord, channel)).toHaveLength(1);
      expect(discord.seen(channel)).toHaveLength(2);
      await world.expectOnce();
    },
  );

  it('in the middle of an upload, before Discord has all of it: the clip arrives once', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel, service } = world;
    const held = Promise.withResolvers<void>();
    const planned = discord.faults.next(upload, { delayUntil: held.promise });
    world.type('a red ball');
    await planned.hit;
    await service.kill();
    await service.startAgain();
    expectMp4(await world.result());
    held.resolve();
    await world.over();
    expect(resultsIn(discord, channel)).toHaveLength(1);
    await world.expectOnce();
  });

  it('after an upload, before its answer: what is there is found, and nothing is posted again', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel, service } = world;
    const held = Promise.withResolvers<void>();
    const planned = discord.faults.next(upload, { answerAfter: held.promise });
    world.type('a red ball');
    await planned.hit;
    expectMp4(await world.result());
    await service.kill();
    held.resolve();
    await service.startAgain();
    await world.over();
    expect(resultsIn(discord, channel)).toHaveLength(1);
    await world.expectOnce();
  });
});
