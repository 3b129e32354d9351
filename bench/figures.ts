/** One figure, with what it must not exceed where there is such a thing. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly max: number | null;
};

export function isWithin({ value, max }: Figure): boolean {
  return max === null || value <= max;
}

/** The value below which this share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** How long answers took. `max` is for the slowest. */
export function answers(name: string, tookMs: readonly number[], max: number | null): Figure[] {
  return [
    { name: `${name}: p50`, value: percentile(tookMs, 0.5), unit: 'ms', max: null },
    { name: `${name}: p99`, value: percentile(tookMs, 0.99), unit: 'ms', max: null },
    { name: `${name}: slowest`, value: Math.max(...tookMs), unit: 'ms', max },
  ];
}

/** Figures as a table for people. */
export function printTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, max } = figure;
    const limit = max === null ? '' : `${max} ${unit}${isWithin(figure) ? '' : '  EXCEEDED'}`;
    return [name, `${rounded(value)} ${unit}`, limit];
  });
  const table = [['figure', 'measured', 'at most'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
