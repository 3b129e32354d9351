import type { DeliverResult } from '../../../core/ports/chat.ts';
import type { MessageRef } from '../../../core/destination.ts';
import type { ApiResult } from './api-call.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { resultOf } from './delivery-result.ts';
import { type MessageFile, silent, withFile } from './message-body.ts';
import { type MessageAt, readMessageRef } from '../places.ts';
import { unarchiving } from './unarchive.ts';

/** A file in the status message, as the place of a result: the message's name with that of the file. */
function fileRefOf(status: MessageRef, fileName: string): MessageRef {
  return `${status}/${fileName}`;
}

export type FileAt = MessageAt & { readonly fileName: string };

export function readFileRef(ref: MessageRef): FileAt | null {
  const [channelId = '', messageId = '', fileName = '', ...more] = ref.split('/');
  const at = readMessageRef(`${channelId}/${messageId}`);
  return at && fileName !== '' && more.length === 0 ? { ...at, fileName } : null;
}

type Api = Pick<DiscordApi, 'editMessage' | 'unarchive'>;

/**
 * Adds a clip to the status message. The answer to an edit tells which files a message has, also where we may not read:
 * so this can be done any number of times.
 */
export async function addToStatus(
  api: Api,
  status: MessageRef,
  file: MessageFile,
  altText: string | null,
  signal: AbortSignal,
): Promise<DeliverResult> {
  const at = readMessageRef(status);
  if (!at) return { kind: 'undeliverable', reason: 'gave_up' };
  const now = await lookAt(api, at, signal);
  if (now.kind !== 'done') return resultHere(now);
  const sent = { kind: 'sent', message: fileRefOf(status, file.name) } as const;
  if (now.value.attachments.some(({ filename }) => filename === file.name)) return sent;
  const kept = now.value.attachments.map(({ id }) => ({ id }));
  const edited = await api.editMessage(at, withFile(silent, file, altText, kept), signal, file);
  return edited.kind === 'done' ? sent : resultHere(edited);
}

/** Takes one file out of a message, and leaves the others. */
export async function removeFile(api: Api, file: FileAt, signal: AbortSignal): Promise<ApiResult<null>> {
  const now = await lookAt(api, file, signal);
  if (now.kind !== 'done') return now;
  const kept = now.value.attachments.filter(({ filename }) => filename !== file.fileName);
  if (kept.length === now.value.attachments.length) return { kind: 'done', value: null };
  const edited = await api.editMessage(file, { ...silent, attachments: kept.map(({ id }) => ({ id })) }, signal);
  return edited.kind === 'done' ? { kind: 'done', value: null } : edited;
}

function lookAt(api: Api, at: MessageAt, signal: AbortSignal): Promise<ApiResult<SeenMessage>> {
  return unarchiving(api, at.channelId, () => api.editMessage(at, silent, signal), signal);
}

function resultHere(problem: Exclude<ApiResult<unknown>, { kind: 'done' }>): DeliverResult {
  return problem.kind === 'message_gone' ? { kind: 'undeliverable', reason: 'gave_up' } : resultOf(problem);
}
