import type { SubmitAsk } from '../../core/ports/provider.ts';
import { styledPrompt } from '../../core/styles.ts';
import type { EngineEntry } from '../engine-file.ts';
import { readPicture } from '../picture.ts';
import { wordsFor } from './shapes.ts';
import type { OpenRouterWire } from './wire.ts';

const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

type Body =
  | { readonly kind: 'body'; readonly body: string }
  /** Cannot be asked of this engine: nothing was sent. */
  | { readonly kind: 'impossible'; readonly detail: string };

export type RequestParts = {
  readonly inputPath: (mediaKey: string) => Promise<string | null>;
  /** Callbacks to addresses without TLS are refused by the API, and the request with them. */
  readonly mayCallBackPlainly: boolean;
};

/** The request for a create in the API's terms. Throws where the input cannot be read just now. */
export async function requestFor(
  { spec, callbackUrl }: SubmitAsk,
  { capabilities, wire }: EngineEntry<OpenRouterWire>,
  { inputPath, mayCallBackPlainly }: RequestParts,
): Promise<Body> {
  if (spec.operation !== 'make') return impossible(`expected a new clip, got the wish to ${spec.operation} one`);
  const { width, height } = spec.size;
  const words = wire.size === 'words' ? wordsFor(spec.size) : null;
  if (wire.size === 'words' && words === null) return impossible(`expected a size with a name, got ${width}x${height}`);
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
  if (kind !== 'image' || !inputs.includes('image'))
    return impossible(`expected ${inputs.join(' or ')}, got a ${kind}`);
  const path = mediaKey === null ? null : await inputPath(mediaKey);
  if (path === null) return impossible('expected an image that was copied to our media, found none');
  const picture = await readPicture(path, pictureTypes);
  return picture.kind === 'ok' ? { kind: 'image', url: picture.dataUri } : impossible(picture.detail);
}

function impossible(detail: string): Extract<Body, { kind: 'impossible' }> {
  return { kind: 'impossible', detail };
}
