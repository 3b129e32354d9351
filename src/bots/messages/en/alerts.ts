import type { Alert } from '../../../core/alert.ts';
import { both, fewOf } from './amounts.ts';

/** What the operator is told, with what to do about it. */
export function news(alert: Alert): string {
  switch (alert.kind) {
    case 'engine_retires':
      return `${alert.label} (${alert.engine}) goes away on ${alert.on}${inDays(alert.daysLeft)}. ${instead(alert.replacedBy)} Nothing has to be done: from that day on requests go elsewhere.`;
    case 'engine_retired':
      return `${alert.label} (${alert.engine}) is no longer served by its maker and takes no new requests. ${instead(alert.replacedBy)} If that is wrong, or the name of a model was mistaken: npm run reelay -- engines enable ${alert.engine}`;
    case 'out_of_credit':
      return `${alert.provider} turned a request away for lack of credit, or refused our key. For now nothing new goes to ${both(fewOf(alert.engines))}. Add credit or mend the key. It is tried again by itself after an hour, or at once with: npm run reelay -- engines enable ${alert.provider}`;
  }
}

function inDays(days: number): string {
  return days <= 0 ? ', which is today' : `, in ${days === 1 ? '1 day' : `${days} days`}`;
}

function instead(engine: string | null): string {
  return engine === null ? 'No engine is named in its place.' : `People are pointed to ${engine}.`;
}
