import { describe, expect, test } from 'vitest';
import type { TellAsk } from '../../../../src/core/ports/chat.ts';
import type { Fault } from '../../../doubles/slack/faults.ts';
import { live, openSlackWorld, type SlackWorld } from '../world.ts';

function aTell(world: SlackWorld, view = world.view()): TellAsk {
  return { deliveryId: world.ids.next('delivery'), view, reason: 'destination_gone' };
}

describe('that a clip was not posted', () => {
  test('is told to whoever asked by direct message, with what to type, and calls nobody', async () => {
    await using world = await openSlackWorld();
    await world.chat.tellUndelivered(aTell(world), live());
    const [message, ...others] = world.slack.dms(world.ada);
    expect(others).toEqual([]);
    expect(message?.shownText).toBe(
      [
        '#412 is ready, but not posted',
        'a red ball',
        'It could not be posted: the channel is gone, or Reelay is not in it any more.',
        'It is kept: /videos show #412 brings it by direct message. If this workspace takes no files from Reelay, ask the operator for it.',
        'Asked for in #clips.',
      ].join('\n'),
    );
    expect(message?.pings).toEqual({ people: [], broadcasts: [] });
    expect(world.posts()).toEqual([]);
    expect(world.slack.problems).toEqual([]);
  });

  test.each<Fault>(['drop_answer', { status: 500, afterWork: true }, { error: 'internal_error', afterWork: true }])(
    'is told once where the answer is lost by %j',
    async (fault) => {
      await using world = await openSlackWorld();
      world.slack.faults.next({ method: 'chat.postMessage' }, fault);
      const told = aTell(world);
      await world.chat.tellUndelivered(told, live());
      await world.chat.tellUndelivered(told, live());
      expect(world.slack.dms(world.ada)).toHaveLength(1);
    },
  );

  test.each<readonly [string, Fault]>([
    ['chat.postMessage', { rateLimited: { retryAfterS: 1 } }],
    ['conversations.open', 'drop_answer'],
  ])('is tried again where %s certainly told nothing', async (method, fault) => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method }, fault);
    const told = aTell(world);
    await expect(world.chat.tellUndelivered(told, live())).rejects.toThrow(/Slack/u);
    await world.clock.advance(1_000);
    await world.chat.tellUndelivered(told, live());
    expect(world.slack.dms(world.ada)).toHaveLength(1);
  });

  test('is told to nobody who cannot be reached, and that is no error', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'conversations.open' }, { error: 'user_disabled' });
    await world.chat.tellUndelivered(aTell(world), live());
    await world.chat.tellUndelivered(aTell(world, world.view({ by: null })), live());
    world.slack.faults.next({ method: 'chat.postMessage' }, { error: 'messages_tab_disabled' });
    await world.chat.tellUndelivered(aTell(world), live());
    world.said.set(world.team.id, { kind: 'none' });
    await world.chat.tellUndelivered(aTell(world), live());
    expect(world.slack.dms(world.ada)).toEqual([]);
  });
});
