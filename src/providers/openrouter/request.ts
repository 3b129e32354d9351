import { Buffer } from 'node:buffer';
import type { SubmitAsk } from '../../core/ports/provider.ts';
import { styledPrompt } from '../../core/styles.ts';
import type { EngineEntry } from '../engine-file.ts';
import { openInputFile } from '../input-file.ts';
import { wordsFor } from './shapes.ts';
import type { EngineWire } from './wire.ts';

/** The API says no bound; larger ones are turned away by the vendors behind it. */
const imageBytesMax = 10 * 1_024 ** 2;
const imageTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

type Body =
  | { readonly kind: 'body'; readonly body: string }
  /** Cannot be asked of this engine: nothing was sent. */
  | { readonly kind: 'impossible'; readonly expected: string };

export type RequestParts = {
  readonly inputPath: (mediaKey: string) => Promise<string | null>;
  /** Callbacks to addresses without TLS are refused by the API, and the request with them. */
  readonly mayCallBackPlainly: boolean;
};

/** The request for a create in the API's terms. Throws where the input cannot be read just now. */
export async function requestFor(
  { spec, callbackUrl }: SubmitAsk,
  { capabilities, wire }: EngineEntry<EngineWire>,
  { inputPath, mayCallBackPlainly }: RequestParts,
): Promise<Body> {
  if (spec.operation !== 'make') return impossible(`a new clip, got the wish to ${spec.operation} one`);
  const { width, height } = spec.size;
  const words = wire.size === 'words' ? wordsFor(spec.size) : null;
  if (wire.size === 'words' && words === null) return impossible(`a size with a name, got ${width}x${height}`);
  const image = spec.input === null ? null : await firstFrame(spec.input, capabilities.inputs, inputPath);
  if (image?.kind === 'impossible') return image;
  const mayCallBack = callbackUrl !== null && (mayCallBackPlainly || callbackUrl.startsWith('https:'));
  return {
    kind: 'body',
    body: JSON.stringify({
      model: capabilities.model,
      prompt: styledPrompt(spec),
      duration: spec.seconds,
      ...(words ? { resolution: words.resolution, aspect_ratio: words.aspectRatio } : { size: `${width}x${height}` }),
      // Where it is not said, models that can make sound do.
      ...(capabilities.audio ? { generate_audio: spec.audio } : {}),
      ...(capabilities.seed ? { seed: spec.seed } : {}),
      ...(image
        ? { frame_images: [{ type: 'image_url', image_url: { url: image.url }, frame_type: 'first_frame' }] }
        : {}),
      ...(mayCallBack ? { callback_url: callbackUrl } : {}),
    }),
  };
}

async function firstFrame(
  { kind, mediaKey }: NonNullable<SubmitAsk['spec']['input']>,
  inputs: readonly string[],
  inputPath: RequestParts['inputPath'],
): Promise<{ readonly kind: 'image'; readonly url: string } | Extract<Body, { kind: 'impossible' }>> {
  if (kind !== 'image' || !inputs.includes('image')) return impossible(`${inputs.join(' or ')}, got a ${kind}`);
  const path = mediaKey === null ? null : await inputPath(mediaKey);
  if (path === null) return impossible('an image that was copied to our media, found none');
  const file = await openInputFile(path);
  if (!imageTypes.has(file.type)) return impossible(`a PNG, JPEG or WebP image, got ${file.type}`);
  if (file.size > imageBytesMax) return impossible(`an image of at most ${imageBytesMax} bytes, got ${file.size}`);
  const bytes = Buffer.from(await file.arrayBuffer());
  return { kind: 'image', url: `data:${file.type};base64,${bytes.toString('base64')}` };
}

function impossible(expected: string): Extract<Body, { kind: 'impossible' }> {
  return { kind: 'impossible', expected };
}
