import { readBody } from '../../../src/bots/console/bodies.ts';
import { createConsole } from '../../../src/bots/console/console.ts';
import { createInputSources } from '../../../src/bots/console/input-source.ts';
import type { ClipId } from '../../../src/core/ids.ts';
import { keyOf } from '../../../src/media/file-keys.ts';
import { type ChatFixture, chatContract } from '../../contracts/chat.ts';
import { sourceOf } from '../../contracts/media.ts';
import { aClip, idOf } from '../../core/samples.ts';
import { home, openConsole, secretKey } from './world.ts';
import { consoleView } from './world.ts';
import { firstTry } from '../../contracts/chat-asks.ts';

async function makeFixture(): Promise<ChatFixture> {
  const files = new Map<string, Uint8Array>();
  const world = await openConsole({
    media: {
      storeImage: async () => Promise.reject(new Error('expected no image to be stored here')),
      open: async (key) => {
        const bytes = files.get(key);
        return bytes ? sourceOf(bytes) : null;
      },
    },
  });
  const clips = new Map<ClipId, Uint8Array>();
  const view = consoleView();
  let deliveries = 0;
  const bodies = async () => (await world.page()).map(({ body }) => readBody(body));
  return {
    chat: world.console.chat,
    view,
    nowMs: () => world.clock.nowMs(),
    isTheirs: false,
    ask(bytes, to = home) {
      deliveries += 1;
      const clip = aClip({ id: idOf('clip', deliveries) });
      // The clip is stored, whole and verified, before anybody brings it.
      clips.set(clip.id, bytes);
      const deliveryId = idOf('delivery', deliveries);
      return {
        deliveryId,
        destination: to,
        view: { ...view, clip },
        ...firstTry,
        openClip: async () => sourceOf(bytes),
      };
    },
    goneDestination: { ...home, channel: 'a-channel-that-was' },
    results: async () =>
      (await bodies()).flatMap((body) =>
        body?.kind === 'result' ? [clips.get(body.clip.id as ClipId) ?? new Uint8Array()] : [],
      ),
    statuses: async () => (await bodies()).filter((body) => body?.kind === 'status').length,
    approvalsChannel: home.channel,
    approvals: async () => (await bodies()).filter((body) => body?.kind === 'approval').length,
    restarted() {
      const next = createConsole(world.deps);
      next.close();
      return next.chat;
    },
    async attach(bytes) {
      const key = keyOf('in_1');
      files.set(key, bytes);
      return createInputSources(secretKey, world.deps.media).of({ key, sha256: '0'.repeat(64) });
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

chatContract('console', makeFixture);
