import type { Size } from '../../core/engine.ts';
import type { ClipSpec } from '../../core/spec.ts';
import { styledPrompt } from '../../core/styles.ts';
import type { Naming, Way } from './wire.ts';

type Field = string | number | boolean | readonly { readonly uri: string; readonly position: 'first' }[];

export type CreateBody = { readonly [name: string]: Field };

/** What is sent to make this clip. `inputUri` is where Runway has the input; null for a clip from words. */
export function createBody(model: string, way: Way, spec: ClipSpec, inputUri: string | null): CreateBody {
  // An empty prompt is refused, even where none is needed.
  const promptText = way.prompt ? styledPrompt(spec).trim() : '';
  return {
    model,
    ...(promptText === '' ? {} : { promptText }),
    ...inputField(way, inputUri),
    ...(way.ratio === undefined ? {} : { ratio: nameOf(way.ratio, spec) }),
    ...(way.resolution === undefined ? {} : { resolution: nameOf(way.resolution, spec) }),
    ...(way.duration ? { duration: spec.seconds } : {}),
    ...(way.audio ? { audio: spec.audio } : {}),
    ...(way.seed ? { seed: spec.seed } : {}),
    ...way.fixed,
  };
}

function inputField({ input }: Way, uri: string | null): CreateBody {
  if (input === undefined || uri === null) return {};
  // Without a position some models take the picture as a mere reference.
  return { [input]: input === 'promptImage' ? [{ uri, position: 'first' }] : uri };
}

function nameOf(naming: Naming, { size, wish }: ClipSpec): string {
  if (naming === 'pixels') return `${size.width}:${size.height}`;
  if ('aspects' in naming) {
    if (naming.unsaid !== undefined && wish?.size === null) return naming.unsaid;
    return nearest(naming.aspects, (aspect) => Math.abs(Math.log(shapeOf(aspect) / shape(size))));
  }
  const lines = Math.min(size.width, size.height);
  return nearest(Object.keys(naming.lines), (word) => Math.abs((naming.lines[word] ?? 0) - lines));
}

function shapeOf(aspect: string): number {
  const [width = 1, height = 1] = aspect.split(':').map(Number);
  return shape({ width, height });
}

function shape({ width, height }: Size): number {
  return width / height;
}

function nearest(words: readonly string[], distance: (word: string) => number): string {
  return words.reduce((best, word) => (distance(word) < distance(best) ? word : best));
}
