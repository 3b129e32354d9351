import type { Value } from './value.ts';

/** What came of one value: it is one, or what it was probably meant to be. */
export type Judged = { readonly value: Value } | { readonly nearest: string | null };
