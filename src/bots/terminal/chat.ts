import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Chat, DeliverResult } from '../../core/ports/chat.ts';
import { MINUTE } from '../../core/time.ts';
import { writeClipFile } from './clip-file.ts';

export const terminalPlatform = 'terminal';

/**
 * The terminal as a chat: a destination is the path of the file to write. Its result is the file itself, so bringing it
 * twice leaves one. It has no place for a status: the command that waits at a terminal draws its own.
 */
export function createTerminalChat(): Chat {
  return {
    platform: terminalPlatform,
    limits: () => ({
      uploadBytesMax: Number.MAX_SAFE_INTEGER,
      textCharsMax: Number.MAX_SAFE_INTEGER,
      editWindowMs: Number.MAX_SAFE_INTEGER,
      statusEveryMs: MINUTE,
    }),
    showStatus: async ({ message }, signal) => {
      signal.throwIfAborted();
      return message;
    },
    /** Nobody moderates it: whoever sits there is the operator. */
    showApproval: async (_, signal) => {
      signal.throwIfAborted();
      return null;
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
    /** The command that waits at the terminal says it. */
    tellUndelivered: async (_, signal) => signal.throwIfAborted(),
    /** What was written into somebody's folder is theirs, and may have been moved or replaced since. */
    retract: async () => ({ kind: 'retracted' }),
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
