import { type CommonFault, createFaultPlans, type FaultPlans } from '../faults.ts';

/** What goes wrong with the next requests that match. */
export type Fault =
  | CommonFault
  /** `{ ok: false, error }` with 200, without doing the work, or after it. */
  | { readonly error: string; readonly afterWork?: boolean }
  | { readonly rateLimited: { readonly retryAfterS: number } };

export interface Match {
  /** `chat.postMessage` and so on, or `upload`, `response_url`, `download`. */
  readonly method?: string;
  readonly workspace?: { readonly id: string };
}

export interface Hit {
  readonly method: string;
  readonly workspaceId: string | null;
}

export type Faults = FaultPlans<Match, Hit, Fault>;

export function createFaults(): Faults {
  return createFaultPlans(matches);
}

function matches(match: Match, hit: Hit): boolean {
  if (match.method !== undefined && match.method !== hit.method) return false;
  return match.workspace === undefined || match.workspace.id === hit.workspaceId;
}
