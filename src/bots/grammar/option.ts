import { isTold, type Marked } from './own-moderators.ts';

/** A value with a name, and the other words that mean the same. */
export type Choice = Marked & { readonly value: string; readonly also: readonly string[] };

/**
 * What an option takes. Bounds here are those of any request; what one engine can do is checked
 * later, against its capabilities.
 */
export type OptionKind =
  | { readonly kind: 'prompt'; readonly charsMax: number }
  /** Several of them, one a line. */
  | { readonly kind: 'prompts'; readonly max: number; readonly charsMax: number }
  /** `isRest`: takes all words up to the next option, without quotes. */
  | { readonly kind: 'text'; readonly charsMax: number; readonly isRest?: true }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number; readonly unit: WholeUnit | null }
  /** `isOpen`: other words are taken as they are. */
  | { readonly kind: 'choice'; readonly choices: readonly [Choice, ...Choice[]]; readonly isOpen?: true }
  | { readonly kind: 'size' }
  /** A preset by its name, or words of one's own. */
  | { readonly kind: 'style'; readonly charsMax: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'engine' }
  /** Several of them: `runway/gen4.5, sora`. */
  | { readonly kind: 'engines'; readonly min: number; readonly max: number }
  | { readonly kind: 'attachment'; readonly accepts: 'image' | 'video' }
  /** `#412` or `412`; `latest` is the same as leaving it out. */
  | { readonly kind: 'video_number' }
  /**
   * `@Ada`, or a platform's own mention. `orDefault`: the word `default` stands for everybody without limits of their own;
   * `orBudget`: `budget` for all of them together; `orRole`: a mention of a role.
   */
  | { readonly kind: 'person'; readonly orDefault: boolean; readonly orBudget?: true; readonly orRole?: true }
  /** `10/day`, `200 credits/month`, `2 at once`, `5/minute`, `unlimited`, `default`. */
  | { readonly kind: 'quota_amount' }
  /** What is given once: `50 credits`, `3 videos`. */
  | { readonly kind: 'gift' }
  /** How long: `2d`, `24h`, `90 minutes`. `none`: the word that stands for no end, or for not at all. */
  | { readonly kind: 'duration'; readonly minMs: number; readonly maxMs: number; readonly none: DurationNone | null }
  /** A time zone by its name: `Europe/Berlin`. */
  | { readonly kind: 'zone' }
  /** Words and phrases with commas between them. */
  | { readonly kind: 'words'; readonly max: number; readonly charsMax: number }
  /** Engines and providers that may be used; `all` for all. */
  | { readonly kind: 'allowed_engines' }
  /** Real money: `$5`, or `none`. A day, or with `isPrice` what one request may cost. */
  | { readonly kind: 'dollars'; readonly isPrice?: true }
  /** Mentions of channels, at most so many; `everywhere` or `none` for no channel in particular. */
  | { readonly kind: 'channels'; readonly max: number };

export type WholeUnit = 'seconds' | 'credits' | 'days';

/** `never`: it does not end. `off`: nobody waits. */
export type DurationNone = 'never' | 'off';

export type OptionSpec = {
  /** One English sentence without a full stop, at most 100 characters. */
  readonly help: string;
  readonly kind: OptionKind;
  /** Other names that the text form takes. */
  readonly also?: readonly string[];
  readonly required?: true;
  /** Left out of forms with a field for each option: there it is asked with a button. */
  readonly isTypedOnly?: true;
};

export type Options = Readonly<Record<string, OptionSpec>>;

/** What was said for an option, by its name, where each has a place of its own: in typed options and forms. */
export type NamedWords = readonly [name: string, words: string | boolean];

/** An option's kind without the choices that people are not told of. */
export function toldKind(kind: OptionKind, keepsModerators: boolean): OptionKind {
  if (kind.kind !== 'choice') return kind;
  const [first, ...others] = kind.choices.filter((choice) => isTold(choice, keepsModerators));
  return first ? { ...kind, choices: [first, ...others] } : kind;
}
