import { expect, it } from 'vitest';
import { parseTenantId, formatId } from '../../../src/core/ids.ts';
import type { UsageRow } from '../../../src/core/ports/usage-report.ts';
import type { Role } from '../../../src/core/role.ts';
import { reportUsage, type UsageDays } from '../../../src/core/usecases/report-usage.ts';
import { nothingSetUp } from '../../../src/core/tenant-settings.ts';
import type { Tenant } from '../../../src/core/tenant.ts';
import { manualClock } from '../../doubles/world.ts';

const [home, other] = [parseTenantId('discord:1'), parseTenantId('discord:2')];
const [me, them] = [formatId('user', '0'.repeat(26)), formatId('user', '1'.repeat(26))];
const days: UsageDays = { kind: 'days', days: 30 };
const row: UsageRow = {
  day: '2026-01-01',
  tenantId: home,
  userId: me,
  userName: 'Ada',
  engine: 'acme/reel',
  playMoney: false,
  requested: 1,
  ready: 1,
  failed: 0,
  heldMicroUsd: 0,
  paidMicroUsd: 5,
  costMicroUsd: 8,
  lossMicroUsd: 3,
};

function asked(role: Role, ask: Partial<Parameters<typeof reportUsage>[0]> = {}) {
  const tenant = (id: Tenant['id']): Promise<Tenant> =>
    Promise.resolve({
      id,
      name: null,
      budget: null,
      settings: nothingSetUp,
      timeZone: 'Asia/Tokyo',
      formerZones: [],
      createdAtMs: 0,
      leftAtMs: null,
    });
  const usageReports = {
    rows: () =>
      Promise.resolve({ rows: [row, { ...row, engine: 'acme/other', requested: 0 } as const], isWhole: true }),
    spent: () => Promise.resolve([]),
  };
  const by = { userId: me, role, tenantId: home };
  const store = { tenant, usageReports };
  return reportUsage({ by, tenantId: home, userId: null, span: days, ...ask }, { store, clock: manualClock() });
}

it.each([
  ['member', { userId: null }, 'not_allowed'],
  ['member', { userId: them }, 'not_allowed'],
  ['member', { userId: me, tenantId: other }, 'not_allowed'],
  ['member', { userId: me }, 'usage'],
  ['moderator', { userId: them }, 'usage'],
  ['moderator', { tenantId: other }, 'not_allowed'],
  ['moderator', { tenantId: null }, 'not_allowed'],
  ['operator', { tenantId: null }, 'usage'],
] as const)('a %s who asks for %j: %s', async (role, ask, kind) => {
  expect((await asked(role, ask)).kind).toBe(kind);
});

it('tells members what they paid, and nothing of what others bore', async () => {
  const told = await asked('member', { userId: me });
  expect(told).toMatchObject({ report: { rows: [{ paidMicroUsd: 5, costMicroUsd: 5, lossMicroUsd: 0 }] } });
  expect(await asked('moderator')).toMatchObject({ report: { rows: [row, { requested: 0 }] } });
});

it.each([
  [{ kind: 'days', days: 0 }, 'too_few'],
  [{ kind: 'days', days: 1.5 }, 'too_few'],
  [{ kind: 'days', days: 401 }, 'too_many'],
  [{ kind: 'dates', from: '2026-02-30', to: null }, 'not_a_date'],
  [{ kind: 'dates', from: '2026-02-02', to: '2026-02-01' }, 'backwards'],
  [{ kind: 'dates', from: '2024-01-01', to: '2026-02-01' }, 'too_many'],
] as const)('%j are no days that can be reported', async (span, why) => {
  expect(await asked('moderator', { span })).toEqual({ kind: 'bad_days', why });
});
