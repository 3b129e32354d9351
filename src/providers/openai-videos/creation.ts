import type { AttemptId } from '../../core/ids.ts';
import type { SubmitAsk } from '../../core/ports/provider.ts';
import type { ClipSpec } from '../../core/spec.ts';
import { styledPrompt } from '../../core/styles.ts';
import { openInputFile } from '../input-file.ts';
import { type Body, multipart } from '../multipart.ts';
import type { ProviderParts } from '../provider-module.ts';
import { referencePicture } from './reference-picture.ts';
import type { OpenAiVideosWire } from './wire.ts';

/** What is posted for a job, and where. */
export type Creation = { readonly path: string; readonly body: Body };

/** What cannot be asked of this API. Nothing was sent. */
export class Unaskable extends Error {
  override readonly name = 'Unaskable';
}

type Deps = Pick<ProviderParts, 'inputPath'>;

/** A job in the terms of the API: a new video from words or a picture, an edit of a clip, or what follows on one. */
export async function creationOf(
  { attemptId, spec, callbackUrl }: SubmitAsk,
  model: string,
  { editsNameModel, takesCallbackUrl }: OpenAiVideosWire,
  deps: Deps,
): Promise<Creation> {
  const callback = takesCallbackUrl && callbackUrl !== null ? { callback_url: callbackUrl } : {};
  const prompt = { prompt: styledPrompt(spec) };
  const start = startOf(spec);
  switch (start) {
    case 'words':
    case 'picture': {
      const { width, height } = spec.size;
      const fields = { model, ...prompt, seconds: `${spec.seconds}`, size: `${width}x${height}`, ...callback };
      if (start === 'words') return { path: '/videos', body: json(fields) };
      const picture = await readable(spec, deps, (path) => referencePicture(path, spec.size));
      return { path: '/videos', body: form(fields, { input_reference: picture }, attemptId) };
    }
    case 'edit':
    case 'extension': {
      const seconds = start === 'extension' ? { seconds: `${spec.seconds}` } : {};
      const fields = { ...(editsNameModel ? { model } : {}), ...prompt, ...seconds, ...callback };
      const video = await readable(spec, deps, openInputFile);
      return { path: `/videos/${start}s`, body: form(fields, { video }, attemptId) };
    }
  }
}

function startOf({ operation, input }: ClipSpec): 'words' | 'picture' | 'edit' | 'extension' {
  switch (operation) {
    case 'make':
      if (input === null) return 'words';
      return input.kind === 'image' ? 'picture' : 'edit';
    case 'extend':
      if (input?.kind === 'video') return 'extension';
      throw new Unaskable(`expected a clip to extend, got ${input?.kind ?? 'none'}`);
    case 'upscale':
      throw new Unaskable('expected make or extend, got upscale');
  }
}

async function readable(
  { input }: ClipSpec,
  { inputPath }: Deps,
  read: (path: string) => Promise<File>,
): Promise<File> {
  const path = typeof input?.mediaKey === 'string' ? await inputPath(input.mediaKey) : null;
  if (path === null) throw new Unaskable('expected a stored input, and there is none');
  try {
    return await read(path);
  } catch (error) {
    throw new Unaskable(`expected an input that can be read, got ${String(error)}`);
  }
}

function json(fields: Readonly<Record<string, string>>): Body {
  return { blob: new Blob([JSON.stringify(fields)]), contentType: 'application/json' };
}

function form(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, File>>,
  attemptId: AttemptId,
): Body {
  return multipart(fields, files, `reelay-${attemptId}`);
}
