import { expect, test } from 'vitest';
import { StatusNotPosted } from '../../src/core/ports/chat.ts';
import { type ChatFixture, chatContract } from '../contracts/chat.ts';
import { firstTry, statusAsk } from '../contracts/chat-asks.ts';
import { sourceOf } from '../contracts/media.ts';
import { aJobView, destination, idOf } from '../core/samples.ts';
import { noonMs } from '../doubles/world.ts';
import { createBlindChatWorld } from './blind-chat-world.ts';
import { createChance } from './chance.ts';
import type { ChatDeps } from './chat-basics.ts';
import { type ChatWorld, createChatWorld } from './chat-world.ts';
import { driven } from './driven.ts';
import { createJournal } from './journal.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { honestWeather } from './weather.ts';

const view = aJobView();

function depsOf(): ChatDeps & { readonly onUnheard: () => void } {
  const clock = createVirtualClock(noonMs);
  const common = { platform: 'forum', chance: createChance(1), weather: honestWeather(), onUnheard: () => undefined };
  return { ...common, clock, journal: createJournal(clock.nowMs) };
}

function fixtureOf(create: (deps: ReturnType<typeof depsOf>) => ChatWorld): ChatFixture {
  const deps = depsOf();
  const world = create(deps);
  world.close('gone', 'destination_gone');
  let deliveries = 0;
  return {
    chat: driven(world.chat, deps.clock),
    view,
    nowMs: deps.clock.nowMs,
    ask(clip, to = destination) {
      const openClip = async () => sourceOf(clip);
      return { deliveryId: idOf('delivery', (deliveries += 1)), destination: to, view, ...firstTry, openClip };
    },
    goneDestination: { ...destination, channel: 'gone' },
    results: async () => world.posts.map(({ bytes }) => bytes),
    statuses: async () => world.statuses.size,
    approvalsChannel: 'mods',
    approvals: async () => world.approvals.size,
    restarted: () => driven(world.chat, deps.clock),
    isTheirs: false,
    attach: async (bytes) => world.upload(bytes),
    [Symbol.asyncDispose]: async () => expect(deps.journal.violations).toEqual([]),
  };
}

chatContract('the chat of the simulation, in fair weather', async () => fixtureOf(createChatWorld));
chatContract('the blind chat of the simulation, in fair weather', async () => fixtureOf(createBlindChatWorld));

test('the blind chat tells of a second status or result, so that a core that forgets what it began is caught', async () => {
  const deps = depsOf();
  const world = createBlindChatWorld(deps);
  const chat = driven(world.chat, deps.clock);
  const signal = new AbortController().signal;
  for (const mayBeShown of [false, true, false]) await chat.showStatus(statusAsk(null, [view], mayBeShown), signal);
  const openClip = async () => sourceOf(new TextEncoder().encode('a clip'));
  const ask = { deliveryId: idOf('delivery'), destination, view, ...firstTry, openClip };
  for (const _ of ['first', 'second']) await chat.deliver(ask, signal);
  expect(deps.journal.violations.map(({ rule }) => rule)).toEqual(['status', 'post']);
});

test('the blind chat says of a status that it refused that nothing was posted', async () => {
  const deps = { ...depsOf(), weather: { ...honestWeather(), strikes: () => true } };
  const chat = driven(createBlindChatWorld(deps).chat, deps.clock);
  const shown = chat.showStatus(statusAsk(null, [view]), new AbortController().signal);
  await expect(shown).rejects.toBeInstanceOf(StatusNotPosted);
});
