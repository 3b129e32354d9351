import type { Post, RetractResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import { HOUR } from '../../../core/time.ts';
import { createPauses } from '../../pauses.ts';
import { type FileAt, isFileId, type MessageAt, readFileRef, readMessageRef } from '../places.ts';
import type { ApiResult } from './api-call.ts';
import type { SlackApi } from './api.ts';
import type { Targets } from './target.ts';

type Deps = { readonly targets: Targets; readonly clock: Clock };

/** Where we may not do it, it is tried again after this. */
const refusedPauseMs = HOUR;

const retracted: RetractResult = { kind: 'retracted' };

/** Takes a posted clip away, with its message. A link in a status goes when the status says that its clip was deleted. */
export function createRetract({ targets, clock }: Deps) {
  const pauses = createPauses(clock);

  /** The message first: once the file is gone, Slack no longer tells which it was. */
  async function removeFile(api: SlackApi, file: FileAt, signal: AbortSignal): Promise<RetractResult> {
    const { channelId, fileId } = file;
    const ts = file.ts ?? (await messageOf(api, file, signal));
    if (ts !== null) {
      const answer = await api.deleteMessage({ channelId, ts }, signal);
      if (isUnheard(answer)) return { kind: 'retry', detail: answer.detail };
    }
    return resultOf(await api.deleteFile(fileId, signal), channelId);
  }

  async function removeMessage(api: SlackApi, at: MessageAt, signal: AbortSignal): Promise<RetractResult> {
    return resultOf(await api.deleteMessage(at, signal), at.channelId);
  }

  function resultOf(answer: ApiResult<null>, channelId: string): RetractResult {
    switch (answer.kind) {
      case 'done':
      case 'gone':
      case 'message_gone':
      case 'file_gone':
        return retracted;
      case 'not_allowed':
      case 'not_in_channel':
        pauses.pause(channelId, refusedPauseMs);
        return { kind: 'retry', detail: answer.detail };
      case 'no_uploads':
      case 'too_large':
      case 'answer_over':
      case 'slow':
      case 'token_refused':
      case 'rejected':
      case 'ambiguous':
      case 'not_done':
        return { kind: 'retry', detail: answer.detail };
    }
  }

  return async (post: Post, signal: AbortSignal): Promise<RetractResult> => {
    const { destination, message, upload } = post;
    const file = message === null ? unheardFile(upload, destination.channel) : readFileRef(message);
    const at = message === null ? null : readMessageRef(message);
    if (!file && !at) return retracted;
    const leftMs = pauses.leftMs((file ?? at)?.channelId ?? '');
    if (leftMs > 0) return { kind: 'retry', detail: `what we may do there is looked at again in ${leftMs} ms` };
    const installed = await targets.workspaceOf(destination);
    if (installed.kind === 'uninstalled' || installed.kind === 'gone') return retracted;
    if (installed.kind !== 'installed') return { kind: 'retry', detail: installed.detail };
    if (file) return removeFile(installed.api, file, signal);
    return at ? removeMessage(installed.api, at, signal) : retracted;
  };
}

/** What was noted and never heard of. Nothing noted: nothing was shown. */
function unheardFile(upload: string | null, channelId: string): FileAt | null {
  return upload !== null && isFileId(upload) ? { channelId, fileId: upload, ts: null } : null;
}

/** Null where Slack does not tell it. */
async function messageOf(api: SlackApi, { fileId, channelId }: FileAt, signal: AbortSignal): Promise<string | null> {
  const info = await api.fileInfo(fileId, signal);
  return info.kind === 'done' ? (info.value.shares.get(channelId) ?? null) : null;
}

function isUnheard(answer: ApiResult<null>): answer is Exclude<ApiResult<null>, { kind: 'done' }> {
  return ['slow', 'token_refused', 'ambiguous', 'not_done'].includes(answer.kind);
}
