import type { Context } from 'hono';
import { type Budget, listBudgets, serviceScope } from '../../core/budgets.ts';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { AdmissionRules } from '../../core/policy.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Clock } from '../../core/ports/world.ts';
import { usageDaysMax } from '../../core/usage-days.ts';
import { reportUsage, type UsageReport } from '../../core/usecases/report-usage.ts';
import { usageFile } from '../usage-file.ts';
import { general } from './channels.ts';
import type { Theme } from './draw/frame.ts';
import { drawUsage, type Meter } from './draw/usage.ts';
import type { Env } from './guard.ts';
import type { ConsolePerson } from './people.ts';
import { usageWords as words } from './usage-words.ts';

const choices = [7, 30, 90, 365] as const;
const daysDefault = 30;

type Deps = {
  readonly store: Pick<Store, 'tenant' | 'tenants' | 'usageReports'>;
  readonly clock: Clock;
  readonly rules: AdmissionRules;
  readonly userOf: (person: ConsolePerson) => Promise<UserId>;
  readonly themeIn: (c: Context) => Theme;
};

type Read = {
  readonly report: UsageReport;
  readonly days: number;
  readonly tenants: readonly TenantId[];
};

/** What was used, as a page and as a file. Members get their own, moderators all of the console, the operator every tenant. */
export function createUsage({ store, clock, rules, userOf, themeIn }: Deps) {
  async function read(c: Context<Env>): Promise<Read> {
    const { role } = c.get('person');
    const userId = await userOf(c.get('person'));
    const by = { userId, role, tenantId: general.tenantId };
    const days = daysIn(c.req.query('days'));
    const tenants = role === 'operator' ? (await store.tenants({ platform: null })).map(({ id }) => id) : [];
    const named = tenants.find((id) => id === c.req.query('tenant'));
    const tenantId = role === 'operator' ? (named ?? null) : general.tenantId;
    const span = { kind: 'days', days } as const;
    const ask = { by, tenantId, userId: role === 'member' ? userId : null, span };
    const result = await reportUsage(ask, { store, clock });
    if (result.kind !== 'usage') throw new Error(`expected to be told what was used, got ${result.kind}`);
    return { report: result.report, days, tenants };
  }

  /** The operator's budgets with all tenants, a tenant's with one; members are told of their own limits elsewhere. */
  async function metersOf({ role }: ConsolePerson, { tenantId }: UsageReport): Promise<Meter[]> {
    if (role === 'member') return [];
    if (tenantId === null) return (await listBudgets({ store, rules, clock })).map(meterOf);
    const nowMs = clock.nowMs();
    const { budget } = await store.tenant(tenantId, nowMs);
    if (!budget) return [];
    const scope = { kind: 'tenant', tenantId } as const;
    const keys = [{ scope, window: 'day' } as const, { scope, window: 'month' } as const];
    const [today = 0, month = 0] = await store.usageReports.spent({ keys, nowMs });
    return [
      { name: words.today, usedMicroUsd: today, capMicroUsd: budget.perDayMicroUsd },
      { name: words.month, usedMicroUsd: month, capMicroUsd: budget.perMonthMicroUsd },
    ];
  }

  return {
    async page(c: Context<Env>): Promise<Response> {
      const { report, days, tenants } = await read(c);
      const person = c.get('person');
      const meters = await metersOf(person, report);
      const seesAll = person.role !== 'member';
      return c.html(drawUsage({ report, theme: themeIn(c), days, choices, tenants, meters, seesAll }));
    },

    async file(c: Context<Env>): Promise<Response> {
      const { name, mediaType, text } = usageFile((await read(c)).report);
      return c.body(text, 200, { 'Content-Type': mediaType, 'Content-Disposition': `attachment; filename="${name}"` });
    },
  };
}

function meterOf({ scope, usedMicroUsd, capMicroUsd }: Budget): Meter {
  return { name: scope === serviceScope ? words.service : words.provider(scope), usedMicroUsd, capMicroUsd };
}

function daysIn(text: string | undefined): number {
  const days = Number(text);
  return Number.isSafeInteger(days) && days >= 1 && days <= usageDaysMax ? days : daysDefault;
}
