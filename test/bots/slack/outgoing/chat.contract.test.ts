import { expect } from 'vitest';
import { type ChatFixture, chatContract } from '../../../contracts/chat.ts';
import { openSlackWorld } from '../world.ts';

async function makeFixture(): Promise<ChatFixture> {
  const world = await openSlackWorld();
  const { slack, team } = world;
  const view = world.view();
  const mods = slack.addChannel(team, { name: 'mods', private: true, botIsMember: true });
  const gone = slack.addChannel(team, { name: 'gone', archived: true, botIsMember: true });
  return {
    chat: world.chat,
    view,
    nowMs: () => world.clock.nowMs(),
    isTheirs: false,
    ask: (bytes, to = view.request.destination) => ({ ...world.ask(view, bytes), destination: to }),
    goneDestination: { ...view.request.destination, channel: gone.id },
    results: async () => world.posts().flatMap(({ files }) => files.map(({ bytes }) => bytes)),
    statuses: async () => world.posts().filter(({ files }) => files.length === 0).length,
    approvalsChannel: mods.id,
    approvals: async () => world.posts(mods).length,
    restarted: () => world.start().chat,
    attach: world.attach,
    [Symbol.asyncDispose]: async () => {
      expect(slack.problems).toEqual([]);
      await world[Symbol.asyncDispose]();
    },
  };
}

chatContract('Slack', makeFixture);
