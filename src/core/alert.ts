import type { EngineId } from './engine.ts';

/** What the operator has to know, each once. */
export type Alert =
  /** Its vendor will no longer serve it from that day on. */
  | {
      readonly kind: 'engine_retires';
      readonly engine: EngineId;
      readonly label: string;
      /** ISO date. */
      readonly on: string;
      readonly daysLeft: number;
      readonly replacedBy: string | null;
    }
  /** It takes nothing new any more. */
  | {
      readonly kind: 'engine_retired';
      readonly engine: EngineId;
      readonly label: string;
      readonly sinceMs: number;
      readonly replacedBy: string | null;
    }
  /** A whole account: one key for all of these. */
  | {
      readonly kind: 'out_of_credit';
      readonly provider: string;
      readonly engines: readonly EngineId[];
      readonly sinceMs: number;
    }
  /** So much of a month's budget is used. */
  | {
      readonly kind: 'budget_warning';
      /** `service`, or a provider by its name. */
      readonly scope: string;
      readonly percent: 50 | 80 | 100;
      /** Such as 2026-11, in UTC. */
      readonly month: string;
      readonly usedMicroUsd: number;
      readonly capMicroUsd: number;
    };

/** The same for the same news, however often it is seen; another when it happens anew. */
export function alertKey(alert: Alert): string {
  switch (alert.kind) {
    case 'engine_retires':
      return `engine_retires:${alert.engine}:${alert.on}`;
    case 'engine_retired':
      return `engine_retired:${alert.engine}:${alert.sinceMs}`;
    case 'out_of_credit':
      return `out_of_credit:${alert.provider}:${alert.sinceMs}`;
    case 'budget_warning':
      // Another cap is another budget.
      return `budget_warning:${alert.scope}:${alert.month}:${alert.capMicroUsd}:${alert.percent}`;
  }
}
