import type { MessageRef } from '../../../core/destination.ts';
import type { DeliveryId } from '../../../core/ids.ts';
import type { ApiResult } from './api-call.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi, SeenMessage } from './api.ts';
import { type NotSent, resultOf } from './delivery-result.ts';
import { described } from './described.ts';
import { isMarkedFile } from '../draw/clip-file.ts';
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

type InPlace =
  | { readonly kind: 'added'; readonly message: MessageRef }
  /** By an earlier try. */
  | { readonly kind: 'there'; readonly message: MessageRef }
  | NotSent;

/**
 * Adds a clip to the status message, under a name that tells its delivery. The answer to an edit tells which files a
 * message has, also where we may not read: so this can be done any number of times.
 */
export async function addToStatus(
  api: Api,
  status: MessageRef,
  { file, altText }: { readonly file: MessageFile; readonly altText: string | null },
  signal: AbortSignal,
): Promise<InPlace> {
  const at = readMessageRef(status);
  if (!at) return { kind: 'undeliverable', reason: 'gave_up' };
  const now = await lookAt(api, at, signal);
  if (now.kind !== 'done') return resultHere(now);
  const message = fileRefOf(status, file.name);
  if (now.value.attachments.some(({ filename }) => filename === file.name)) return { kind: 'there', message };
  const kept = now.value.attachments.map(({ id }) => ({ id }));
  const edited = await described(altText, (text) =>
    api.editMessage(at, withFile(silent, file, text, kept), signal, file),
  );
  return edited.kind === 'done' ? { kind: 'added', message } : resultHere(edited);
}

type FoundInPlace =
  | { readonly kind: 'found'; readonly message: MessageRef }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unasked'; readonly problem: ApiProblem };

/** Looks for the clip of a delivery in the status message. That needs no right to read the channel. */
export async function findInStatus(
  api: Api & Pick<DiscordApi, 'message'>,
  status: MessageRef | null,
  deliveryId: DeliveryId,
  signal: AbortSignal,
): Promise<FoundInPlace> {
  const at = status === null ? null : readMessageRef(status);
  if (status === null || !at) return { kind: 'absent' };
  // Discord lets old messages be edited only now and then, so that reading is better where it is allowed.
  const read = await api.message(at, signal);
  const now = read.kind === 'not_allowed' ? await lookAt(api, at, signal) : read;
  if (now.kind !== 'done') return noFileBy.has(now.kind) ? { kind: 'absent' } : { kind: 'unasked', problem: now };
  const file = now.value.attachments.find(({ filename }) => isMarkedFile(filename, deliveryId));
  return file ? { kind: 'found', message: fileRefOf(status, file.filename) } : { kind: 'absent' };
}

/** Where there is no such message, or none that we could have added to. */
const noFileBy: ReadonlySet<ApiProblem['kind']> = new Set(['gone', 'message_gone', 'not_allowed']);

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

function resultHere(problem: ApiProblem): NotSent {
  return problem.kind === 'message_gone' ? { kind: 'undeliverable', reason: 'gave_up' } : resultOf(problem);
}
