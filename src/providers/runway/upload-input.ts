import { networkFailure } from '../../core/network-failure.ts';
import type { AttemptId } from '../../core/ids.ts';
import type { SubmitResult } from '../../core/ports/provider.ts';
import type { InputRef } from '../../core/spec.ts';
import { rejectedCreate } from '../create-answer.ts';
import { openInputFile } from '../input-file.ts';
import { multipart } from '../multipart.ts';
import { upload } from '../upload.ts';
import { uploadAnswer } from './answers.ts';
import { type Api, describeFailure } from './api.ts';
import { refusalCode } from './create-outcome.ts';

const uploadBytesMax = 200 * 1024 ** 2;

export type Uploaded =
  | { readonly kind: 'uploaded'; readonly uri: string }
  /** Nothing was bought yet, so every failure here is a certain rejection. */
  | { readonly kind: 'failed'; readonly result: SubmitResult };

type Deps = {
  readonly api: Api;
  readonly attemptId: AttemptId;
  readonly inputPath: (mediaKey: string) => Promise<string | null>;
  /** Whether files may go to this machine: only where the API itself is. */
  readonly mayBeLoopback: boolean;
};

/**
 * Brings the bytes of an input to Runway, which keeps them for a day. By hand, since the SDK's own upload obeys no
 * signal. Addresses of chats are never given to Runway: they expire, and some need a key.
 */
export async function uploadInput({ mediaKey }: InputRef, deps: Deps, signal: AbortSignal): Promise<Uploaded> {
  const path = mediaKey === null ? null : await deps.inputPath(mediaKey);
  if (path === null) return failed('invalid', 'the input has no file');
  const file = await openInputFile(path).catch((error: unknown) => error);
  if (!(file instanceof File)) return failed('invalid', `the input cannot be sent: ${String(file)}`);
  if (file.size > uploadBytesMax) return failed('invalid', `the input has ${file.size} bytes`);

  const body = { filename: file.name, type: 'ephemeral' };
  const answer = await deps.api((client) => client.post('/v1/uploads', { body, signal }));
  if (answer.kind === 'refused') return failed(refusalCode(answer), describeFailure(answer), answer.retryAfterMs);
  if (answer.kind === 'unanswered') return failed('transient', describeFailure(answer));
  const place = uploadAnswer.safeParse(answer.json);
  if (!place.success) return failed('transient', 'the answer names no place for an upload');
  const { uploadUrl, fields, runwayUri } = place.data;
  try {
    // Storage ignores what comes after the file.
    const form = multipart(fields, { file }, `reelay-${deps.attemptId}`);
    const status = await upload(uploadUrl, form, { mayBeLoopback: deps.mayBeLoopback, signal });
    if (status >= 200 && status < 300) return { kind: 'uploaded', uri: runwayUri };
    return failed('transient', `the upload was refused: HTTP ${status}`);
  } catch (error) {
    return failed('transient', `the upload broke off: ${networkFailure(error).word}`);
  }
}

function failed(...why: Parameters<typeof rejectedCreate>): Uploaded {
  return { kind: 'failed', result: rejectedCreate(...why) };
}
