import type { Clip } from '../../../core/clip.ts';
import { type ClipId, madeAtMs } from '../../../core/ids.ts';
import type { DeliverAsk, DeliverResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { JobView } from '../../../core/request.ts';
import { MINUTE } from '../../../core/time.ts';
import type { Showing } from '../../view.ts';
import type { ApiResult } from './api-call.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { readClip } from './clip-bytes.ts';
import { resultOf } from './delivery-result.ts';
import { altTextOf, clipFileName } from '../draw/clip-file.ts';
import { drawResult } from '../draw/draft.ts';
import { addToStatus } from './in-place.ts';
import { createTurns } from '../in-turn.ts';
import { discordLimits } from './limits.ts';
import { messageBody, type MessageFile, withFile, withNonce } from './message-body.ts';
import { atDiscordMs, findOwnPost, isResultOf } from './own-posts.ts';
import { messageRefOf, personIdOf } from '../places.ts';
import { createRecent } from '../recent.ts';
import type { Targets } from './target.ts';
import { unarchiving } from './unarchive.ts';

type Deps = {
  readonly api: DiscordApi;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly showing: (view: JobView) => Showing;
  /** Where anybody can watch a clip that cannot be attached; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
  /** Whether we may read back what is in a channel; null where that is not known. */
  readonly mayReadBack: (channelId: string) => boolean | null;
};

type Before = { readonly channelId: string; readonly isSure: boolean };

/** Discord knows a nonce "for a few minutes". Within this it surely gives back what is there, and posts nothing. */
const nonceMs = 2 * MINUTE;

/**
 * Brings a clip to its channel, once. After a try that may have been seen, our own messages are read back before anything
 * is sent again. Where it is known that they cannot be read, the clip is added to the status message, which may be done any
 * number of times. Where that turns out later, the nonce serves for two minutes, and then the status.
 */
export function createDeliver({ api, targets, clock, showing, clipUrl, mayReadBack }: Deps) {
  const inTurn = createTurns();
  /** Deliveries whose earlier tries certainly posted nothing. */
  const notPosted = createRecent<true>();
  /** When the first try was made that may have posted, for deliveries of which all tries were made here. */
  const firstTryMs = createRecent<number>();

  async function bring(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    const target = await targets.of(ask.view, ask.destination, signal);
    if (target.kind === 'closed') return { kind: 'undeliverable', reason: 'not_allowed' };
    if (target.kind !== 'channel') return resultOf(target);
    const { channelId } = target;
    let isSure = !ask.mayBePosted || notPosted.has(ask.deliveryId);
    if (mayReadBack(channelId) === false && !firstTryMs.has(ask.deliveryId)) {
      const inPlace = await bringInPlace(ask, signal);
      // Where there is no status, or the file is too large for it, there is no other way than a post.
      if (inPlace.kind !== 'undeliverable') return inPlace;
    }
    if (!isSure) {
      const sinceMs = atDiscordMs(ask.view.request, madeAtMs(ask.deliveryId));
      const own = await findOwnPost(api, { channelId, sinceMs, isIt: isResultOf(ask.deliveryId) }, signal);
      if (own.kind === 'found') return { kind: 'sent', message: messageRefOf(channelId, own.message.id) };
      if (own.kind === 'unasked') return resultOf(own.problem);
      if (own.kind === 'unseen' && !isFresh(ask)) return bringInPlace(ask, signal);
      isSure = own.kind === 'absent';
    }
    return post(ask, { channelId, isSure }, signal);
  }

  /** Every try was a moment ago. */
  function isFresh({ deliveryId }: DeliverAsk): boolean {
    return clock.nowMs() - (firstTryMs.get(deliveryId) ?? madeAtMs(deliveryId)) < nonceMs;
  }

  /** `isSure` when nothing was posted before. */
  async function post(ask: DeliverAsk, { channelId, isSure }: Before, signal: AbortSignal): Promise<DeliverResult> {
    const { deliveryId, view } = ask;
    const file = await fileOf(ask, signal);
    if (file.kind === 'broken') {
      if (isSure) notPosted.keep(deliveryId, true);
      return { kind: 'retry', afterMs: null, detail: file.detail };
    }
    notPosted.forget(deliveryId);
    if (isSure) firstTryMs.keep(deliveryId, clock.nowMs());
    const attached = file.kind === 'whole' ? await send(ask, channelId, file.file, signal) : null;
    const tooLarge = attached === null || attached.kind === 'too_large';
    const url = tooLarge ? clipUrl(clipOf(view).id) : null;
    const answer = url === null ? attached : await send(ask, channelId, url, signal);
    if (answer === null) return { kind: 'undeliverable', reason: 'too_large' };
    if (answer.kind === 'done') return { kind: 'sent', message: messageRefOf(channelId, answer.value.id) };
    if (isSure && certainlyNotPosted.has(answer.kind)) notPosted.keep(deliveryId, true);
    return resultOf(answer);
  }

  /** With the clip attached, or its address. */
  async function send(
    { deliveryId, view }: DeliverAsk,
    channelId: string,
    clip: MessageFile | string,
    signal: AbortSignal,
  ): Promise<ApiResult<SeenMessage>> {
    const [url, file] = typeof clip === 'string' ? [clip, undefined] : [null, clip];
    const draft = drawResult(view, showing(view), { deliveryId, clipUrl: url });
    const plain = withNonce(messageBody(draft, personIdOf(view)), deliveryId);
    const body = file ? withFile(plain, file, altTextOf(view)) : plain;
    return unarchiving(api, channelId, () => api.postMessage(channelId, body, signal, file), signal);
  }

  async function bringInPlace(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    const { statusMessage } = ask.view.request;
    if (statusMessage === null) return { kind: 'undeliverable', reason: 'gave_up' };
    const file = await fileOf(ask, signal);
    if (file.kind === 'too_large') return { kind: 'undeliverable', reason: 'too_large' };
    if (file.kind === 'broken') return { kind: 'retry', afterMs: null, detail: file.detail };
    return addToStatus(api, statusMessage, file.file, altTextOf(ask.view), signal);
  }

  return (ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> =>
    inTurn(ask.deliveryId, () => bring(ask, signal));
}

const certainlyNotPosted: ReadonlySet<ApiResult<unknown>['kind']> = new Set([
  'slow',
  'token_refused',
  'rejected',
  'not_sent',
]);

function clipOf({ clip, job }: JobView): Clip {
  if (!clip) throw new TypeError(`expected the clip of ${job.id} to bring it, got none`);
  return clip;
}

async function fileOf(ask: DeliverAsk, signal: AbortSignal) {
  const { mime } = clipOf(ask.view).facts;
  const read = await readClip(ask, discordLimits.uploadBytesMax, signal);
  if (read.kind !== 'whole') return read;
  const file: MessageFile = { name: clipFileName(ask.view.job.number, mime), mime, bytes: read.bytes };
  return { kind: 'whole', file } as const;
}
