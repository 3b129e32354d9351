import { type Command, InvalidArgumentError, Option } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { joinTexts, partsOf } from '../bots/messages/text.ts';
import { spoken, type View } from '../bots/view.ts';
import { tenantDefaults } from '../core/defaults.ts';
import { type Budget, listBudgets } from '../core/budgets.ts';
import { parseTenantId, type TenantId } from '../core/ids.ts';
import { CREDIT_MICRO_USD } from '../core/money.ts';
import type { Store } from '../core/ports/store.ts';
import type { Tenant } from '../core/tenant.ts';
import { exitCodes } from '../entry.ts';
import { answering, type Finish, said } from './run.ts';

const { operator, usage } = catalogueFor('en');
const daysOfBudgetInMonth = tenantDefaults.perMonthMicroUsd / tenantDefaults.perDayMicroUsd;

export function addTenantCommands(program: Command, finish: Finish): void {
  const tenants = program
    .command('tenants')
    .description('Says which Discord servers and Slack workspaces may use real engines.');
  const lists = tenants.command('list').description('All tenants: who waits to be allowed, and how much each may use.');
  answering(lists, finish, async ({ store, clock, rules }) => {
    const all = await store.tenants({ platform: null });
    const nowMs = clock.nowMs();
    const used = await usedBy(all, store, nowMs);
    const budgets = await listBudgets({ store, rules, clock });
    const data = all.map((tenant) => ({ ...tenant, ...used.get(tenant.id) }));
    return { view: presentTenants(all, nowMs, used, budgets), data, code: exitCodes.ok };
  });
  const allow = tenants
    .command('allow')
    .description('Lets a tenant use real engines up to a budget. Until then it renders with the demo.')
    .argument('<tenant>', 'such as discord:81384788765712384', readTenant)
    .addOption(
      new Option('--budget <credits>', 'credits a day; ten times as much a month')
        .default(tenantDefaults.perDayMicroUsd / CREDIT_MICRO_USD)
        .argParser(readCredits),
    );
  answering(allow, finish, async ({ store, clock }, options) => {
    const perDayMicroUsd = Number(options['budget']) * CREDIT_MICRO_USD;
    const budget = { perDayMicroUsd, perMonthMicroUsd: perDayMicroUsd * daysOfBudgetInMonth };
    const id = parseTenantId(String(allow.processedArgs[0]));
    const tenant = await store.allowTenant(id, budget, { kind: 'operator' }, clock.nowMs());
    return said(operator.allowed(id, budget), 'good', tenant);
  });
}

type Used = { readonly usedTodayMicroUsd: number; readonly usedThisMonthMicroUsd: number };

/** What those that may spend have spent, in the windows of now. */
async function usedBy(
  all: readonly Tenant[],
  store: Pick<Store, 'usageReports'>,
  nowMs: number,
): Promise<ReadonlyMap<TenantId, Used>> {
  const allowed = all.filter(({ budget }) => budget !== null);
  const keys = allowed.flatMap(({ id: tenantId }) =>
    (['day', 'month'] as const).map((window) => ({ scope: { kind: 'tenant', tenantId }, window }) as const),
  );
  const spent = await store.usageReports.spent({ keys, nowMs });
  return new Map(
    allowed.map(({ id }, index) => [
      id,
      { usedTodayMicroUsd: spent[2 * index] ?? 0, usedThisMonthMicroUsd: spent[2 * index + 1] ?? 0 },
    ]),
  );
}

/** Each by its name, with what it has used, or the command that allows it where it waits; below them the operator's own budgets. */
export function presentTenants(
  all: readonly Tenant[],
  nowMs: number,
  used: ReadonlyMap<TenantId, Used> = new Map(),
  budgets: readonly Budget[] = [],
): View {
  if (all.length === 0) return spoken(partsOf(operator.noTenants()), [], 'note');
  const rows = all.map((tenant) => {
    const row = operator.tenantRow(tenant, `npm run reelay -- tenants allow ${tenant.id}`, nowMs);
    const spent = used.get(tenant.id);
    const { leftAtMs } = tenant;
    return spent && leftAtMs === null
      ? joinTexts([row, usage.tenantBudget(spent.usedTodayMicroUsd, spent.usedThisMonthMicroUsd)], ' · ')
      : row;
  });
  return spoken(
    partsOf(operator.allTenants()),
    [...rows, ...budgets.map((budget) => partsOf(usage.budget(budget)))],
    'note',
  );
}

function readTenant(text: string): string {
  try {
    return parseTenantId(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function readCredits(text: string): number {
  const credits = Number(text);
  if (!Number.isSafeInteger(credits) || credits < 1 || credits > 10_000_000) {
    throw new InvalidArgumentError(
      `expected a whole number of credits from 1 to 10000000, got ${JSON.stringify(text)}`,
    );
  }
  return credits;
}
