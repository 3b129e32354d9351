import { keepingDefaults } from '../../../core/defaults.ts';
import type { JobStateKind } from '../../../core/job.ts';
import type { LedgerReport } from '../../../core/ports/store.ts';
import type { Tenant, TenantBudget } from '../../../core/tenant.ts';
import { code, say, type Text, untrusted } from '../text.ts';
import { both, counted, credits, when } from './amounts.ts';
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

export function migrated(): string {
  return 'The database is up to date.';
}

export function soundLedger(entrySets: number): string {
  return `Every credit is explained: ${counted(entrySets, 'entry set', 'entry sets')}, sums, holds and counters agree.`;
}

export function unsoundLedger(problems: number): string {
  return `The books are off in ${counted(problems, 'place', 'places')}. Stop the service, keep a copy of the database, and report this.`;
}

export function unbalanced(entrySet: string): string {
  return `Entry set ${entrySet} does not sum to zero.`;
}

export function wrongHold({ jobId, unit, expected, found }: LedgerReport['wrongHolds'][number]): string {
  return `The hold of ${jobId} is ${found} ${unit}; expected ${expected}.`;
}

export function wrongCounter({ counter, expected, found }: LedgerReport['wrongCounters'][number]): string {
  return `Counter ${counter} is ${found}; the entries add up to ${expected}.`;
}
