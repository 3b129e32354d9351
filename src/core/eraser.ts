import type { ClipId } from './ids.ts';
import type { Clip } from './clip.ts';
import type { Chat, Post } from './ports/chat.ts';
import type { Media } from './ports/media.ts';
import type { Remains, Store } from './ports/store.ts';
import type { Clock, Log } from './ports/world.ts';
import { withDeadline } from './deadline.ts';
import { MINUTE } from './time.ts';

type Deps = {
  readonly store: Pick<Store, 'remains' | 'recordErased' | 'filesToErase' | 'recordFileErased'>;
  readonly media: Pick<Media, 'remove'>;
  readonly chats: ReadonlyMap<string, Chat>;
  readonly clock: Clock;
  readonly log: Log;
};

const atOnceMax = 20;
const retractTimeoutMs = MINUTE;
const againAfterMs = MINUTE;

/**
 * Eraser: takes away what is left of deleted clips, the file first, and files that nothing needs any more. Everything it
 * does may be done twice, so it needs no lease; what fails is tried again until it is done.
 */
export function createEraser({ store, media, chats, clock, log }: Deps) {
  const clipsTried = new Map<ClipId, number>();
  const filesTried = new Map<string, number>();

  async function isRetracted(post: Post, { id: clipId }: Clip, signal: AbortSignal): Promise<boolean> {
    const chat = chats.get(post.destination.platform);
    if (!chat) return false;
    const result = await withDeadline(clock, retractTimeoutMs, signal, (limit) => chat.retract(post, limit));
    if (result.kind === 'retry') log.warn('a posted clip could not be taken back yet', { clipId, why: result.detail });
    return result.kind === 'retracted';
  }

  async function erase(remains: Remains, signal: AbortSignal): Promise<void> {
    const { clip, posts } = remains;
    clipsTried.set(clip.id, clock.nowMs());
    try {
      await media.remove(clip.file.key);
      const taken = await Promise.all(posts.map((post) => isRetracted(post, clip, signal)));
      if (!taken.every(Boolean)) return;
      await store.recordErased(remains, clock.nowMs());
      clipsTried.delete(clip.id);
    } catch (error) {
      if (!signal.aborted) {
        log.warn('a deleted clip could not be erased yet', { clipId: clip.id, why: String(error) });
      }
    }
  }

  async function eraseFile(key: string): Promise<void> {
    filesTried.set(key, clock.nowMs());
    try {
      await media.remove(key);
      await store.recordFileErased(key);
      filesTried.delete(key);
    } catch (error) {
      log.warn('a file that nothing needs could not be erased yet', { key, why: String(error) });
    }
  }

  /** Those that were tried shortly before. */
  function waiting<K>(tried: Map<K, number>): K[] {
    const nowMs = clock.nowMs();
    for (const [id, atMs] of tried) if (atMs + againAfterMs <= nowMs) tried.delete(id);
    return [...tried.keys()];
  }

  return {
    /** Erases what can be erased now, side by side: one that hangs holds up no other. */
    async look(signal: AbortSignal): Promise<void> {
      const found = await store.remains({ limit: atOnceMax, except: waiting(clipsTried) });
      const files = await store.filesToErase({
        limit: atOnceMax,
        except: waiting(filesTried),
        nowMs: clock.nowMs(),
      });
      await Promise.all([...found.map((remains) => erase(remains, signal)), ...files.map(eraseFile)]);
    },
  };
}
