import type { MessageRef } from '../../../core/destination.ts';
import type { DeliverAsk, DeliverResult } from '../../../core/ports/chat.ts';
import type { JobView } from '../../../core/request.ts';
import type { Showing } from '../../view.ts';
import type { DiscordApi } from './api.ts';
import { clipOf } from '../../clip-of.ts';
import { readClip } from './clip-bytes.ts';
import { altTextOf, markedFileName } from '../draw/clip-file.ts';
import { drawCall } from '../draw/draft.ts';
import { addToStatus } from './in-place.ts';
import { discordLimits } from './limits.ts';
import { messageBody, withNonce } from './message-body.ts';
import { personIdOf, readMessageRef } from '../places.ts';

type Deps = { readonly api: DiscordApi; readonly showing: (view: JobView) => Showing };

/** Tells apart from the result of the same delivery. */
const callMark = 'c';

/** Brings a clip in the status message of its request, where that may be done any number of times. */
export function createBringInPlace({ api, showing }: Deps) {
  /** At best: the clip is there, whatever comes of this. */
  async function call({ deliveryId, view }: DeliverAsk, status: MessageRef, signal: AbortSignal): Promise<void> {
    const [at, personId] = [readMessageRef(status), personIdOf(view)];
    if (!at || personId === null) return;
    const body = messageBody(drawCall(view, showing(view)), personId);
    await api.postMessage(at.channelId, withNonce(body, deliveryId, callMark), signal);
  }

  return async (ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> => {
    const { deliveryId, view } = ask;
    const { statusMessage } = view.request;
    if (statusMessage === null) return { kind: 'undeliverable', reason: 'gave_up' };
    const read = await readClip(ask, discordLimits.uploadBytesMax, signal);
    if (read.kind === 'too_large') return { kind: 'undeliverable', reason: 'too_large' };
    if (read.kind === 'broken') return { kind: 'retry', afterMs: null, detail: read.detail };
    const { mime } = clipOf(view).facts;
    const file = { name: markedFileName(view.job.number, mime, deliveryId), mime, bytes: read.bytes };
    const placed = await addToStatus(api, statusMessage, { file, altText: altTextOf(view) }, signal);
    if (placed.kind !== 'added' && placed.kind !== 'there') return placed;
    // Not after an answer that was lost, so that nobody is called twice.
    if (placed.kind === 'added') await call(ask, statusMessage, signal);
    return { kind: 'sent', message: placed.message };
  };
}
