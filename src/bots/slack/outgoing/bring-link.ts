import type { UndeliverableReason } from '../../../core/failure.ts';
import type { ClipId } from '../../../core/ids.ts';
import type { DeliverResult } from '../../../core/ports/chat.ts';
import type { JobView } from '../../../core/request.ts';
import { createRecent } from '../../recent.ts';
import type { Showing } from '../../view.ts';
import { drawResult, drawStatus } from '../draw/draft.ts';
import { linkInStatusRefOf, messageRefOf, readMessageRef } from '../places.ts';
import type { Bring } from './bring.ts';
import { clipOf } from '../../clip-of.ts';
import { resultOf } from './delivery-result.ts';
import { joining } from './joining.ts';
import type { StatusMemory } from './status-memory.ts';

type Deps = {
  readonly memory: StatusMemory;
  readonly showing: (view: JobView) => Showing;
  /** Where anybody can watch a clip that cannot be posted; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
};

/** Noted in place of a file. */
export const linkName = 'link';

const gaveUp: DeliverResult = { kind: 'undeliverable', reason: 'gave_up' };

/**
 * Brings the link of a clip in a message of its own, which is posted once. After a try whose answer was lost the link goes
 * into the status instead, which may be edited any number of times.
 */
export function createBringLink({ memory, showing, clipUrl }: Deps) {
  /** Deliveries whose message was noted, and then certainly not posted. */
  const unposted = createRecent<true>();

  async function post({ ask, api, at, status, signal }: Bring, url: string): Promise<DeliverResult> {
    const { deliveryId, view, note } = ask;
    await note(linkName);
    const draft = drawResult(view, showing(view), { clipUrl: url, hasButtons: status === null });
    const answer = await joining(api, at.channelId, () => api.postMessage(at, draft, signal), signal);
    if (answer.kind === 'done') return { kind: 'sent', message: messageRefOf(answer.value) };
    if (answer.kind === 'ambiguous') unposted.forget(deliveryId);
    else unposted.keep(deliveryId, true);
    return resultOf(answer);
  }

  /** Where there are several videos, the next refresh of the status shows the others again. */
  async function putIntoStatus({ ask: { view }, api, status, signal }: Bring, url: string): Promise<DeliverResult> {
    const at = status === null ? null : readMessageRef(status);
    if (status === null || at === null) return gaveUp;
    memory.shown.forget(status);
    const answer = await api.updateMessage(
      at,
      drawStatus([view], showing(view), () => url),
      signal,
    );
    if (answer.kind === 'done') return { kind: 'sent', message: linkInStatusRefOf(status) };
    return answer.kind === 'message_gone' ? gaveUp : resultOf(answer);
  }

  return async (bring: Bring, why: UndeliverableReason): Promise<DeliverResult> => {
    const { ask, earlier } = bring;
    const url = clipUrl(clipOf(ask.view).id);
    if (url === null) return { kind: 'undeliverable', reason: why };
    const mayBePosted = earlier?.name === linkName && !unposted.has(ask.deliveryId);
    return mayBePosted ? putIntoStatus(bring, url) : post(bring, url);
  };
}
