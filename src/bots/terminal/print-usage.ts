import type { UsageRow } from '../../core/ports/usage-report.ts';
import type { UsageReport } from '../../core/usecases/report-usage.ts';
import { groupUsage, realAndPlayed, sumOfUsage, type UsageBy, type UsageSum } from '../../core/usage-sums.ts';
import type { Catalogue } from '../messages/catalogue.ts';
import { partsOf, plainStyle, renderText, type Text, untrusted } from '../messages/text.ts';
import { groupLabel } from '../present-usage-report.ts';
import { spoken, type View } from '../view.ts';

type Words = Catalogue['usage'];
type Column = { readonly head: keyof Words['columns']; readonly cell: (sum: UsageSum, words: Words) => string };

const columns: readonly Column[] = [
  { head: 'requested', cell: ({ requested }) => String(requested) },
  { head: 'ready', cell: ({ ready }) => String(ready) },
  { head: 'failed', cell: ({ failed }) => String(failed) },
  { head: 'held', cell: ({ heldMicroUsd }, { amount }) => amount(heldMicroUsd) },
  { head: 'paid', cell: ({ paidMicroUsd }, { amount }) => amount(paidMicroUsd) },
  { head: 'cost', cell: ({ costMicroUsd }, { amount }) => amount(costMicroUsd) },
  { head: 'loss', cell: ({ lossMicroUsd }, { amount }) => amount(lossMicroUsd) },
];

/** What was used, as a table with a line for each day, user, tenant or engine; play money in one of its own. */
export function printUsage(report: UsageReport, by: UsageBy, { usage }: Catalogue): View {
  const { rows, isWhole, fromDay, toDay } = report;
  const { real, played } = realAndPlayed(rows);
  const lines = [
    ...tableOf(real, by, usage.real, usage),
    ...tableOf(played, by, usage.played, usage),
    ...(rows.length === 0 ? [usage.nothing()] : []),
    ...(isWhole ? [] : [usage.notWhole(rows.at(-1)?.day ?? fromDay)]),
  ];
  return spoken(partsOf(usage.heading(fromDay, toDay)), lines.map(partsOf), 'note');
}

function tableOf(rows: readonly UsageRow[], by: UsageBy, title: string, words: Words): string[] {
  if (rows.length === 0) return [];
  const line = (name: string, sum: UsageSum): string[] => [name, ...columns.map(({ cell }) => cell(sum, words))];
  const table = [
    [words.columns[by], ...columns.map(({ head }) => words.columns[head])],
    ...groupUsage(rows, by).map((group) => line(safe([untrusted(groupLabel(group, by))]), group.sum)),
    line(words.sum, sumOfUsage(rows)),
  ];
  return [title, ...aligned(table)];
}

function safe(name: Text): string {
  return renderText(name, plainStyle).replaceAll(/\s+/gu, ' ');
}

/** Names to the left, numbers to the right. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((cells) => lengthOf(cells[column] ?? ''))));
  return table.map((cells) =>
    cells
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - lengthOf(cell));
        return column === 0 ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
