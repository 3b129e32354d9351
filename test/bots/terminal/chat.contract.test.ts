import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createTerminalChat } from '../../../src/bots/terminal/chat.ts';
import { unwritable } from '../../../src/bots/terminal/clip-file.ts';
import { type ChatFixture, chatContract } from '../../contracts/chat.ts';
import { sourceOf } from '../../contracts/media.ts';
import { aJobView, aRequest, idOf, tenantId } from '../../core/samples.ts';
import { firstTry } from '../../contracts/chat-asks.ts';

async function makeFixture(): Promise<ChatFixture> {
  const dir = await mkdtemp(path.join(tmpdir(), 'reelay-terminal-'));
  const inputs = await mkdtemp(path.join(tmpdir(), 'reelay-terminal-'));
  const home = { platform: 'terminal', tenantId, channel: path.join(dir, 'clip.mp4'), thread: null };
  const view = aJobView({ request: aRequest({ destination: home }) });
  let deliveries = 0;
  return {
    chat: createTerminalChat(),
    view,
    nowMs: () => 0,
    ask(clip, to = home) {
      deliveries += 1;
      const deliveryId = idOf('delivery', deliveries);
      return { deliveryId, destination: to, view, ...firstTry, openClip: async () => sourceOf(clip) };
    },
    goneDestination: { ...home, channel: path.join(dir, 'gone', 'clip.mp4') },
    results: async () => Promise.all((await readdir(dir)).map((name) => readFile(path.join(dir, name)))),
    statuses: async () => 0,
    approvalsChannel: 'none',
    approvals: async () => 0,
    restarted: createTerminalChat,
    isTheirs: true,
    attach: async (bytes) => {
      const file = path.join(inputs, 'input.png');
      await writeFile(file, bytes);
      return file;
    },
    [Symbol.asyncDispose]: async () => {
      await rm(dir, { recursive: true });
      await rm(inputs, { recursive: true });
    },
  };
}

chatContract('terminal', makeFixture);

test('a destination that is a folder is told before anything is made for it', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'reelay-terminal-'));
  expect(await unwritable(dir)).toMatch(/is a folder\. Name a file in it with --out/);
  expect(await unwritable(path.join(dir, 'clip.mp4'))).toBeNull();
  expect(await unwritable(path.join(dir, 'new', 'clip.mp4'))).toMatch(/no folder .*new\. Make it first/);
  expect(await unwritable('/dev/null')).toMatch(/not an ordinary file/);
  expect(await unwritable(path.join(dir, 'x'.repeat(300)))).toMatch(/ENAMETOOLONG/);
  await rm(dir, { recursive: true });
});
