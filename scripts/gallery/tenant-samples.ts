import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

const id = parseTenantId('discord:81384788765712384');
const budget = { perDayMicroUsd: 500 * CREDIT_MICRO_USD, perMonthMicroUsd: 5_000 * CREDIT_MICRO_USD };
const allow = `npm run reelay -- tenants allow ${id}`;

/** A tenant of every standing, as the operator lists them. */
export function tenantRows({ operator: { tenantRow } }: Catalogue) {
  return [
    tenantRow({ id, name: 'Film club', budget: null, leftAtMs: null }, allow, nowMs),
    tenantRow({ id, name: null, budget, leftAtMs: null }, allow, nowMs),
    tenantRow({ id, name: 'Film club', budget, leftAtMs: nowMs - 3 * HOUR }, allow, nowMs),
    tenantRow({ id, name: null, budget: null, leftAtMs: nowMs - 40 * DAY }, allow, nowMs),
  ] as const;
}
