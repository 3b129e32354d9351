import type { UsageRow } from '../core/ports/usage-report.ts';
import type { UsageReport } from '../core/usecases/report-usage.ts';
import { groupUsage, realAndPlayed, sumOfUsage, type UsageBy, type UsageGroup, userLabel } from '../core/usage-sums.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

const rowsShown = 15;

/** What was used, in a few lines: all together, and those who used most. */
export function presentUsageReport(report: UsageReport, by: UsageBy, { words: { usage } }: Showing): View {
  const { rows, isWhole, fromDay, toDay } = report;
  const { real, played } = realAndPlayed(rows);
  const part = (some: readonly UsageRow[], isPlay: boolean): Text[] => {
    if (some.length === 0) return [];
    const groups = groupUsage(some, by);
    const shown = groups.slice(0, rowsShown);
    return [
      partsOf(usage.total(sumOfUsage(some), isPlay)),
      ...shown.map((group) => usage.row(groupLabel(group, by), group.sum, isPlay)),
      ...(groups.length > shown.length ? [partsOf(usage.others(groups.length - shown.length))] : []),
    ];
  };
  const lines = [
    ...part(real, false),
    ...part(played, true),
    ...(rows.length === 0 ? [partsOf(usage.nothing())] : []),
    ...(isWhole ? [] : [partsOf(usage.notWhole(rows.at(-1)?.day ?? fromDay))]),
  ];
  return spoken(partsOf(usage.heading(fromDay, toDay)), lines, 'note');
}

/** What a group of rows is called. */
export function groupLabel({ key, rows: [first] }: UsageGroup, by: UsageBy): string {
  return by === 'user' && first ? userLabel(first) : key;
}
