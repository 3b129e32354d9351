import type { Post, RetractResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import { HOUR } from '../../../core/time.ts';
import { createPauses } from '../../pauses.ts';
import { createRecent } from '../../recent.ts';
import { isFileId, type MessageAt, readFileRef, readMessageRef } from '../places.ts';
import type { ApiResult } from './api-call.ts';
import type { ApiProblem } from './api-error.ts';
import type { SlackApi } from './api.ts';
import { settledMs } from './bring.ts';
import type { Targets } from './target.ts';

type Deps = { readonly targets: Targets; readonly clock: Clock };

/** Where we may not do it, it is tried again after this. */
const refusedPauseMs = HOUR;

const retracted: RetractResult = { kind: 'retracted' };

/** A result that is a file. Its channel is null where it was never heard that it is seen. */
type Shown = { readonly fileId: string; readonly channelId: string | null; readonly ts: string | null };

/** Takes a posted clip away, with its message. A link in a status goes when the status says that its clip was deleted. */
export function createRetract({ targets, clock }: Deps) {
  const pauses = createPauses(clock);
  /** By file: until when Slack may still tell its message. */
  const untoldUntilMs = createRecent<number>();

  /** The message first: once the file is gone, Slack no longer tells which it was, and its words would stay. */
  async function removeFile(api: SlackApi, shown: Shown, at: string, signal: AbortSignal): Promise<RetractResult> {
    const messages = await messagesOf(api, shown, signal);
    if (messages.kind !== 'done') return { kind: 'retry', detail: messages.detail };
    if (messages.value.length > 0) untoldUntilMs.keep(shown.fileId, 0);
    for (const message of messages.value) {
      const answer = await api.deleteMessage(message, signal);
      if (isUnheard(answer)) return { kind: 'retry', detail: answer.detail };
    }
    return resultOf(await api.deleteFile(shown.fileId, signal), at);
  }

  async function messagesOf(
    api: SlackApi,
    { fileId, channelId, ts }: Shown,
    signal: AbortSignal,
  ): Promise<ApiResult<readonly MessageAt[]>> {
    if (channelId !== null && ts !== null) return { kind: 'done', value: [{ channelId, ts }] };
    const info = await api.fileInfo(fileId, signal);
    if (isUnheard(info)) return info;
    if (info.kind !== 'done') return { kind: 'done', value: [] };
    const there = [...info.value.shares].filter(([id]) => channelId === null || id === channelId);
    const told = there.flatMap(([id, at]) => (at === null ? [] : [{ channelId: id, ts: at }]));
    if (told.length > 0 || !mayBeToldYet(fileId)) return { kind: 'done', value: told };
    return { kind: 'not_done', detail: 'Slack has not told yet which message a file is in', code: null };
  }

  /** Slack tells it late. Where somebody has deleted the message, it tells none any more. */
  function mayBeToldYet(fileId: string): boolean {
    const untilMs = untoldUntilMs.get(fileId) ?? clock.nowMs() + settledMs;
    untoldUntilMs.keep(fileId, untilMs);
    return clock.nowMs() < untilMs;
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
    const file = message === null ? unheardFile(upload) : readFileRef(message);
    const at = message === null ? null : readMessageRef(message);
    if (!file && !at) return retracted;
    const channelId = (file ?? at)?.channelId ?? destination.channel;
    const leftMs = pauses.leftMs(channelId);
    if (leftMs > 0) return { kind: 'retry', detail: `what we may do there is looked at again in ${leftMs} ms` };
    const installed = await targets.workspaceOf(destination);
    if (installed.kind === 'uninstalled' || installed.kind === 'gone') return retracted;
    if (installed.kind !== 'installed') return { kind: 'retry', detail: installed.detail };
    if (file) return removeFile(installed.api, file, channelId, signal);
    return at ? removeMessage(installed.api, at, signal) : retracted;
  };
}

/** What was noted and never heard of. Nothing noted: nothing was shown. */
function unheardFile(upload: string | null): Shown | null {
  return upload !== null && isFileId(upload) ? { channelId: null, fileId: upload, ts: null } : null;
}

function isUnheard(answer: ApiResult<unknown>): answer is ApiProblem {
  return ['slow', 'token_refused', 'ambiguous', 'not_done'].includes(answer.kind);
}
