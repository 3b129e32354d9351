import type { MessageRef } from '../../src/core/destination.ts';
import type { Chat, DeliverAsk, DeliverResult } from '../../src/core/ports/chat.ts';
import type { JobView } from '../../src/core/request.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { bytesOf, type ChatBasics, type ChatDeps, createChatBasics, requestIdOf, textOf } from './chat-basics.ts';

/** So long a platform waits for the answer to what somebody typed; less than the real ones, so that it happens here. */
const answerMsMax = 1.5 * SECOND;

/** One chat platform's servers and what people see there. */
export type ChatWorld = ChatBasics['outside'] & {
  readonly chat: Chat;
  /** Whether our own messages can be looked for there, so that one whose answer was lost is found again. */
  readonly canLookUp: boolean;
  /** Requests of which a status may be seen, or not, with nobody told. */
  readonly inDoubt: ReadonlySet<string>;
  /** The status as the answer to what somebody typed. */
  answer(requestId: string, jobs: readonly JobView[], askedAtMs: number): Promise<MessageRef>;
};

/** A platform on which everything of ours can be looked for before it is posted again. */
export function createChatWorld(deps: ChatDeps): ChatWorld {
  const { clock, chance, journal } = deps;
  const { posts, statuses, approvals, showApproval, strikes, travel, nextRef, turnedAway, show, common, outside } =
    createChatBasics(deps);

  const shownAs = (deliveryId: string): DeliverResult | null => {
    const known = posts.find((each) => each.deliveryId === deliveryId);
    return known ? { kind: 'sent', message: known.ref } : null;
  };

  function post(ask: DeliverAsk, bytes: Uint8Array): DeliverResult {
    const known = shownAs(ask.deliveryId);
    if (known) return known;
    const ref = nextRef();
    show(ask, bytes, ref);
    return { kind: 'sent', message: ref };
  }

  async function deliver(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    await travel(signal);
    const known = shownAs(ask.deliveryId) ?? turnedAway(ask.destination);
    if (known) return known;
    const bytes = await bytesOf(await ask.openClip());
    if (strikes(0.05, 'chat: posted after its time limit')) {
      // The platform has the whole upload and is not told that we gave up.
      await clock.sleep('world', chance.int(10 * MINUTE + 1, 14 * MINUTE));
      return post(ask, bytes);
    }
    if (strikes(0.1, 'chat: slow')) await clock.sleep('world', chance.scale(5 * SECOND, 9 * MINUTE));
    signal.throwIfAborted();
    const shown = post(ask, bytes);
    if (strikes(0.08, 'chat: answer lost after the post')) {
      if (chance.hits(0.3)) return { kind: 'retry', afterMs: null, detail: 'simulated 500 after the post' };
      throw new Error('simulated: connection reset after the post');
    }
    await clock.sleep('world', chance.scale(5, SECOND));
    return shown;
  }

  const chat: Chat = {
    ...common,
    async showStatus({ message, jobs }, signal) {
      await travel(signal);
      const requestId = requestIdOf(jobs);
      if (strikes(0.06, 'status: not taken')) throw new Error('simulated 500 before the status');
      // The platform has it and is not told that we gave up.
      if (strikes(0.03, 'status: slow')) await clock.sleep('world', chance.scale(SECOND, 2 * MINUTE));
      // A message that is named is edited, also where it is somebody else's; without a name the request has one or gets it.
      const known = [...statuses.values()].find((status) => status.requestId === requestId)?.ref;
      const ref = message ?? known ?? nextRef();
      statuses.set(ref, { ref, requestId, text: textOf(jobs) });
      if (strikes(0.06, 'status: answer lost')) throw new Error('simulated: connection reset after the status');
      return ref;
    },
    async showApproval(ask, signal) {
      await travel(signal);
      const { id, message } = ask.toShow.approval;
      const seen = [...approvals.values()].find(({ approvalId }) => approvalId === id)?.ref;
      return showApproval(ask, message ?? seen ?? null);
    },
    deliver,
    async retract({ deliveryId }, signal) {
      await travel(signal);
      if (strikes(0.1, 'chat: did not take a result back')) return { kind: 'retry', detail: 'simulated 500' };
      const index = posts.findIndex((each) => each.deliveryId === deliveryId);
      if (index >= 0) posts.splice(index, 1);
      return { kind: 'retracted' };
    },
  };

  return {
    ...outside,
    chat,
    canLookUp: true,
    inDoubt: new Set(),
    /** It is taken for a few seconds, as the platforms have it, or never. */
    async answer(requestId, jobs, askedAtMs) {
      if (clock.nowMs() - askedAtMs > answerMsMax) {
        journal.count('status: answered too late');
        throw new Error('simulated: what was typed is forgotten');
      }
      if (strikes(0.05, 'status: not taken')) throw new Error('simulated: the answer came too late');
      const ref = nextRef();
      statuses.set(ref, { ref, requestId, text: textOf(jobs) });
      if (strikes(0.05, 'status: answer lost')) throw new Error('simulated: connection reset after the answer');
      return ref;
    },
  };
}
