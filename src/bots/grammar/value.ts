import type { Unit } from '../../core/ledger.ts';
import type { SaidChange } from '../../core/policy.ts';
import type { InputRef } from '../../core/spec.ts';
import type { PersonRef } from './person.ts';
import type { NamedSize } from './sizes.ts';

/** An option's value after parsing. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'whole'; readonly whole: number }
  | { readonly kind: 'size'; readonly size: NamedSize }
  | { readonly kind: 'flag'; readonly on: boolean }
  | { readonly kind: 'input'; readonly input: InputRef }
  | { readonly kind: 'engines'; readonly engines: readonly [string, ...string[]] }
  | PersonRef
  | { readonly kind: 'quota_amount'; readonly change: SaidChange }
  | ({ readonly kind: 'gift' } & Gift)
  /** Null: it does not end, or not at all. */
  | { readonly kind: 'duration'; readonly ms: number | null }
  /** By its exact name. */
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Null: all. */
  | { readonly kind: 'allowed_engines'; readonly engines: readonly string[] | null }
  /** Null: no ceiling. */
  | { readonly kind: 'dollars'; readonly microUsd: number | null }
  /** By the platform's own ids. Null: no channel in particular. */
  | { readonly kind: 'channels'; readonly channels: readonly string[] | null };

/** Values by option name; what was not said, or was wrong, is not in it. */
export type Values = ReadonlyMap<string, Value>;

/** What is given once. `amount` of credits in micro-dollars. */
export type Gift = { readonly unit: Unit; readonly amount: number };

export function textIn(values: Values, name: string): string | null {
  const value = values.get(name);
  return value?.kind === 'text' ? value.text : null;
}

export function wholeIn(values: Values, name: string): number | null {
  const value = values.get(name);
  return value?.kind === 'whole' ? value.whole : null;
}

export function sizeIn(values: Values, name: string): NamedSize | null {
  const value = values.get(name);
  return value?.kind === 'size' ? value.size : null;
}

export function flagIn(values: Values, name: string): boolean | null {
  const value = values.get(name);
  return value?.kind === 'flag' ? value.on : null;
}

export function inputIn(values: Values, name: string): InputRef | null {
  const value = values.get(name);
  return value?.kind === 'input' ? value.input : null;
}

export function enginesIn(values: Values, name: string): readonly [string, ...string[]] | null {
  const value = values.get(name);
  return value?.kind === 'engines' ? value.engines : null;
}

export function personIn(values: Values, name: string): PersonRef | null {
  const value = values.get(name);
  return value?.kind === 'person' ? value : null;
}

export function changeIn(values: Values, name: string): SaidChange | null {
  const value = values.get(name);
  return value?.kind === 'quota_amount' ? value.change : null;
}

/** Undefined where nothing was said of it: null means something of its own. */
export function dollarsIn(values: Values, name: string): number | null | undefined {
  const value = values.get(name);
  return value?.kind === 'dollars' ? value.microUsd : undefined;
}

export function channelsIn(values: Values, name: string): readonly string[] | null | undefined {
  const value = values.get(name);
  return value?.kind === 'channels' ? value.channels : undefined;
}

export function giftIn(values: Values, name: string): Gift | null {
  const value = values.get(name);
  return value?.kind === 'gift' ? { unit: value.unit, amount: value.amount } : null;
}

/** Undefined where nothing was said of it, as above. */
export function durationIn(values: Values, name: string): number | null | undefined {
  const value = values.get(name);
  return value?.kind === 'duration' ? value.ms : undefined;
}

export function zoneIn(values: Values, name: string): string | undefined {
  const value = values.get(name);
  return value?.kind === 'zone' ? value.zone : undefined;
}

export function wordsIn(values: Values, name: string): readonly string[] {
  const value = values.get(name);
  return value?.kind === 'words' ? value.words : [];
}

export function allowedEnginesIn(values: Values, name: string): readonly string[] | null | undefined {
  const value = values.get(name);
  return value?.kind === 'allowed_engines' ? value.engines : undefined;
}
