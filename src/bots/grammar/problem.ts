import type { DurationNone, WholeUnit } from './option.ts';

/** What would have been right, in a form that every language can put into words. */
export type Expectation =
  | { readonly kind: 'whole'; readonly min: number; readonly max: number; readonly unit: WholeUnit | null }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'size'; readonly names: readonly string[]; readonly sideMin: number; readonly sideMax: number }
  | { readonly kind: 'on_off' }
  /** `--audio no people`: answer, or prompt? */
  | { readonly kind: 'clear_on_off' }
  | { readonly kind: 'engine'; readonly engines: readonly string[] }
  | { readonly kind: 'engines'; readonly engines: readonly string[]; readonly min: number; readonly max: number }
  | { readonly kind: 'file'; readonly accepts: 'image' | 'video' }
  | { readonly kind: 'video_number' }
  | { readonly kind: 'text'; readonly charsMax: number }
  /** A prompt, where there is none. */
  | { readonly kind: 'prompt' }
  /** Prompts, where there are none. */
  | { readonly kind: 'prompts' }
  /** A shorter prompt; `got` is its length. */
  | { readonly kind: 'prompt_chars'; readonly charsMax: number }
  | { readonly kind: 'known_option'; readonly options: readonly string[] }
  /** An abbreviation that several options share. */
  | { readonly kind: 'one_option'; readonly options: readonly string[] }
  | { readonly kind: 'once' }
  /** One of two options that exclude each other. */
  | { readonly kind: 'without'; readonly other: string }
  /** Fewer videos; `got` is their number. */
  | { readonly kind: 'videos_max'; readonly max: number }
  /** `{a|{b|c}}`: choices inside choices. */
  | { readonly kind: 'flat_choices' }
  | { readonly kind: 'command'; readonly commands: readonly string[] }
  /** `/video list`: `nearest` is the command that was probably meant. */
  | { readonly kind: 'other_command' }
  | { readonly kind: 'nothing_more' }
  /** Options in a field that is for the prompt alone. */
  | { readonly kind: 'no_options_in_prompt'; readonly options: readonly string[] }
  | { readonly kind: 'person'; readonly orDefault: boolean; readonly orBudget?: true; readonly orRole?: true }
  | { readonly kind: 'quota_amount'; readonly videosMax: number; readonly creditsMax: number }
  | { readonly kind: 'gift'; readonly videosMax: number; readonly creditsMax: number }
  /** How long; `none` is the word for no end, or for not at all. */
  | { readonly kind: 'duration'; readonly minMs: number; readonly maxMs: number; readonly none: DurationNone | null }
  /** `choices`: those that it could be. */
  | { readonly kind: 'zone'; readonly choices: readonly string[] }
  | { readonly kind: 'words'; readonly max: number; readonly charsMax: number }
  | { readonly kind: 'allowed_engines'; readonly engines: readonly string[] }
  /** Real money; `isPrice`: of one request, else a day. */
  | { readonly kind: 'dollars'; readonly max: number; readonly isPrice?: true }
  /** Mentions of channels; `hasNames` where `#name` does as well. */
  | { readonly kind: 'channels'; readonly max: number; readonly hasNames: boolean }
  /** The number of one video, where none is meant without it. */
  | { readonly kind: 'needed_number' }
  /** Either one video by its number, or all of somebody's of the last while. */
  | { readonly kind: 'number_or_person' }
  /** `--last 1h` beside whom. */
  | { readonly kind: 'with'; readonly other: string }
  /** An amount behind whom a quota was asked for; `got` is whom. Untrusted, both. */
  | { readonly kind: 'quota_set'; readonly amount: string };

/** One mistake in what somebody typed. */
export type Problem = {
  /** The option's name; null for words that were typed without one, and when it is about the command as a whole. */
  readonly option: string | null;
  readonly expected: Expectation;
  /** What came, as typed, shortened. Untrusted. */
  readonly got: string;
  /** What to type instead; null when nothing comes near. */
  readonly nearest: string | null;
};

/** Problems about options that nothing was said of yet: a value that was wrong is not missing as well. */
export function untold(problems: readonly Problem[], told: readonly Problem[]): Problem[] {
  return problems.filter(({ option }) => option === null || !told.some((other) => other.option === option));
}

const gotCharsMax = 60;

/** Shortens foreign text for a message, never inside a character. */
export function shorten(text: string, charsMax = gotCharsMax): string {
  const chars = Array.from(text.slice(0, charsMax * 2 + 2));
  return chars.length <= charsMax
    ? text
    : `${chars
        .slice(0, charsMax - 1)
        .join('')
        .trimEnd()}…`;
}
