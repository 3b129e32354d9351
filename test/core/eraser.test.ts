import { describe, expect, test } from 'vitest';
import { createEraser } from '../../src/core/eraser.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { Remains } from '../../src/core/ports/store.ts';
import { MINUTE } from '../../src/core/time.ts';
import { manualClock } from '../doubles/world.ts';
import { aChat, aClip, collectLog, destination, idOf } from './samples.ts';

const clip = aClip({ deletedAtMs: 1 });
const remains: Remains = { clip, posts: [{ deliveryId: idOf('delivery'), destination, message: 'm-1' }] };

function eraserOf(more: { readonly retract?: Chat['retract']; readonly remove?: () => Promise<void> } = {}) {
  const clock = manualClock();
  const log = collectLog();
  const [left, done] = [new Set([remains]), new Array<string>()];
  const chat = aChat({
    retract: async ({ message }) => {
      done.push(`took ${message ?? 'what may be there'} back`);
      return { kind: 'retracted' };
    },
    ...(more.retract && { retract: more.retract }),
  });
  const eraser = createEraser({
    store: {
      remains: async () => [...left],
      recordErased: async () => {
        left.clear();
        done.push('recorded');
      },
    },
    media: { remove: more.remove ?? (async (key) => void done.push(`removed ${key}`)) },
    chats: new Map([['discord', chat]]),
    clock,
    log,
  });
  return { look: () => eraser.look(new AbortController().signal), done, clock, log };
}

describe('erasing a deleted clip', () => {
  test('removes its file, takes back what was posted, and only then is done', async () => {
    const { look, done } = eraserOf();
    await look();
    await look();
    expect(done).toEqual([`removed ${clip.file.key}`, 'took m-1 back', 'recorded']);
  });

  test('is tried again a minute later, and not in between, where the chat did not take it back', async () => {
    let tries = 0;
    const retract: Chat['retract'] = async () => {
      tries += 1;
      return tries < 2 ? { kind: 'retry', detail: '503' } : { kind: 'retracted' };
    };
    const { look, done, clock } = eraserOf({ retract });
    await look();
    await look();
    expect([tries, done.includes('recorded')]).toEqual([1, false]);
    await clock.advance(MINUTE);
    await look();
    expect([tries, done.includes('recorded')]).toEqual([2, true]);
  });

  test('tells a failure and goes on, so that a broken disk does not stop the worker', async () => {
    const { look, done, log } = eraserOf({ remove: () => Promise.reject(new Error('EIO')) });
    await look();
    expect(done).toEqual([]);
    expect(log.warnings).toEqual(['a deleted clip could not be erased yet']);
  });
});
