import { keepingDefaults } from '../../../core/defaults.ts';
import type { JobStateKind } from '../../../core/job.ts';
import type { Unit } from '../../../core/ledger.ts';
import type { LedgerReport } from '../../../core/ports/store.ts';
import type { Tenant, TenantBudget } from '../../../core/tenant.ts';
import { code, say, type Text, untrusted } from '../text.ts';
import { both, counted, credits, duration, either, fewOf, videos, when } from './amounts.ts';
import { states } from './status.ts';

/** What the operator's commands say. */
export function jobs(): string {
  return 'The newest jobs';
}

export function noJobs(): string {
  return 'There are no jobs yet. Make one: npm run make -- "a red ball rolls across a wooden floor"';
}

export function noJob(jobNumber: number, tenant: string): string {
  return `There is no job #${jobNumber} of ${tenant}. npm run reelay -- jobs list shows all; --tenant says whose number it is.`;
}

export function whoseJob(jobNumber: number, tenants: readonly string[]): string {
  return `There is a #${jobNumber} of ${both(tenants)}. Say whose number it is: --tenant ${tenants[0] ?? ''}`;
}

export function resolved(jobNumber: number, state: JobStateKind): string {
  return `#${jobNumber} is decided and now ${states[state]}.`;
}

export function notUnknown(jobNumber: number, state: JobStateKind): string {
  return `#${jobNumber} needs no decision: it is ${states[state]}. Only a job without an answer from its engine can be decided.`;
}

export function noClip(jobNumber: number, state: JobStateKind): string {
  return `#${jobNumber} has no clip to fetch: it is ${states[state]}. npm run reelay -- jobs show ${jobNumber} tells why.`;
}

export function taskTaken(jobNumber: number): string {
  return `Nothing was decided for #${jobNumber}: that task belongs to another attempt. Look at the engine's pages once more.`;
}

export function decide(): string {
  return 'Expected one of --made TASK, --never or --give-up; got none.';
}

export function allowed(tenant: string, { perDayMicroUsd, perMonthMicroUsd }: TenantBudget): string {
  return `${tenant} may use real engines: ${credits(perDayMicroUsd)} a day, ${credits(perMonthMicroUsd)} a month.`;
}

export function allTenants(): string {
  return 'The tenants, those seen first on top';
}

export function noTenants(): string {
  return 'No tenant is known yet: a server or workspace is from the moment that Reelay is in it.';
}

/** `allow`: the command that lets it use real engines. */
export function tenantRow(
  { id, name, budget, leftAtMs }: Pick<Tenant, 'id' | 'name' | 'budget' | 'leftAtMs'>,
  allow: string,
  nowMs: number,
): Text {
  const called = name === null ? say`${id}` : say`${untrusted(name)} (${id})`;
  if (leftAtMs !== null) {
    const goesAtMs = leftAtMs + keepingDefaults.afterLeavingMs;
    const kept =
      nowMs < goesAtMs ? say`what is kept of it goes ${when(goesAtMs, nowMs)}` : say`only its books are kept`;
    return say`${called} · left ${when(leftAtMs, nowMs)}; ${kept}`;
  }
  if (budget === null) return say`${called} · waits: it has only the demo. To allow it: ${code(allow)}`;
  return say`${called} · up to ${credits(budget.perDayMicroUsd)} a day, ${credits(budget.perMonthMicroUsd)} a month`;
}

export function noTenant(tenant: string): string {
  return `There is no tenant ${tenant}. npm run reelay -- tenants list shows all.`;
}

export function nobody(typed: string, tenant: string | null): string {
  const where = tenant === null ? '' : ` of ${tenant}`;
  return `Nobody${where} is known as ${JSON.stringify(typed)}. Write a name as people see it, or the id that the platform gave them.`;
}

export function severalPeople(typed: string, ids: readonly string[]): string {
  return `Several people are known as ${JSON.stringify(typed)}. Write one of their ids: ${either(ids)}.`;
}

export function whichTenant(ids: readonly string[]): string {
  return ids.length === 0
    ? 'No tenant is known yet: a server or workspace is from the moment that Reelay is in it.'
    : `Say whose members are meant, with --tenant: ${either(fewOf(ids))}.`;
}

export function badAmount(typed: string, nearest: string | null): string {
  return `Expected an amount such as 10/day, "200 credits/week", unlimited or default, got ${JSON.stringify(typed)}.${perhaps(nearest)}`;
}

export function badGift(typed: string, nearest: string | null): string {
  return `Expected an amount such as 50 credits or 3 videos, got ${JSON.stringify(typed)}.${perhaps(nearest)}`;
}

export function badDuration(typed: string, nearest: string | null): string {
  return `Expected a time such as 7d, 24h or never, got ${JSON.stringify(typed)}.${perhaps(nearest)}`;
}

function perhaps(nearest: string | null): string {
  return nearest === null ? '' : ` Did you mean ${nearest}?`;
}

/** `forMs` null: until it is used up. */
export function given(name: string | null, unit: Unit, amount: number, forMs: number | null): string {
  const what = unit === 'videos' ? videos(amount) : credits(amount);
  const until = forMs === null ? 'until it is used up' : `for ${duration(forMs)}`;
  return `${name ?? 'They'} can use ${what} on top of their limits, ${until}.`;
}

export function migrated(): string {
  return 'The database is up to date.';
}

export function soundLedger(entrySets: number): string {
  return `Every credit is explained: ${counted(entrySets, 'entry set', 'entry sets')}, sums, holds and counters agree.`;
}

export function unsoundLedger(problems: number): string {
  return `The books are off in ${counted(problems, 'place', 'places')}.`;
}

export function firstProblem(problem: string): string {
  return `The first: ${problem}`;
}

export function moreProblems(amount: number): string {
  return `and ${counted(amount, 'more', 'more')}; --json has all`;
}

export function mend(): string {
  return 'Stop the service, so that nothing is decided by wrong numbers. Keep a copy of the database, restore the last backup for which this check passes, and report what it says here.';
}

/** `entrySet`: such as `capture of att_… in usd_micro`. */
export function unbalanced(entrySet: string): string {
  return `Entry set ${entrySet}: its postings add up to something else than 0, so that money came from nowhere or went there.`;
}

export function wrongHold({ jobId, unit, expected, found }: LedgerReport['wrongHolds'][number]): string {
  const why = expected === 0 ? 'it has ended or waits for nothing' : 'it waits for its engine';
  return `Job ${jobId}: ${found} ${unit} are held for it, expected ${expected}, since ${why}.`;
}

export function wrongGrant({ grantId, expected, found }: LedgerReport['wrongGrants'][number]): string {
  return `Grant ${grantId}: ${found} are left by its row, ${expected} by its postings.`;
}

export function wrongCounter({ counter, expected, found }: LedgerReport['wrongCounters'][number]): string {
  return `Counter ${counter}: it is ${found}, and its postings add up to ${expected}.`;
}
