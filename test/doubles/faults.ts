/** What goes wrong with the next requests, on any platform. */
export type CommonFault =
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
  /** The work begins when this resolves. */
  | { readonly delayUntil: Promise<unknown> }
  /** The work is done at once; the answer goes out when this resolves. */
  | { readonly answerAfter: Promise<unknown> };

export interface PlannedFault {
  /** Resolves when the first request was hit. */
  readonly hit: Promise<void>;
  /** How many more requests it waits for. */
  left(): number;
  cancel(): void;
}

/** Faults that were planned: which requests they are for, and what they do. */
export interface FaultPlans<Match, Hit, Fault> {
  /** For the next request that matches, or the next `times`. The oldest plan that matches wins. */
  next(match: Match, fault: Fault, times?: number): PlannedFault;
  take(hit: Hit): Fault | null;
}

export function createFaultPlans<Match, Hit, Fault>(
  matches: (match: Match, hit: Hit) => boolean,
): FaultPlans<Match, Hit, Fault> {
  const plans: { readonly match: Match; readonly fault: Fault; left: number; readonly hit: () => void }[] = [];
  return {
    next(match, fault, times = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const plan = { match, fault, left: times, hit: resolve };
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
