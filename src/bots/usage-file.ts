import { DOLLAR_MICRO_USD } from '../core/money.ts';
import type { UsageRow } from '../core/ports/usage-report.ts';
import { userLabel } from '../core/usage-sums.ts';
import type { UsageReport } from '../core/usecases/report-usage.ts';
import { type Cell, csvOf } from './csv.ts';

/** Names that scripts and spreadsheets rely on. Money is in dollars. */
const columns: readonly (readonly [name: string, cell: (row: UsageRow) => Cell])[] = [
  ['day', ({ day }) => day],
  ['tenant', ({ tenantId }) => tenantId],
  ['user', userLabel],
  ['user_id', ({ userId }) => userId],
  ['engine', ({ engine }) => engine],
  ['play_money', ({ playMoney }) => playMoney],
  ['requested', ({ requested }) => requested],
  ['ready', ({ ready }) => ready],
  ['failed', ({ failed }) => failed],
  ['held_usd', ({ heldMicroUsd }) => dollarsOf(heldMicroUsd)],
  ['paid_usd', ({ paidMicroUsd }) => dollarsOf(paidMicroUsd)],
  ['cost_usd', ({ costMicroUsd }) => dollarsOf(costMicroUsd)],
  ['set_aside_usd', ({ lossMicroUsd }) => dollarsOf(lossMicroUsd)],
];

export function usageCsv(rows: readonly UsageRow[]): string {
  return csvOf(
    columns.map(([name]) => name),
    rows.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

/** Without it spreadsheets take names in other scripts apart. */
const byteOrderMark = '\u{FEFF}';

/** The report as a file for people. */
export function usageFile({ fromDay, toDay, rows }: UsageReport): {
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
} {
  const name = `reelay-usage-${fromDay}-to-${toDay}.csv`;
  return { name, mediaType: 'text/csv; charset=utf-8', text: byteOrderMark + usageCsv(rows) };
}

/** All that there is: no rounding, and no 1e-7. */
function dollarsOf(microUsd: number): Cell {
  return Number((microUsd / DOLLAR_MICRO_USD).toFixed(6));
}
