/** What goes wrong with the next requests that match. */
export type Fault =
  /** The work is done, then the connection breaks. */
  | 'drop_answer'
  /** The connection breaks before anything was done. */
  | 'drop_request'
  /** An answer of HTTP's own, without doing the work, or after it. */
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterWork?: boolean;
    }
  /** `{ ok: false, error }` with 200, without doing the work, or after it. */
  | { readonly error: string; readonly afterWork?: boolean }
  | { readonly rateLimited: { readonly retryAfterS: number } }
  /** The work begins when this resolves. */
  | { readonly delayUntil: Promise<unknown> }
  /** The work is done at once; the answer goes out when this resolves. */
  | { readonly answerAfter: Promise<unknown> };

export interface Match {
  /** `chat.postMessage` and so on, or `upload`, `response_url`, `download`. */
  readonly method?: string;
  readonly workspace?: { readonly id: string };
}

export interface Hit {
  readonly method: string;
  readonly workspaceId: string | null;
}

export interface PlannedFault {
  /** Resolves when the first request was hit. */
  readonly hit: Promise<void>;
  /** How many more requests it waits for. */
  left(): number;
  cancel(): void;
}

export interface Faults {
  /** For the next request that matches, or the next `times`. The oldest plan that matches wins. */
  next(match: Match, fault: Fault, times?: number): PlannedFault;
  take(hit: Hit): Fault | null;
}

interface Plan {
  readonly match: Match;
  readonly fault: Fault;
  left: number;
  readonly hit: () => void;
}

export function createFaults(): Faults {
  const plans: Plan[] = [];
  return {
    next(match, fault, times = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const plan: Plan = { match, fault, left: times, hit: resolve };
      plans.push(plan);
      return {
        hit: promise,
        left: () => plan.left,
        cancel: () => {
          plan.left = 0;
        },
      };
    },
    take(hit) {
      const plan = plans.find((one) => one.left > 0 && matches(one.match, hit));
      if (!plan) return null;
      plan.left -= 1;
      plan.hit();
      return plan.fault;
    },
  };
}

function matches(match: Match, hit: Hit): boolean {
  if (match.method !== undefined && match.method !== hit.method) return false;
  return match.workspace === undefined || match.workspace.id === hit.workspaceId;
}
