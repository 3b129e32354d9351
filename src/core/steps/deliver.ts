import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { DeliveryOutcome } from '../outcome.ts';
import type { UndeliverableReason } from '../failure.ts';
import type { Chat, DeliverResult, TellAsk } from '../ports/chat.ts';
import type { MediaSource } from '../ports/media.ts';
import type { DeliveryClaim } from '../ports/claims.ts';
import {
  backoffs,
  callTimeoutMs,
  notConfiguredMs,
  patienceAskedMsMax,
  type StepDeps,
  tellTimeoutMs,
  triesMax,
} from './deps.ts';

type Deps = Pick<StepDeps, 'chats' | 'media' | 'clock' | 'random' | 'log'> & {
  readonly store: Pick<StepDeps['store'], 'noteUpload'>;
  /** Takes a message that became visible after the time limit; it is still recorded. */
  readonly onLateAnswer: (outcome: DeliveryOutcome) => void;
};

/** deliver: brings the clip to its destination. Safe to repeat: the chat shows one result per delivery id. */
export async function deliver(claim: DeliveryClaim, deps: Deps, signal: AbortSignal): Promise<DeliveryOutcome> {
  const { delivery, view, lease } = claim;
  const { id: deliveryId } = delivery;
  const chat = deps.chats.get(delivery.destination.platform);
  const result = chat ? await send(chat, claim, deps, signal) : absent;
  const nowMs = deps.clock.nowMs();
  const undeliverable = async (reason: UndeliverableReason): Promise<DeliveryOutcome> => {
    if (chat && reason !== 'deleted') await tell(chat, { deliveryId, view, reason }, deps, signal);
    return { kind: 'undeliverable', deliveryId, reason };
  };
  switch (result.kind) {
    case 'sent':
      return { kind: 'sent', deliveryId, message: result.message };
    case 'undeliverable':
      return undeliverable(result.reason);
    case 'retry': {
      deps.log.warn('a delivery has to wait', { deliveryId, why: result.detail });
      const isPatient =
        nowMs - delivery.createdAtMs <= jobDefaults.deliveryRetryMs || delivery.retries < triesMax.lastLook;
      if (!isPatient) {
        return undeliverable('gave_up');
      }
      const nextMs = Math.max(
        Math.min(result.afterMs ?? 0, patienceAskedMsMax),
        backoffMs(backoffs.deliver, delivery.retries, deps.random),
      );
      return { kind: 'delivery_postponed', deliveryId, lease, dueAtMs: nowMs + nextMs };
    }
  }
}

const absent: DeliverResult = {
  kind: 'retry',
  afterMs: notConfiguredMs,
  detail: 'this chat platform is not configured',
};

async function send(chat: Chat, claim: DeliveryClaim, deps: Deps, signal: AbortSignal): Promise<DeliverResult> {
  const { delivery, clip, view, mayBePosted, lease } = claim;
  const { id: deliveryId, destination, upload } = delivery;
  const openClip = async (): Promise<MediaSource> => {
    const source = await deps.media.open(clip.file.key);
    if (!source) throw new Error(`expected the file of ${clip.id} in the media store, found none`);
    return source;
  };
  const call = async (limit: AbortSignal): Promise<DeliverResult> => {
    const note = async (name: string): Promise<void> => {
      limit.throwIfAborted();
      const noted = await deps.store.noteUpload({ deliveryId, lease, name }, deps.clock.nowMs());
      if (noted.kind === 'ignored') throw new Error(`${deliveryId} is no longer ours to bring: ${noted.why}`);
      limit.throwIfAborted();
    };
    const ask = { deliveryId, destination, view, mayBePosted, upload, note, openClip };
    const result = await chat.deliver(ask, limit);
    if (limit.aborted && result.kind === 'sent') {
      deps.onLateAnswer({ kind: 'sent', deliveryId, message: result.message });
    }
    return result;
  };
  try {
    return await withDeadline(deps.clock, callTimeoutMs.deliver, signal, call);
  } catch (error) {
    return { kind: 'retry', afterMs: null, detail: String(error) };
  }
}

/** Best effort, and before it is recorded: after a crash in between the person is told by the next try, once. */
async function tell(chat: Chat, ask: TellAsk, deps: Deps, signal: AbortSignal): Promise<void> {
  try {
    await withDeadline(deps.clock, tellTimeoutMs, signal, (limit) => chat.tellUndelivered(ask, limit));
  } catch (error) {
    deps.log.warn('somebody could not be told that their clip was not posted', {
      deliveryId: ask.deliveryId,
      why: String(error),
    });
  }
}
