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
      readonly kind: 'engine_out';
      readonly engine: EngineId;
      readonly label: string;
      readonly why: 'retired' | 'out_of_credit';
      readonly sinceMs: number;
      readonly replacedBy: string | null;
    };

/** The same for the same news, however often it is seen; another when it happens anew. */
export function alertKey(alert: Alert): string {
  switch (alert.kind) {
    case 'engine_retires':
      return `engine_retires:${alert.engine}:${alert.on}`;
    case 'engine_out':
      return `engine_out:${alert.engine}:${alert.why}:${alert.sinceMs}`;
  }
}
