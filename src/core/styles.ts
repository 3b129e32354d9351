import type { ClipSpec } from './spec.ts';

/** Style: a look by a name that people can choose from, and the words that engines are given for it. */
export type Style = {
  /** As it is chosen and shown. */
  readonly name: string;
  /** What else people call it. */
  readonly also: readonly string[];
  readonly words: string;
};

/** Engines take no styles, only words; what is asked for here comes out much alike at all of them. */
export const styles: readonly [Style, ...Style[]] = [
  {
    name: 'cinematic',
    also: ['film', 'movie', 'filmic'],
    words: 'cinematic lighting, shallow depth of field, anamorphic lens, fine film grain',
  },
  {
    name: 'documentary',
    also: ['docu', 'handheld'],
    words: 'documentary footage, natural light, handheld camera, true colours',
  },
  {
    name: 'product',
    also: ['ad', 'advert', 'commercial', 'studio'],
    words: 'studio product shot, soft even light, clean plain background, slow camera move',
  },
  {
    name: 'aerial',
    also: ['drone', 'birds eye', 'from above'],
    words: 'aerial drone shot from high above, wide landscape, smooth glide',
  },
  {
    name: 'macro',
    also: ['close up', 'extreme close up'],
    words: 'extreme macro close-up, fine detail, very shallow depth of field',
  },
  {
    name: 'noir',
    also: ['film noir', 'black and white', 'bw'],
    words: 'black and white film noir, hard light, deep shadows, high contrast',
  },
  {
    name: 'vintage',
    also: ['retro', 'super 8', '8mm', 'old film'],
    words: 'vintage 8 mm home movie, faded warm colours, light leaks, dust and scratches',
  },
  {
    name: 'anime',
    also: ['manga', 'japanese animation'],
    words: 'hand-drawn anime, clean lines, painted background, expressive motion',
  },
  {
    name: 'watercolor',
    also: ['watercolour', 'aquarelle'],
    words: 'loose watercolor painting, soft washes, visible paper texture',
  },
  {
    name: 'sketch',
    also: ['pencil', 'drawing', 'line art'],
    words: 'pencil sketch on white paper, rough hatching, lines that move a little',
  },
  {
    name: 'claymation',
    also: ['clay', 'stop motion', 'plasticine'],
    words: 'claymation, stop-motion puppets of modelling clay, fingerprints visible, miniature set',
  },
  {
    name: 'pixel',
    also: ['pixel art', '8 bit', '16 bit'],
    words: 'pixel art, 16-bit video game, limited palette, crisp square pixels',
  },
];

/** The preset that somebody means by a name; null where they mean a look of their own. */
export function styleNamed(text: string): Style | null {
  const name = plain(text);
  return styles.find((style) => [style.name, ...style.also].some((each) => plain(each) === name)) ?? null;
}

/** Capitals, spaces and hyphens tell no two of them apart. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s'’_\p{Pd}]+/gu, '');
}

/** The prompt with the words of its style: what an engine is given. */
export function styledPrompt({ prompt, style }: Pick<ClipSpec, 'prompt' | 'style'>): string {
  if (style === null) return prompt;
  return `${prompt}\n\nStyle: ${styleNamed(style)?.words ?? style}`;
}
