import { madeAtMs } from '../../../core/ids.ts';
import type { Post, RetractResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import { HOUR, MINUTE } from '../../../core/time.ts';
import type { ApiResult } from './api-call.ts';
import type { DiscordApi } from './api.ts';
import { findInStatus, readFileRef, removeFile } from './in-place.ts';
import { findOwnPost, isResultOf } from './own-posts.ts';
import { createPauses } from '../../pauses.ts';
import { isSnowflake, type MessageAt, readMessageRef } from '../places.ts';
import { unarchiving } from './unarchive.ts';

type Deps = { readonly api: DiscordApi; readonly clock: Clock };

/** By so much Discord's clock and ours may differ. */
const clocksApartMs = 15 * MINUTE;

/** Where we lost our rights, they are looked for again after this. */
const refusedPauseMs = HOUR;

const retracted: RetractResult = { kind: 'retracted' };

/** Takes a posted clip away. */
export function createRetract({ api, clock }: Deps) {
  const pauses = createPauses(clock);

  async function remove(message: string, signal: AbortSignal): Promise<RetractResult> {
    const file = readFileRef(message);
    if (file) return resultOf(await removeFile(api, file, signal), file.channelId);
    const at = readMessageRef(message);
    return at ? removeMessage(at, signal) : retracted;
  }

  async function removeMessage(at: MessageAt, signal: AbortSignal): Promise<RetractResult> {
    const attempt = (): Promise<ApiResult<null>> => api.deleteMessage(at, signal);
    return resultOf(await unarchiving(api, at.channelId, attempt, signal), at.channelId);
  }

  /** Takes away what is found by its delivery. Where nothing can be read, nothing is certain. */
  async function search(post: Post, signal: AbortSignal): Promise<RetractResult> {
    const { deliveryId, status } = post;
    const channelId = channelOf(post);
    if (!isSnowflake(channelId)) return retracted;
    const sinceMs = madeAtMs(deliveryId) - clocksApartMs;
    const own = await findOwnPost(api, { channelId, sinceMs, isIt: isResultOf(deliveryId) }, signal);
    if (own.kind === 'found') return removeMessage({ channelId, messageId: own.message.id }, signal);
    if (own.kind === 'unasked') return resultOf(own.problem, channelId);
    const inPlace = await findInStatus(api, status, deliveryId, signal);
    if (inPlace.kind === 'found') return remove(inPlace.message, signal);
    if (inPlace.kind === 'unasked') return resultOf(inPlace.problem, channelId);
    if (own.kind === 'absent') return retracted;
    pauses.pause(channelId, refusedPauseMs);
    return { kind: 'retry', detail: own.detail };
  }

  function resultOf(answer: ApiResult<null>, channelId: string): RetractResult {
    switch (answer.kind) {
      case 'done':
      case 'gone':
      case 'message_gone':
        return retracted;
      case 'not_allowed':
        pauses.pause(channelId, refusedPauseMs);
        return { kind: 'retry', detail: answer.detail };
      case 'archived':
      case 'too_large':
      case 'blocked':
      case 'slow':
      case 'answer_over':
      case 'token_refused':
      case 'rejected':
      case 'ambiguous':
      case 'not_sent':
        return { kind: 'retry', detail: answer.detail };
    }
  }

  return async (post: Post, signal: AbortSignal): Promise<RetractResult> => {
    const channelId = channelOf(post);
    const leftMs = pauses.leftMs(channelId);
    if (leftMs > 0) return { kind: 'retry', detail: `the rights in the channel are looked at again in ${leftMs} ms` };
    return post.message === null ? search(post, signal) : remove(post.message, signal);
  };
}

/** What is private stands in direct messages, where its status does. */
function channelOf({ message, status, destination }: Post): string {
  return (message ?? status)?.split('/')[0] ?? destination.channel;
}
