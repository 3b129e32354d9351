import type { UserId } from './ids.ts';

/** Actor: who acts. Every change knows; `operator` is whoever holds the machine or its admin token. */
export type Actor =
  | { readonly kind: 'user'; readonly userId: UserId }
  | { readonly kind: 'operator' }
  | { readonly kind: 'system' }
  | { readonly kind: 'webhook'; readonly provider: string };
