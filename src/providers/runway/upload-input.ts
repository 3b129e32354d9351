import { isIP } from 'node:net';
import { isLoopback } from '../../core/loopback.ts';
import { networkFailure } from '../../core/network-failure.ts';
import type { InputRef } from '../../core/spec.ts';
import type { SubmitResult } from '../../core/ports/provider.ts';
import { rejectedCreate } from '../create-answer.ts';
import { openInputFile } from '../input-file.ts';
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
  if (!isSafe(new URL(uploadUrl), deps))
    return failed('transient', 'the place for an upload has no https address with a name');
  const trouble = await send(uploadUrl, fields, file, signal);
  return trouble === null ? { kind: 'uploaded', uri: runwayUri } : failed('transient', trouble);
}

async function send(
  url: string,
  fields: Readonly<Record<string, string>>,
  file: File,
  signal: AbortSignal,
): Promise<string | null> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // Storage ignores what comes after the file.
  form.append('file', file);
  try {
    const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual', signal });
    await response.body?.cancel();
    return response.ok ? null : `the upload was refused: HTTP ${response.status}`;
  } catch (error) {
    return `the upload broke off: ${networkFailure(error).word}`;
  }
}

function isSafe({ protocol, hostname }: URL, { mayBeLoopback }: Deps): boolean {
  if (isLoopback(hostname)) return mayBeLoopback;
  // Storage has a name; an address of numbers is of somebody's own network.
  return protocol === 'https:' && !hostname.startsWith('[') && isIP(hostname) === 0;
}

function failed(...why: Parameters<typeof rejectedCreate>): Uploaded {
  return { kind: 'failed', result: rejectedCreate(...why) };
}
