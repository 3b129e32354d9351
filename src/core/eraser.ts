import type { ClipId } from './ids.ts';
import type { Chat } from './ports/chat.ts';
import type { Media } from './ports/media.ts';
import type { Remains, Store } from './ports/store.ts';
import type { Clock, Log } from './ports/world.ts';
import { withDeadline } from './deadline.ts';
import { MINUTE } from './time.ts';

type Deps = {
  readonly store: Pick<Store, 'remains' | 'recordErased'>;
  readonly media: Pick<Media, 'remove'>;
  readonly chats: ReadonlyMap<string, Chat>;
  readonly clock: Clock;
  readonly log: Log;
};

const atOnceMax = 20;
const retractTimeoutMs = MINUTE;
const againAfterMs = MINUTE;

/**
 * Eraser: takes away what is left of deleted clips, the file first. Everything it does may be done twice, so it needs no
 * lease; what fails is tried again until it is done.
 */
export function createEraser({ store, media, chats, clock, log }: Deps) {
  const notBeforeMs = new Map<ClipId, number>();

  async function retracted({ clip, posts }: Remains, signal: AbortSignal): Promise<boolean> {
    for (const post of posts) {
      const chat = chats.get(post.destination.platform);
      if (!chat) return false;
      const result = await withDeadline(clock, retractTimeoutMs, signal, (limit) => chat.retract(post, limit));
      if (result.kind === 'retry') {
        log.warn('a posted clip could not be taken back yet', { clipId: clip.id, why: result.detail });
        return false;
      }
    }
    return true;
  }

  async function erase(remains: Remains, signal: AbortSignal): Promise<void> {
    const { id, file } = remains.clip;
    try {
      await media.remove(file.key);
      if (await retracted(remains, signal)) {
        await store.recordErased(id, clock.nowMs());
        notBeforeMs.delete(id);
        return;
      }
    } catch (error) {
      if (signal.aborted) return;
      log.warn('a deleted clip could not be erased yet', { clipId: id, why: String(error) });
    }
    notBeforeMs.set(id, clock.nowMs() + againAfterMs);
  }

  return {
    /** Erases what can be erased now. */
    async look(signal: AbortSignal): Promise<void> {
      for (const remains of await store.remains(atOnceMax)) {
        if (signal.aborted) return;
        if ((notBeforeMs.get(remains.clip.id) ?? 0) <= clock.nowMs()) await erase(remains, signal);
      }
    },
  };
}
