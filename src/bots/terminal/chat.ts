import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Chat, DeliverResult } from '../../core/ports/chat.ts';
import type { Clock } from '../../core/ports/world.ts';
import { catalogueFor } from '../messages/catalogue.ts';
import { presentStatus } from '../presenter.ts';
import { writeClipFile } from './clip-file.ts';
import type { TerminalScreen } from './screen.ts';

export const terminalPlatform = 'terminal';

const statusEveryMs = 100;

/**
 * The terminal as a chat: a destination is the path of the file to write, the status is the progress line. Its result
 * is the file itself, so bringing it twice leaves one.
 */
export function createTerminalChat({
  clock,
  screen,
}: {
  readonly clock: Clock;
  readonly screen: TerminalScreen | null;
}): Chat {
  return {
    platform: terminalPlatform,
    limits: () => ({
      uploadBytesMax: Number.MAX_SAFE_INTEGER,
      textCharsMax: Number.MAX_SAFE_INTEGER,
      editWindowMs: Number.MAX_SAFE_INTEGER,
      statusEveryMs,
    }),
    showStatus: async (message, jobs, signal) => {
      signal.throwIfAborted();
      const [first, ...others] = jobs;
      if (!first) return null;
      const words = catalogueFor(first.request.locale);
      screen?.show(presentStatus([first, ...others], { words, nowMs: clock.nowMs() }));
      return message ?? terminalPlatform;
    },
    deliver: async ({ destination, openClip }, signal) => {
      signal.throwIfAborted();
      const file = destination.channel;
      const { body } = await openClip();
      try {
        await writeClipFile(file, body, signal);
        return { kind: 'sent', message: file };
      } catch (error) {
        return whatNow(error);
      }
    },
    openInput: async (source, signal) => {
      signal.throwIfAborted();
      const { size } = await stat(source);
      return { body: createReadStream(source, { signal }), bytes: size };
    },
  };
}

function whatNow(error: unknown): DeliverResult {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
      return { kind: 'undeliverable', reason: 'destination_gone' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'undeliverable', reason: 'not_allowed' };
    default:
      return { kind: 'retry', afterMs: null, detail: String(error) };
  }
}
