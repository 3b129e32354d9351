import { type ClipId, madeAtMs } from '../../../core/ids.ts';
import type { DeliverAsk, DeliverResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { JobView } from '../../../core/request.ts';
import type { Showing } from '../../view.ts';
import type { ApiResult } from './api-call.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { createBringInPlace } from './bring-in-place.ts';
import { clipOf } from '../../clip-of.ts';
import { readClip } from './clip-bytes.ts';
import { resultOf } from './delivery-result.ts';
import { described } from './described.ts';
import { clipFileName } from '../../clip-file-name.ts';
import { altTextOf } from '../draw/clip-file.ts';
import { drawResult } from '../draw/draft.ts';
import { findInStatus } from './in-place.ts';
import { createTurns } from '../../in-turn.ts';
import { discordLimits } from './limits.ts';
import { messageBody, type MessageFile, nonceSurelyMs, withFile, withNonce } from './message-body.ts';
import { atDiscordMs, findOwnPost, isResultOf } from './own-posts.ts';
import { messageRefOf, personIdOf } from '../places.ts';
import { createRecent } from '../../recent.ts';
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

/** Later than any try. */
const never = Number.POSITIVE_INFINITY;

/**
 * Brings a clip to its channel, once. After any try our own messages are read back before anything is sent again. Where
 * they cannot be read, the nonce serves for two minutes from the first try that may have posted, and then the status
 * message, to which the clip may be added any number of times. Where it is known that nothing can be read, the clip is
 * added there from the first try on.
 */
export function createDeliver({ api, targets, clock, showing, clipUrl, mayReadBack }: Deps) {
  const inTurn = createTurns();
  const bringInPlace = createBringInPlace({ api, showing });
  /** By delivery: when a try was first made that may have posted. That a search found nothing makes none of them certain. */
  const firstTryMs = createRecent<number>();

  async function bring(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    const { deliveryId, view, mayBePosted } = ask;
    const target = await targets.of(view, ask.destination, signal);
    if (target.kind === 'closed') return { kind: 'undeliverable', reason: 'not_allowed' };
    if (target.kind !== 'channel') return resultOf(target);
    const { channelId } = target;
    const sinceMs = firstTryMs.get(deliveryId) ?? (mayBePosted ? madeAtMs(deliveryId) : never);
    firstTryMs.keep(deliveryId, sinceMs);
    if (sinceMs === never && mayReadBack(channelId) === false) {
      const inPlace = await bringInPlace(ask, signal);
      // Where there is no status, or the file is too large for it, there is no other way than a post.
      if (inPlace.kind !== 'undeliverable') return inPlace;
    }
    const isFirst = sinceMs === never && !mayBePosted;
    const earlier = isFirst ? null : await lookForEarlier(ask, { channelId, sinceMs }, signal);
    return earlier ?? post(ask, { channelId, sinceMs }, signal);
  }

  /** What became of earlier tries; null where the clip may be posted. */
  async function lookForEarlier(ask: DeliverAsk, at: Tried, signal: AbortSignal): Promise<DeliverResult | null> {
    const { deliveryId, view } = ask;
    const { channelId } = at;
    const sinceMs = atDiscordMs(view.request, madeAtMs(deliveryId));
    const own = await findOwnPost(api, { channelId, sinceMs, isIt: isResultOf(deliveryId) }, signal);
    if (own.kind === 'found') return { kind: 'sent', message: messageRefOf(channelId, own.message.id) };
    if (own.kind === 'unasked') return resultOf(own.problem);
    const isNonceOver = at.sinceMs !== never && clock.nowMs() - at.sinceMs >= nonceSurelyMs;
    if (own.kind === 'unseen' && isNonceOver) return bringInPlace(ask, signal);
    const inPlace = await findInStatus(api, view.request.statusMessage, deliveryId, signal);
    if (inPlace.kind === 'found') return { kind: 'sent', message: inPlace.message };
    return inPlace.kind === 'unasked' ? resultOf(inPlace.problem) : null;
  }

  async function post(ask: DeliverAsk, { channelId, sinceMs }: Tried, signal: AbortSignal): Promise<DeliverResult> {
    const { deliveryId, view } = ask;
    const { mime } = clipOf(view).facts;
    const read = await readClip(ask, discordLimits.uploadBytesMax, signal);
    if (read.kind === 'broken') return { kind: 'retry', afterMs: null, detail: read.detail };
    const name = clipFileName(view.job.number, mime);
    firstTryMs.keep(deliveryId, Math.min(sinceMs, clock.nowMs()));
    const isWhole = read.kind === 'whole';
    const attached = isWhole ? await send(ask, channelId, { name, mime, bytes: read.bytes }, signal) : null;
    const tooLarge = attached === null || attached.kind === 'too_large';
    const url = tooLarge ? clipUrl(clipOf(view).id) : null;
    const answer = url === null ? attached : await send(ask, channelId, url, signal);
    if (answer === null) return { kind: 'undeliverable', reason: 'too_large' };
    if (answer.kind === 'done') return { kind: 'sent', message: messageRefOf(channelId, answer.value.id) };
    // What this try did not do says nothing about those before it.
    if (certainlyNotPosted.has(answer.kind)) firstTryMs.keep(deliveryId, sinceMs);
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
    return described(file ? altTextOf(view) : null, (altText) => {
      const body = file ? withFile(plain, file, altText) : plain;
      return unarchiving(api, channelId, () => api.postMessage(channelId, body, signal, file), signal);
    });
  }

  return (ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> =>
    inTurn(ask.deliveryId, () => bring(ask, signal));
}

/** Where it is tried, and since when it may have been posted there. */
type Tried = { readonly channelId: string; readonly sinceMs: number };

const certainlyNotPosted: ReadonlySet<ApiResult<unknown>['kind']> = new Set([
  'slow',
  'token_refused',
  'rejected',
  'not_sent',
]);
