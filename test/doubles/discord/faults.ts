import { type CommonFault, createFaultPlans, type FaultPlans } from '../faults.ts';
import { rateLimited } from './api-error.ts';

/** What goes wrong with the next requests that match. */
export type Fault =
  | CommonFault
  | { readonly rateLimited: { readonly retryAfterMs: number; readonly scope?: 'user' | 'global' | 'shared' } };

export interface Match {
  /** Name of the route, such as `message.create` or `interaction.callback`. */
  readonly route?: string;
  readonly method?: string;
  /** On the path behind `/api/v10`. */
  readonly path?: RegExp | string;
}

export interface Hit {
  readonly route: string;
  readonly method: string;
  readonly path: string;
}

export type Faults = FaultPlans<Match, Hit, Fault>;

export function createFaults(): Faults {
  return createFaultPlans(matches);
}

function matches(match: Match, hit: Hit): boolean {
  if (match.route !== undefined && match.route !== hit.route) return false;
  if (match.method !== undefined && match.method !== hit.method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? match.path === hit.path : match.path.test(hit.path);
}

export function asRateLimit(fault: Extract<Fault, { rateLimited: unknown }>): ReturnType<typeof rateLimited> {
  return rateLimited({ retryAfterMs: fault.rateLimited.retryAfterMs, scope: fault.rateLimited.scope ?? 'user' });
}
