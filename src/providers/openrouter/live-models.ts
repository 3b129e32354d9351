import type { EngineId, Size } from '../../core/engine.ts';
import { readPrices } from './prices.ts';
import { linesNamed, sizeNamed } from './shapes.ts';
import { type ListedModel, listedModel, modelList } from './answers.ts';

/** Fields of an engine's entry, as a file of engines has them. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the API said last. Null for one of our own data that it does not have, and never had as far as we know. */
export type Live = Readonly<Record<EngineId, Fields | null>>;

/** A model that can be used. `also` is what people may call it beside its id. */
type Listed = { readonly label: string; readonly also: readonly string[]; readonly fields: Fields };

/** The models of the API as it lists them. */
export type Listing = {
  /** Those that can be used: text or an image to video, at a price that is understood. */
  readonly usable: ReadonlyMap<EngineId, Listed>;
  /** All that it names, usable or not. */
  readonly named: ReadonlySet<EngineId>;
  readonly leftOut: readonly { readonly model: string; readonly why: string }[];
  /** Whether it was longer than what is read of it. */
  readonly isCut: boolean;
};

const modelsMax = 100;
const sizesMax = 48;
const secondsMax = 60;
/** The lines that a clip has when nothing is said. */
const usualLines = 720;

/** Null for what is no listing, or one without any model that can be used: then it says nothing about any of them. */
export function readListing(json: unknown, asOf: string): Listing | null {
  const list = modelList.safeParse(json);
  if (!list.success) return null;
  const usable = new Map<EngineId, Listed>();
  const named = new Set<EngineId>();
  const leftOut: { model: string; why: string }[] = [];
  for (const item of list.data.data.slice(0, modelsMax)) {
    const model = listedModel.safeParse(item);
    if (!model.success) {
      const fields = [...new Set(model.error.issues.map(({ path }) => String(path[0] ?? 'all of it')))];
      leftOut.push({ model: nameOf(item), why: `unreadable: ${fields.join(', ')}` });
      continue;
    }
    const id: EngineId = `openrouter/${model.data.id}`;
    named.add(id);
    const fields = fieldsOf(model.data, asOf);
    if (typeof fields === 'string') leftOut.push({ model: model.data.id, why: fields });
    else usable.set(id, { label: labelOf(model.data), also: namesOf(model.data), fields });
  }
  return usable.size === 0 ? null : { usable, named, leftOut, isCut: list.data.data.length > modelsMax };
}

/** What an entry says of the model; a sentence for one that cannot be used. */
function fieldsOf(model: ListedModel, asOf: string): Fields | string {
  if (model.upscale_factor !== null && model.upscale_factor !== undefined) return 'it makes no clips, it upscales them';
  const seconds = secondsOf(model);
  if (seconds === null) return 'it names no durations: it works on a video or a presenter that it is given';
  const { sizes, by } = sizesOf(model);
  if (sizes.length === 0) return 'it names no sizes that are known here';
  const images = (model.supported_frame_images ?? []).includes('first_frame');
  const audio = model.generate_audio === true;
  const prices = readPrices(model.pricing_skus ?? {}, { sizes, secondsMin: seconds.min, audio, images });
  if (prices === null) return 'its price is not understood';
  return {
    asOf,
    inputs: images ? ['text', 'image'] : ['text'],
    sizes: sizes.map(({ width, height }) => `${width}x${height}`),
    seconds: seconds.entry,
    audio,
    seed: model.seed === true,
    ...prices,
    wire: { size: by },
  };
}

function secondsOf({ supported_durations }: ListedModel): { readonly min: number; readonly entry: unknown } | null {
  const whole = (supported_durations ?? []).map(Number).filter((each) => Number.isInteger(each) && each >= 1);
  const sorted = [...new Set(whole)].filter((each) => each <= secondsMax).toSorted((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  return { min, entry: sorted.length > 2 && max - min === sorted.length - 1 ? { min, max } : sorted };
}

/** What it lists in pixels is what one gets; words stand for sizes that all vendors make much alike. */
function sizesOf(model: ListedModel): { readonly sizes: readonly Size[]; readonly by: 'words' | 'pixels' } {
  const pixels = (model.supported_sizes ?? []).flatMap((text): Size[] => {
    const [, width, height] = (typeof text === 'string' ? /^(\d{3,4})x(\d{3,4})$/.exec(text) : null) ?? [];
    return width === undefined || height === undefined ? [] : [{ width: Number(width), height: Number(height) }];
  });
  if (pixels.length > 0) return { sizes: usualFirst(pixels), by: 'pixels' };
  const ratios = (model.supported_aspect_ratios ?? []).filter((word) => typeof word === 'string');
  const resolutions = (model.supported_resolutions ?? []).filter((word) => typeof word === 'string');
  const named = resolutions
    .filter((word) => linesNamed(word) !== null)
    .flatMap((resolution) => ratios.flatMap((aspectRatio) => sizeNamed({ resolution, aspectRatio }) ?? []));
  return { sizes: usualFirst(named), by: 'words' };
}

/** The first is what one gets who says nothing: landscape, and near to the usual lines. */
function usualFirst(sizes: readonly Size[]): readonly Size[] {
  const distance = ({ width, height }: Size): number =>
    Math.abs(Math.min(width, height) - usualLines) * 100 + Math.abs(width / height - 16 / 9);
  const distinct = new Map(sizes.map((size) => [`${size.width}x${size.height}`, size]));
  return [...distinct.values()].toSorted((a, b) => distance(a) - distance(b)).slice(0, sizesMax);
}

function labelOf({ id, name }: ListedModel): string {
  const plain = (name ?? '')
    .replace(/^[^:]{1,40}:\s*/, '')
    .replaceAll(/[^\p{L}\p{N} .+()-]/gu, '')
    .trim();
  return `${(plain === '' ? id : plain).slice(0, 45).trim()} (OpenRouter)`;
}

/** Its name without its maker. */
function namesOf({ id }: ListedModel): readonly string[] {
  return [id.slice(id.indexOf('/') + 1).toLowerCase()].filter((name) => /^[a-z\d]/.test(name));
}

/** Goes into the log: only what looks like a model's id. */
function nameOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null;
  return typeof id === 'string' && /^[\w./:-]{1,140}$/.test(id) ? id : 'one without an id';
}
