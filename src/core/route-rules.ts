import { isSameSize } from './fit-size.ts';
import type { Suit } from './engine.ts';
import type { Ask, ClipSpec, RouteReason } from './spec.ts';

/** A need: something that a request is better served with by some engines than by others. */
export type NeedRule = {
  readonly because: RouteReason;
  readonly isAsked: (ask: Ask) => boolean;
  /** Whether an engine that would be given this spec, and suits such things, meets it. */
  readonly isMet: (ask: Ask, spec: ClipSpec, suits: readonly Suit[]) => boolean;
  readonly points: number;
  /** What is to be left out of the ask for those who cannot do it for this reason alone. */
  readonly without?: Partial<Ask>;
};

/**
 * Words in a prompt that say what matters in it: looks, things that move by their weight, a thread through scenes, a quick
 * try, or something to be heard. Whole words, in English.
 */
const promptWords = {
  style: [
    'anime',
    'animation',
    'cartoon',
    'claymation',
    'comic',
    'illustrated',
    'impressionist',
    'lo-fi',
    'noir',
    'oil painting',
    'painted',
    'painting',
    'pixel art',
    'retro',
    'sketch',
    'stop motion',
    'surreal',
    'vintage',
    'watercolor',
    'watercolour',
  ],
  physics: [
    'bounce',
    'bounces',
    'bouncing',
    'breaking',
    'cloth',
    'collapse',
    'collapses',
    'collide',
    'collides',
    'collision',
    'crash',
    'crashes',
    'crashing',
    'drips',
    'dripping',
    'explodes',
    'explosion',
    'falling',
    'gravity',
    'liquid',
    'melting',
    'pouring',
    'pours',
    'rolling',
    'rolls',
    'shatter',
    'shatters',
    'shattering',
    'smoke',
    'splash',
    'splashes',
    'splashing',
    'waves',
  ],
  story: [
    'afterwards',
    'cut to',
    'finally',
    'meanwhile',
    'next scene',
    'scene 1',
    'scene 2',
    'story',
    'suddenly',
    'then',
  ],
  draft: ['draft', 'mock-up', 'mockup', 'preview', 'quick test', 'rough', 'storyboard', 'test'],
  sound: [
    'dialogue',
    'music',
    'narrator',
    'saying',
    'says',
    'singing',
    'sings',
    'song',
    'sound of',
    'speaking',
    'speaks',
    'talking',
    'voice',
  ],
} as const satisfies Readonly<Record<'style' | 'physics' | 'story' | 'draft' | 'sound', readonly string[]>>;

/** From here on a clip is long: many engines end before it. */
const longSeconds = 10;

const speaksOf = (words: readonly string[], prompt: string): boolean => {
  const text = ` ${prompt.toLowerCase().replaceAll(/[^\p{L}\p{N}-]+/gu, ' ')} `;
  return words.some((word) => text.includes(` ${word} `));
};

const suitRule = (suit: Suit, isAsked: NeedRule['isAsked']): NeedRule => ({
  because: suit,
  isAsked,
  isMet: (_ask, _spec, suits) => suits.includes(suit),
  points: 40,
});

/** In the order in which they are told, of those that count as much. */
export const needRules: readonly NeedRule[] = [
  {
    because: 'long',
    isAsked: ({ seconds }) => seconds !== null && seconds >= longSeconds,
    isMet: ({ seconds }, spec) => spec.seconds === seconds,
    points: 45,
    without: { seconds: null },
  },
  {
    because: 'size',
    isAsked: ({ size }) => size !== null,
    isMet: ({ size }, spec) => size !== null && isSameSize(size, spec.size),
    points: 45,
    without: { size: null },
  },
  {
    because: 'sound',
    isAsked: ({ audio, prompt }) => audio === true || (audio === null && speaksOf(promptWords.sound, prompt)),
    isMet: (_ask, spec) => spec.audio,
    points: 45,
  },
  suitRule('style', ({ style, prompt }) => style !== null || speaksOf(promptWords.style, prompt)),
  suitRule('physics', ({ prompt }) => speaksOf(promptWords.physics, prompt)),
  suitRule('story', ({ prompt }) => speaksOf(promptWords.story, prompt)),
  suitRule('draft', ({ prompt }) => speaksOf(promptWords.draft, prompt)),
];

/** What speaks against an engine, in the points of the needs. */
export const routeCosts = {
  /** Something that the person set comes out otherwise. */
  perAdaptation: 25,
  /** Each time it asks for twice as much as the cheapest that can. */
  perPriceDoubling: 30,
  priceMax: 90,
  /** Each time it takes twice as long as the fastest. */
  perTimeDoubling: 10,
  timeMax: 40,
  /** Each round of jobs before this one, by the places it has. */
  perRoundWaiting: 20,
  waitingMax: 60,
  /** All of its latest work failed by its own fault. Half of it: half as much. */
  failing: 100,
  /** So few verdicts say nothing. */
  verdictsMin: 3,
  /** It is asked by nobody at present. One on trial is: unless somebody goes there, nobody learns that it is well again. */
  left: 1_000,
} as const;
