import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { UserId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import type { MemberQuota } from '../../src/core/quota.ts';
import { tenantA } from '../contracts/store/driver.ts';
import { balanceOf, drawnFrom, type Line, linesIn, unbalanced } from './oracle.ts';
import { beginnings, stories } from './steps.ts';
import { budget, type Came, openTenants, rules, type TestTenant } from './tenant.ts';

type Now = Awaited<ReturnType<TestTenant['begin']>>;

let tenants: TestTenant;
beforeAll(async () => {
  tenants = await openTenants();
});
afterAll(() => tenants.close());

const isOfTenant = ({ account, playMoney, jobId }: Line): boolean =>
  playMoney === 0 &&
  (account === `tenant/${tenantA}` ||
    account.startsWith(`member/${tenantA}/`) ||
    (jobId !== null && account.startsWith(`grant/${tenantA}/`)));

/** Sums, holds, counters and grants, as the books themselves and as somebody who reads them anew say. */
async function checkBooks({ store, connection }: Now, lines: readonly Line[]): Promise<void> {
  const { unbalanced: sets, wrongHolds, wrongCounters, wrongGrants } = await store.checkLedger();
  expect({ sets, wrongHolds, wrongCounters, wrongGrants }).toEqual({
    sets: [],
    wrongHolds: [],
    wrongCounters: [],
    wrongGrants: [],
  });
  expect(unbalanced(lines)).toEqual([]);
  expect(connection.prepare('select * from usage_counters where used < 0').all(), 'counters below zero').toEqual([]);
  for (const { id, unit, left } of connection
    .prepare<[], { id: string; unit: string; left: number }>('select id, unit, "left" from grants')
    .all()) {
    expect(left, `what is left of ${id}`).toBe(balanceOf(lines, `grant/${tenantA}/${id}`, unit));
    expect(left).toBeGreaterThanOrEqual(0);
  }
}

/** What people are shown is what the entries say, and never less than nothing. */
async function checkShown(
  now: Now,
  userId: UserId,
  lines: readonly Line[],
  open: readonly OpenJob[],
): Promise<MemberQuota> {
  const { store, nowMs, zones } = now;
  const quota = await store.quota({ tenantId: tenantA, userId, rules, nowMs: nowMs() });
  for (const { unit, window: kind, amount, used, held, left } of quota.lines) {
    const window = { unit, kind, nowMs: nowMs(), zones: zones() };
    const drawn = drawnFrom(
      lines,
      ({ account }) => account === `member/${tenantA}/${userId}` || account === `reset/${tenantA}/${userId}/${kind}`,
      window,
    );
    const ofJobs = new Set(open.filter((job) => job.userId === userId && job.isOwn).map(({ id }) => id));
    const isHeld = (line: Line): boolean =>
      line.jobId !== null && ofJobs.has(line.jobId) && line.account.startsWith('hold/');
    const expected = {
      used: drawn - (0 - drawnFrom(lines, isHeld, window)),
      held: 0 - drawnFrom(lines, isHeld, window),
    };
    expect({ used, held: held + 0 }, `${unit} a ${kind}`).toEqual({ used: expected.used, held: expected.held + 0 });
    expect(left, `left of ${unit} a ${kind}`).toBe(amount === null ? null : Math.max(0, amount - drawn));
    expect(Math.min(used, held), `${unit} a ${kind} shown`).toBeGreaterThanOrEqual(0);
  }
  for (const grant of quota.grants) {
    expect(grant.left).toBeGreaterThan(0);
    expect(grant.expiresAtMs ?? Infinity).toBeGreaterThan(nowMs());
  }
  return quota;
}

type OpenJob = { readonly id: string; readonly userId: string; readonly isOwn: boolean };

function openJobs({ connection }: Now): OpenJob[] {
  return connection
    .prepare<[], { id: string; userId: string; funding: string | null }>(
      'select id, user_id as userId, funding from jobs where ended_at_ms is null',
    )
    .all()
    .map(({ id, userId, funding }) => ({ id, userId, isOwn: funding === null || funding.includes('allowance') }));
}

/** How far a member is beyond each of their limits. */
function beyond({ lines }: MemberQuota): Map<string, number> {
  return new Map(
    lines.map(({ unit, window, amount, used, held }) => [
      `${unit} a ${window}`,
      amount === null ? 0 : Math.max(0, used + held - amount),
    ]),
  );
}

/** Nobody gets further beyond a limit than they were but by a limit that is another now, a move of their tenant, or as operator. */
function checkLimits(before: MemberQuota, after: MemberQuota, { mayPass }: Came): void {
  if (mayPass) return;
  const was = beyond(before);
  for (const [limit, by] of beyond(after)) expect(by, `beyond ${limit}`).toBeLessThanOrEqual(was.get(limit) ?? 0);
}

/** What is said of the tenant's spending is what its members drew, what grants paid and what it had to pay itself. */
async function checkSpent({ store, nowMs, zones }: Now, lines: readonly Line[]): Promise<void> {
  const usage = await store.usage({ tenantId: tenantA, nowMs: nowMs(), limit: 1 });
  const spent = (kind: string): number =>
    drawnFrom(lines, isOfTenant, { unit: 'usd_micro', kind, nowMs: nowMs(), zones: zones() });
  expect([usage.paidTodayMicroUsd, usage.paidThisMonthMicroUsd]).toEqual([spent('day'), spent('month')]);
}

/** What was admitted just now fitted into its tenant's budget, whoever paid for it. */
function checkBudget({ nowMs, zones }: Now, lines: readonly Line[], admitted: readonly Job[]): void {
  if (admitted.every(({ playMoney }) => playMoney)) return;
  const spent = (kind: string): number =>
    drawnFrom(lines, isOfTenant, { unit: 'usd_micro', kind, nowMs: nowMs(), zones: zones() });
  if (admitted.every(({ quoteMicroUsd }) => quoteMicroUsd === 0)) return;
  expect(spent('day'), 'spent in a day').toBeLessThanOrEqual(budget.perDayMicroUsd);
  expect(spent('month'), 'spent in a month').toBeLessThanOrEqual(budget.perMonthMicroUsd);
}

test('whatever happens in whatever order and zone, every credit is explained, shown as it is, and within its limits', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(beginnings, stories, async (atMs, story) => {
      const now = await tenants.begin(atMs);
      let quotas: MemberQuota[] = [];
      for (const step of story) {
        const came = await now.take(step);
        const lines = linesIn(now.connection);
        const open = openJobs(now);
        await checkBooks(now, lines);
        const after = [];
        for (const userId of now.members) after.push(await checkShown(now, userId, lines, open));
        for (const [index, quota] of after.entries()) checkLimits(quotas[index] ?? quota, quota, came);
        await checkSpent(now, lines);
        checkBudget(now, lines, came.admitted);
        quotas = after;
      }
      for (const { kind } of new Set(linesIn(now.connection))) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    {
      numRuns: 60,
      seed: 20,
    },
  );
  expect([...seen.keys()].toSorted(), 'kinds of entries that there were').toEqual([
    'billed_failure',
    'capture',
    'grant',
    'hold',
    'late_capture',
    'late_release',
    'loss',
    'refund',
    'release',
    'reset',
    'write_off',
  ]);
}, 60_000);
