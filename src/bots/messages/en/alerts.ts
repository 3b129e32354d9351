import type { Alert } from '../../../core/alert.ts';
import { both, dollars, fewOf } from './amounts.ts';
import { serviceScope } from '../../../core/budgets.ts';

/** What the operator is told, with what to do about it. */
export function news(alert: Alert): string {
  switch (alert.kind) {
    case 'engine_retires':
      return `${alert.label} (${alert.engine}) goes away on ${alert.on}${inDays(alert.daysLeft)}. ${instead(alert.replacedBy)} Nothing has to be done: from that day on requests go elsewhere.`;
    case 'engine_retired':
      return `${alert.label} (${alert.engine}) is no longer served by its maker and takes no new requests. ${instead(alert.replacedBy)} If that is wrong, or the name of a model was mistaken: npm run reelay -- engines enable ${alert.engine}`;
    case 'out_of_credit':
      return `${alert.provider} turned a request away for lack of credit, or refused our key. For now nothing new goes to ${both(fewOf(alert.engines))}. Add credit or mend the key. It is tried again by itself after an hour, or at once with: npm run reelay -- engines enable ${alert.provider}`;
    case 'budget_warning':
      return budget(alert);
  }
}

function budget({
  scope,
  percent,
  month,
  usedMicroUsd,
  capMicroUsd,
}: Extract<Alert, { kind: 'budget_warning' }>): string {
  const isService = scope === serviceScope;
  const whose = isService ? "the service's budget" : `the budget of ${scope}`;
  const used = `${dollars(usedMicroUsd)} of ${dollars(capMicroUsd)} of ${whose} for ${month} is used or held for videos on the way`;
  const raise = isService
    ? 'To raise it, set BUDGET_MONTHLY_USD and start the service again.'
    : `To raise it, set PROVIDER_BUDGETS_MONTHLY_USD (${scope}:…) and start the service again.`;
  if (percent < 100)
    return `${percent} %: ${used}. At 100 % new requests ${isService ? '' : `to ${scope} `}are refused. ${raise}`;
  const refused = isService ? 'New requests to engines that cost money' : `New requests to ${scope}`;
  return `${used}. ${refused} are refused until the month ends (UTC); what is on its way goes on. ${raise}`;
}

function inDays(days: number): string {
  return days <= 0 ? ', which is today' : `, in ${days === 1 ? '1 day' : `${days} days`}`;
}

function instead(engine: string | null): string {
  return engine === null ? 'No engine is named in its place.' : `People are pointed to ${engine}.`;
}
