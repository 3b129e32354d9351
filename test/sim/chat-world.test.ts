import type { JobView } from '../../src/core/request.ts';
import { type ChatFixture, chatContract } from '../contracts/chat.ts';
import { sourceOf } from '../contracts/media.ts';
import { aClip, aJob, aRequest, destination, idOf, userId } from '../core/samples.ts';
import { noonMs } from '../doubles/world.ts';
import { createChance } from './chance.ts';
import { createChatWorld } from './chat-world.ts';
import { driven } from './driven.ts';
import { createJournal } from './journal.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { honestWeather } from './weather.ts';

const view: JobView = {
  job: aJob({ kind: 'ready', attemptId: idOf('attempt'), clipId: idOf('clip') }),
  requester: { userId, name: 'Ada' },
  request: aRequest(),
  clip: aClip(),
  deliveries: [],
  costMicroUsd: 1,
  chargedMicroUsd: 1,
  ahead: null,
  allowance: { videosLeft: 1, leftMicroUsd: null, resetsAtMs: null },
};

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
    ask(clip, to = destination) {
      const openClip = async () => sourceOf(clip);
      return { deliveryId: idOf('delivery', (deliveries += 1)), destination: to, view, openClip };
    },
    goneDestination: { ...destination, channel: 'gone' },
    results: async () => world.posts.map(({ bytes }) => bytes),
    statuses: async () => world.statuses.size,
    attach: async (bytes) => world.upload(bytes),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

chatContract('the chat of the simulation, in fair weather', makeFixture);
