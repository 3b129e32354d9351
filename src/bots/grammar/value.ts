import type { PolicyChange } from '../../core/policy.ts';
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
  | { readonly kind: 'quota_amount'; readonly change: PolicyChange }
  /** Null: no ceiling. */
  | { readonly kind: 'dollars'; readonly microUsd: number | null }
  /** By the platform's own ids. Null: no channel in particular. */
  | { readonly kind: 'channels'; readonly channels: readonly string[] | null };

/** Values by option name; what was not said, or was wrong, is not in it. */
export type Values = ReadonlyMap<string, Value>;

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

export function changeIn(values: Values, name: string): PolicyChange | null {
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
