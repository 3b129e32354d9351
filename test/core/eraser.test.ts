import { describe, expect, test } from 'vitest';
import { createEraser } from '../../src/core/eraser.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { Remains } from '../../src/core/ports/store.ts';
import { MINUTE } from '../../src/core/time.ts';
import { manualClock } from '../doubles/world.ts';
import { aChat, aClip, collectLog, destination, idOf } from './samples.ts';

const clip = aClip({ deletedAtMs: 1 });
const post = { deliveryId: idOf('delivery'), destination, status: null, message: 'm-1', upload: null };
const remains: Remains = { clip, posts: [post] };

function eraserOf(
  more: { readonly retract?: Chat['retract']; readonly remove?: (key: string) => Promise<void> } = {},
  others: readonly Remains[] = [],
  files: readonly string[] = [],
) {
  const clock = manualClock();
  const log = collectLog();
  const [left, done] = [new Set([remains, ...others]), new Array<string>()];
  const filesLeft = new Set(files);
  const chat = aChat({
    retract: async ({ message }) => {
      done.push(`took ${message ?? 'what may be there'} back`);
      return { kind: 'retracted' };
    },
    ...(more.retract && { retract: more.retract }),
  });
  const eraser = createEraser({
    store: {
      remains: async ({ except }) => [...left].filter(({ clip: { id } }) => !except.includes(id)),
      recordErased: async (erased) => {
        left.delete(erased);
        done.push(`recorded ${erased.clip.id}`);
      },
      filesToErase: async ({ except }) => [...filesLeft].filter((key) => !except.includes(key)),
      recordFileErased: async (key) => {
        filesLeft.delete(key);
        done.push(`recorded ${key}`);
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
    expect(done).toEqual([`removed ${clip.file.key}`, 'took m-1 back', `recorded ${clip.id}`]);
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
    expect([tries, done.includes(`recorded ${clip.id}`)]).toEqual([1, false]);
    await clock.advance(MINUTE);
    await look();
    expect([tries, done.includes(`recorded ${clip.id}`)]).toEqual([2, true]);
  });

  test('is not held up by one whose chat never answers: its own file is gone at once, and others are done', async () => {
    const other: Remains = {
      clip: aClip({ id: idOf('clip', 7), deletedAtMs: 2, file: { ...clip.file, key: 'clips/7' } }),
      posts: [],
    };
    const { look, done, clock } = eraserOf({ retract: () => new Promise(() => undefined) }, [other]);
    const looked = look();
    await clock.advance(1);
    expect(done).toEqual([`removed ${clip.file.key}`, 'removed clips/7', `recorded ${other.clip.id}`]);
    await clock.advance(MINUTE);
    await looked;
  });

  test('tells a failure and goes on, so that a broken disk does not stop the worker', async () => {
    const { look, done, log } = eraserOf({ remove: () => Promise.reject(new Error('EIO')) });
    await look();
    expect(done).toEqual([]);
    expect(log.warnings).toEqual(['a deleted clip could not be erased yet']);
  });
});

describe('erasing a file that nothing needs any more', () => {
  test('is done once, whatever becomes of the clips beside it', async () => {
    const { look, done } = eraserOf({ retract: async () => ({ kind: 'retry', detail: '503' }) }, [], ['aa/input']);
    await look();
    await look();
    expect(done).toEqual([`removed ${clip.file.key}`, 'removed aa/input', 'recorded aa/input']);
  });

  test('is tried again a minute later, and not in between, where the disk refused', async () => {
    const tried: string[] = [];
    const remove = async (key: string): Promise<void> => {
      tried.push(key);
      if (tried.length < 3) throw new Error('EIO');
    };
    const { look, done, clock } = eraserOf({ remove }, [], ['aa/input']);
    await look();
    await look();
    expect(tried).toEqual([clip.file.key, 'aa/input']);
    await clock.advance(MINUTE);
    await look();
    expect(done).toContain('recorded aa/input');
  });
});
