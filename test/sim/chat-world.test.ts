import { type ChatFixture, chatContract } from '../contracts/chat.ts';
import { sourceOf } from '../contracts/media.ts';
import { aJobView, destination, idOf } from '../core/samples.ts';
import { noonMs } from '../doubles/world.ts';
import { createChance } from './chance.ts';
import { createChatWorld } from './chat-world.ts';
import { driven } from './driven.ts';
import { createJournal } from './journal.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { honestWeather } from './weather.ts';
import { firstTry } from '../contracts/chat-asks.ts';

const view = aJobView();

async function makeFixture(): Promise<ChatFixture> {
  const clock = createVirtualClock(noonMs);
  const world = createChatWorld({
    platform: 'forum',
    clock,
    chance: createChance(1),
    weather: honestWeather(),
    journal: createJournal(clock.nowMs),
  });
  world.close('gone', 'destination_gone');
  let deliveries = 0;
  return {
    chat: driven(world.chat, clock),
    view,
    nowMs: clock.nowMs,
    ask(clip, to = destination) {
      const openClip = async () => sourceOf(clip);
      return { deliveryId: idOf('delivery', (deliveries += 1)), destination: to, view, ...firstTry, openClip };
    },
    goneDestination: { ...destination, channel: 'gone' },
    results: async () => world.posts.map(({ bytes }) => bytes),
    statuses: async () => world.statuses.size,
    isTheirs: false,
    attach: async (bytes) => world.upload(bytes),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

chatContract('the chat of the simulation, in fair weather', makeFixture);
