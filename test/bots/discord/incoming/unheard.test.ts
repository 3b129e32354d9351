import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { inboundKeyOf } from '../../../../src/bots/discord/places.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { holdBack, openWorld, refOf, wordsOf } from './world.ts';

const ball = { prompt: 'a red ball' };
/** Only the operator can allow a server to use it. */
const refused = { prompt: 'my secret', engine: 'acme/reel-1' };

describe('a promise that everybody sees, and an answer for one alone,', () => {
  /** `/video` by somebody who is refused after more than a second. */
  async function refusedLate(world: Awaited<ReturnType<typeof openWorld>>, held: ReturnType<typeof holdBack>) {
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', refused);
    await held.begun;
    await clock.advance(1_000);
    return typed;
  }

  it.each(['drop_request', 'drop_answer', { status: 502 }] as const)(
    'whose answer is lost once (%j) reaches its asker all the same',
    async (fault) => {
      const held = holdBack();
      await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
      const { discord, channel } = world;
      const typed = await refusedLate(world, held);
      await typed.acknowledged();
      discord.faults.next({ route: 'interaction.followUp' }, fault);
      held.release();
      await world.settled();
      expect(discord.seen(channel)).toEqual([]);
      const words = { ephemeral: true, content: expect.stringContaining('has not allowed') };
      expect(typed.messages().at(-1)).toMatchObject(words);
    },
  );

  it('is never filled with it: where it cannot be taken back, it says so in neutral words', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, channel } = world;
    const typed = await refusedLate(world, held);
    await typed.acknowledged();
    discord.faults.next({ route: 'interaction.delete' }, { status: 502 }, 2);
    held.release();
    await world.settled();
    expect(discord.seen(channel)).toMatchObject([
      { thinking: false, content: expect.stringContaining(en.discordCommands.toldAlone()) },
    ]);
    expect(discord.seen(channel)[0]?.contents.join()).not.toContain('secret');
    expect(typed.messages().at(-1)).toMatchObject({
      ephemeral: true,
      content: expect.stringContaining('has not allowed'),
    });
  });

  it('and where it cannot even be filled, nothing follows that everybody would see', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, channel } = world;
    const typed = await refusedLate(world, held);
    await typed.acknowledged();
    for (const route of ['interaction.delete', 'interaction.edit']) {
      discord.faults.next({ route }, { status: 502 }, 2);
    }
    held.release();
    await world.settled();
    expect(discord.seen(channel)).toMatchObject([{ thinking: true, content: '' }]);
    expect(typed.messages()).toHaveLength(1);
  });

  it('is taken back too when nothing was heard of it twice: perhaps it stands', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, channel } = world;
    const first = discord.faults.next({ route: 'interaction.callback' }, 'drop_answer');
    const second = discord.faults.next({ route: 'interaction.callback' }, { status: 502 });
    const typed = await refusedLate(world, held);
    await Promise.all([first.hit, second.hit]);
    held.release();
    await world.settled();
    expect(discord.seen(channel)).toEqual([]);
    expect(typed.messages()).toMatchObject([{ ephemeral: true, content: expect.stringContaining('has not allowed') }]);
  });

  it('and that could not be filled with the status is kept for the workers, who fill it by its token', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', ball);
    await held.begun;
    await clock.advance(1_000);
    await typed.acknowledged();
    discord.faults.next({ route: 'interaction.edit' }, { status: 502 }, 2);
    held.release();
    await world.settled();
    expect((await world.requestOf(typed))?.request.statusMessage).toBeNull();
    const ref = refOf(discord.seen(channel)[0]);
    expect(await world.openAnswers.answerTo(inboundKeyOf(typed.id))).toMatchObject({ message: ref });
    expect(world.openAnswers.of(ref)?.token).toBe(typed.token);
  });

  it('and may be that of another process is not: who made it may take it back', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const lost = discord.faults.next({ route: 'interaction.callback' }, 'drop_answer');
    const typed = discord.type(ada, channel, 'video', ball);
    await held.begun;
    await clock.advance(1_000);
    await lost.hit;
    discord.faults.next({ route: 'interaction.edit' }, { status: 502 }, 2);
    held.release();
    await world.settled();
    expect(world.openAnswers.of(refOf(discord.seen(channel)[0]))).toBeNull();
    expect((await world.requestOf(typed))?.request.statusMessage).toBeNull();
  });

  it('becomes the status when nothing was heard of it twice', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const lost = discord.faults.next({ route: 'interaction.callback' }, 'drop_answer');
    const last = discord.faults.next({ route: 'interaction.callback' }, { status: 502 });
    const typed = discord.type(ada, channel, 'video', ball);
    await held.begun;
    await clock.advance(1_000);
    await Promise.all([lost.hit, last.hit]);
    held.release();
    await world.settled();
    const ref = refOf(discord.seen(channel)[0]);
    expect(discord.seen(channel)).toMatchObject([{ thinking: false, content: expect.stringContaining('red ball') }]);
    expect((await world.requestOf(typed))?.request.statusMessage).toBe(ref);
  });
});

describe('an answer of which nothing was heard, to what another process answered to one person alone,', () => {
  it('is not taken for the status: that is left to the workers', async () => {
    const held = holdBack();
    const failing = async (): Promise<never> => {
      await held.wait();
      throw new StoreUnavailable('the database is away');
    };
    let processes = 0;
    await using world = await openWorld(() => {
      processes += 1;
      return processes === 1 ? {} : { answer: failing };
    });
    const { discord, ada, channel } = world;
    await using other = await world.another();
    const gate = Promise.withResolvers<void>();
    discord.faults.next({ route: 'interaction.callback' }, 'drop_request');
    const again = discord.faults.next({ route: 'interaction.callback' }, { delayUntil: gate.promise });
    const typed = discord.type(ada, channel, 'video', ball);
    await Promise.all([held.begun, again.hit]);
    held.release();
    await other.settled();
    gate.resolve();
    await world.settled();
    expect(typed.messages()).toMatchObject([{ ephemeral: true }]);
    expect((await world.requestOf(typed))?.request.statusMessage).toBeNull();
  });
});

describe('an answer that Discord keeps waiting', () => {
  const anHour = { rateLimited: { retryAfterMs: 3_600_000 } };

  it.each([
    ['the first word', 'interaction.callback', 0],
    ['what was promised', 'interaction.edit', 1_000],
  ])('for an hour with %s is given up at once: nothing goes on for so long', async (_, route, lateMs) => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    discord.faults.next({ route }, anHour);
    discord.type(ada, channel, 'videos list');
    await held.begun;
    await clock.advance(lateMs);
    held.release();
    await world.settled();
    expect(world.lines.join()).toContain('Discord asks for patience');
    expect(discord.requests.filter((each) => each.route === route)).toHaveLength(1);
  });

  it.each([
    ['the first word', 'interaction.callback', 0, 3_000],
    ['what was promised', 'interaction.edit', 1_000, 60_000],
  ])('without a word about %s is left to itself after a while', async (_, route, lateMs, withinMs) => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const gate = Promise.withResolvers<void>();
    const stuck = discord.faults.next({ route }, { answerAfter: gate.promise });
    const typed = discord.type(ada, channel, 'videos list');
    await held.begun;
    await clock.advance(lateMs);
    held.release();
    await stuck.hit;
    await clock.advance(withinMs);
    await world.settled();
    expect(await wordsOf(typed)).toContain('no videos here yet');
    expect(world.lines).toEqual([expect.stringContaining(`nothing heard from Discord within ${withinMs} ms`)]);
    gate.resolve();
  });

  it('of which it tells nothing in time is its status all the same', async () => {
    await using world = await openWorld();
    const { discord, ada, channel, clock } = world;
    const gate = Promise.withResolvers<void>();
    const stuck = discord.faults.next({ route: 'interaction.callback' }, { answerAfter: gate.promise });
    const typed = discord.type(ada, channel, 'video', ball);
    await stuck.hit;
    await clock.advance(3_000);
    await world.settled();
    const ref = refOf(discord.seen(channel)[0]);
    expect((await world.requestOf(typed))?.request.statusMessage).toBe(ref);
    gate.resolve();
  });
});
