import type { ClipSpec } from '../../core/spec.ts';
import { styledPrompt } from '../../core/styles.ts';
import type { FalWire } from './wire.ts';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** A spec in the words of the endpoint it goes to. */
export type Translated =
  | {
      readonly kind: 'ok';
      readonly endpoint: string;
      readonly parameters: Parameters;
      /** The parameter that takes the picture; null where there is none to give. */
      readonly imageField: string | null;
    }
  /** For the log: nothing that a person wrote is in it. */
  | { readonly kind: 'impossible'; readonly detail: string };

export function translate(spec: ClipSpec, wire: FalWire): Translated {
  const { operation, input, seconds, fps, size, audio, seed } = spec;
  if (operation !== 'make') return impossible(`expected to make a clip, got ${operation}`);
  if (input !== null && input.kind !== 'image') return impossible(`expected an image, got a ${input.kind}`);
  const endpoint = input === null ? wire.text : wire.image?.endpoint;
  if (endpoint === undefined) return impossible(`no endpoint for ${input?.kind ?? 'text'}`);

  const sizeName = `${size.width}x${size.height}`;
  const sized = Object.hasOwn(wire.sizes, sizeName) ? wire.sizes[sizeName] : undefined;
  if (sized === undefined) return impossible(`expected a size of its wire data, got ${sizeName}`);

  const parameters = {
    ...wire.always,
    ...sized,
    ...written(wire.seconds, seconds),
    ...(wire.fps === undefined ? {} : written(wire.fps, fps)),
    ...(wire.audio === undefined ? {} : { [wire.audio]: audio }),
    ...(wire.seed === undefined ? {} : { [wire.seed]: seed }),
    prompt: styledPrompt(spec),
  };
  if (input === null) return { kind: 'ok', endpoint, parameters, imageField: null };
  const absent = new Set(wire.image?.leaveOut);
  const kept = Object.fromEntries(Object.entries(parameters).filter(([name]) => !absent.has(name)));
  return { kind: 'ok', endpoint, parameters: kept, imageField: wire.image?.field ?? null };
}

function written({ field, as }: FalWire['seconds'], value: number): Parameters {
  switch (as) {
    case 'number':
      return { [field]: value };
    case 'text':
      return { [field]: `${value}` };
    case 'text_with_s':
      return { [field]: `${value}s` };
  }
}

function impossible(detail: string): Translated {
  return { kind: 'impossible', detail };
}
