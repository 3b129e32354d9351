import type { UsageRow } from './ports/usage-report.ts';

/** By what usage is added up. */
export type UsageBy = 'day' | 'user' | 'tenant' | 'engine';
export const usageBys = ['day', 'user', 'tenant', 'engine'] as const satisfies readonly UsageBy[];

export type UsageSum = Pick<
  UsageRow,
  'requested' | 'ready' | 'failed' | 'heldMicroUsd' | 'paidMicroUsd' | 'costMicroUsd' | 'lossMicroUsd'
>;

const noUsage: UsageSum = {
  requested: 0,
  ready: 0,
  failed: 0,
  heldMicroUsd: 0,
  paidMicroUsd: 0,
  costMicroUsd: 0,
  lossMicroUsd: 0,
};

export function sumOfUsage(rows: readonly UsageSum[]): UsageSum {
  return rows.reduce(
    (sum, row) => ({
      requested: sum.requested + row.requested,
      ready: sum.ready + row.ready,
      failed: sum.failed + row.failed,
      heldMicroUsd: sum.heldMicroUsd + row.heldMicroUsd,
      paidMicroUsd: sum.paidMicroUsd + row.paidMicroUsd,
      costMicroUsd: sum.costMicroUsd + row.costMicroUsd,
      lossMicroUsd: sum.lossMicroUsd + row.lossMicroUsd,
    }),
    noUsage,
  );
}

/** What real engines were used, and what was only played: nobody pays play money, so they are never added up. */
export function realAndPlayed(rows: readonly UsageRow[]): {
  readonly real: readonly UsageRow[];
  readonly played: readonly UsageRow[];
} {
  return { real: rows.filter(({ playMoney }) => !playMoney), played: rows.filter(({ playMoney }) => playMoney) };
}

export type UsageGroup = { readonly key: string; readonly rows: readonly UsageRow[]; readonly sum: UsageSum };

/** The newest days first; of everything else, what cost most. */
export function groupUsage(rows: readonly UsageRow[], by: UsageBy): UsageGroup[] {
  const groups = Array.from(
    Map.groupBy(rows, (row) => keyOf(row, by)),
    ([key, together]) => {
      return { key, rows: together, sum: sumOfUsage(together) };
    },
  );
  return groups.toSorted((a, b) => (by === 'day' ? newestFirst(a, b) : largestFirst(a, b)));
}

function keyOf(row: UsageRow, by: UsageBy): string {
  switch (by) {
    case 'day':
      return row.day;
    case 'user':
      return row.userId;
    case 'tenant':
      return row.tenantId;
    case 'engine':
      return row.engine;
  }
}

function newestFirst(a: UsageGroup, b: UsageGroup): number {
  return a.key > b.key ? -1 : 1;
}

function largestFirst(a: UsageGroup, b: UsageGroup): number {
  const byMoney = b.sum.costMicroUsd + b.sum.heldMicroUsd - a.sum.costMicroUsd - a.sum.heldMicroUsd;
  return byMoney || b.sum.requested - a.sum.requested || (a.key < b.key ? -1 : 1);
}

/** Who is meant where nobody is named any more: the same each time, and leading back to nobody. */
function pseudonymOf({ userId }: Pick<UsageRow, 'userId'>): string {
  return `someone-${userId.slice(-6).toLowerCase()}`;
}

export function userLabel(row: Pick<UsageRow, 'userId' | 'userName'>): string {
  return row.userName ?? pseudonymOf(row);
}
