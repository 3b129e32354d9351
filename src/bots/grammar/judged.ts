import type { Expectation } from './problem.ts';
import type { Value } from './value.ts';

/** What came of one value: it is one, or what it was probably meant to be; `expected` where more can be said than what the option takes. */
export type Judged = { readonly value: Value } | { readonly nearest: string | null; readonly expected?: Expectation };
