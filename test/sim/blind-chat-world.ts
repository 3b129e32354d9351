import type { MessageRef } from '../../src/core/destination.ts';
import { type Chat, type DeliverAsk, type DeliverResult, StatusNotPosted } from '../../src/core/ports/chat.ts';
import type { JobView } from '../../src/core/request.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { bytesOf, type ChatDeps, createChatBasics, requestIdOf, textOf } from './chat-basics.ts';
import type { ChatWorld } from './chat-world.ts';

/** A file that was brought to the platform. People see it once it is shared, and never after it was deleted. */
type File = {
  readonly bytes: Uint8Array;
  readonly ask: DeliverAsk;
  ref: MessageRef | null;
  isDeleted: boolean;
};

type BlindDeps = ChatDeps & {
  /** People see a clip of which we do not know it. */
  readonly onUnheard: (view: JobView) => void;
};

/** A file that was to be shared is waited for this long, before it is taken for one that never will be. */
const sharingMs = 10 * SECOND;

/**
 * A platform that shows everything as often as it is told to, and on which nothing of ours can be looked for but a file
 * whose name is known. What keeps people from seeing something twice is what the core remembers of earlier tries.
 */
export function createBlindChatWorld(deps: BlindDeps): ChatWorld {
  const { platform, clock, chance, journal } = deps;
  const { posts, statuses, approvals, showApproval, strikes, travel, nextRef, turnedAway, show, common, outside } =
    createChatBasics(deps);
  const files = new Map<string, File>();
  const inDoubt = new Set<string>();

  /** Whatever was asked before, it is shared now, unless it was deleted meanwhile. */
  function share(file: File): DeliverResult {
    const { ask, bytes } = file;
    if (file.isDeleted) return { kind: 'retry', afterMs: null, detail: 'simulated: file_not_found' };
    const seen = posts.find(({ deliveryId }) => deliveryId === ask.deliveryId);
    if (seen) journal.violate('post', ask.view.job.id, `${ask.deliveryId} is shown beside ${seen.ref}`);
    file.ref = nextRef();
    show(ask, bytes, file.ref);
    return { kind: 'sent', message: file.ref };
  }

  function remove(name: string): void {
    const file = files.get(name);
    if (!file) return;
    file.isDeleted = true;
    const index = posts.findIndex(({ ref }) => ref === file.ref);
    if (index >= 0) posts.splice(index, 1);
  }

  /** What became of what an earlier try noted. Null when it will never be seen. */
  async function earlier({ upload }: DeliverAsk, signal: AbortSignal): Promise<DeliverResult | null> {
    if (!upload) return null;
    await travel(signal);
    const file = files.get(upload.name);
    if (file && file.ref !== null && !file.isDeleted) {
      journal.count('upload: was seen already');
      return { kind: 'sent', message: file.ref };
    }
    if (clock.nowMs() - upload.atMs < sharingMs) {
      journal.count('upload: may still be shared');
      return { kind: 'retry', afterMs: sharingMs, detail: 'it may still be shared' };
    }
    journal.count('upload: was never shared');
    await travel(signal);
    remove(upload.name);
    if (strikes(0.1, 'upload: answer lost after it was deleted')) throw new Error('simulated: connection reset');
    return null;
  }

  async function deliver(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    await travel(signal);
    const known = (await earlier(ask, signal)) ?? turnedAway(ask.destination);
    if (known) return known;
    const bytes = await bytesOf(await ask.openClip());
    const name = `${platform}-file-${files.size + 1}`;
    const file: File = { bytes, ask, ref: null, isDeleted: false };
    files.set(name, file);
    if (strikes(0.05, 'upload: broke off')) throw new Error('simulated: connection reset during the upload');
    await ask.note(name);
    signal.throwIfAborted();
    if (strikes(0.06, 'upload: noted and never shared')) throw new Error('simulated: connection refused');
    if (strikes(0.05, 'chat: posted after its time limit')) {
      await clock.sleep('world', chance.int(10 * MINUTE + 1, 14 * MINUTE));
      return share(file);
    }
    if (strikes(0.1, 'chat: slow')) await clock.sleep('world', chance.scale(5 * SECOND, 9 * MINUTE));
    // It is sent, and takes effect whoever still waits for it.
    const shared = share(file);
    if (strikes(0.08, 'chat: answer lost after the post')) {
      deps.onUnheard(ask.view);
      throw new Error('simulated: connection reset after the post');
    }
    await clock.sleep('world', chance.scale(5, SECOND));
    return shared;
  }

  const chat: Chat = {
    ...common,
    async showStatus({ message, jobs, mayBeShown }, signal) {
      await travel(signal);
      const requestId = requestIdOf(jobs);
      if (message === null && mayBeShown) {
        journal.count('status: left alone, since it may be seen');
        return null;
      }
      if (strikes(0.06, 'status: certainly refused')) throw new StatusNotPosted('simulated: channel_not_found');
      if (message === null) inDoubt.add(requestId);
      if (strikes(0.06, 'status: not taken')) throw new Error('simulated 500 before the status');
      if (strikes(0.03, 'status: slow')) await clock.sleep('world', chance.scale(SECOND, 2 * MINUTE));
      const seen = [...statuses.values()].find((status) => status.requestId === requestId);
      if (seen && seen.ref !== message) {
        journal.violate('status', jobs[0]?.job.id ?? null, `${requestId} is shown beside ${seen.ref}`);
      }
      const ref = message ?? nextRef();
      statuses.set(ref, { ref, requestId, text: textOf(jobs) });
      if (strikes(0.06, 'status: answer lost')) throw new Error('simulated: connection reset after the status');
      inDoubt.delete(requestId);
      return ref;
    },
    async showApproval(ask, signal) {
      await travel(signal);
      const { approval, mayBeShown } = ask.toShow;
      if (approval.message === null && mayBeShown) {
        journal.count('approval: left alone, since it may be seen');
        return null;
      }
      const seen = [...approvals.values()].find(({ approvalId }) => approvalId === approval.id);
      if (seen && seen.ref !== approval.message) {
        journal.violate('status', null, `${approval.id} is shown beside ${seen.ref}`);
      }
      return showApproval(ask, approval.message);
    },
    deliver,
    async retract({ message, upload }, signal) {
      await travel(signal);
      if (strikes(0.1, 'chat: did not take a result back')) return { kind: 'retry', detail: 'simulated 500' };
      for (const [name, { ref }] of files) if (name === upload || (ref !== null && ref === message)) remove(name);
      return { kind: 'retracted' };
    },
  };

  return {
    ...outside,
    chat,
    canLookUp: false,
    inDoubt,
    answer: () => Promise.reject(new Error('expected no answer with a status here')),
  };
}
