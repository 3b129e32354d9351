import type { Connection } from '../../src/db/sqlite/connection.ts';
import { HOUR } from '../../src/core/time.ts';

/** What is written in the books, as it stands in the database; nothing of the core is used to read it. */
export type Line = {
  readonly ref: string;
  readonly kind: string;
  readonly jobId: string | null;
  readonly admittedAtMs: number;
  readonly timeZone: string;
  readonly playMoney: number;
  readonly account: string;
  readonly unit: string;
  readonly amount: number;
};

export function linesIn(connection: Connection): Line[] {
  return connection
    .prepare<[], Line>(
      `select s.ref, s.kind, s.job_id as jobId, s.admitted_at_ms as admittedAtMs, s.time_zone as timeZone,
              s.play_money as playMoney, p.account, p.unit, p.amount
       from entry_sets s join postings p on p.ref = s.ref and p.kind = s.kind`,
    )
    .all();
}

type Zone = { readonly timeZone: string; readonly untilMs: number };

/** The zone that a tenant has, and those that it had until when. */
export type Zones = { readonly timeZone: string; readonly former: readonly Zone[] };

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date there, such as `2026-03-29`. */
function dateIn(timeZone: string, atMs: number): string {
  const known = formats.get(timeZone);
  const format =
    known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  if (!known) formats.set(timeZone, format);
  return format.format(atMs);
}

/** The window that holds a moment, by its name: days, weeks and months by the calendar there, hours by those of UTC. */
function windowOf(kind: string, atMs: number, timeZone: string): string {
  if (kind === 'hour') return `hour ${Math.floor(atMs / HOUR)}`;
  const date = dateIn(timeZone, atMs);
  if (kind === 'day') return `${timeZone} ${date}`;
  if (kind === 'month') return `${timeZone} ${date.slice(0, 7)}`;
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() - ((noon.getUTCDay() + 6) % 7));
  return `${timeZone} week of ${noon.toISOString().slice(0, 10)}`;
}

/** The windows that count now: the present one, those that were open when the tenant moved during it, and those it moved out of that last. */
function openWindows(kind: string, nowMs: number, { timeZone, former }: Zones): Set<string> {
  const present = windowOf(kind, nowMs, timeZone);
  const kept = former.filter(
    (zone) =>
      windowOf(kind, zone.untilMs - 1, timeZone) === present ||
      windowOf(kind, nowMs, zone.timeZone) === windowOf(kind, zone.untilMs, zone.timeZone),
  );
  return new Set([present, ...kept.map((zone) => windowOf(kind, zone.untilMs, zone.timeZone))]);
}

/** What was drawn in the windows of now, by whoever these accounts are, what was taken off it included. */
export function drawnFrom(
  lines: readonly Line[],
  isOf: (line: Line) => boolean,
  {
    unit,
    kind,
    nowMs,
    zones,
  }: { readonly unit: string; readonly kind: string; readonly nowMs: number; readonly zones: Zones },
): number {
  const open = openWindows(kind, nowMs, zones);
  return lines
    .filter((line) => line.unit === unit && isOf(line) && open.has(windowOf(kind, line.admittedAtMs, line.timeZone)))
    .reduce((sum, { amount }) => sum - amount, 0);
}

/** What one account has, or all of a kind. */
export function balanceOf(lines: readonly Line[], account: string, unit: string): number {
  return lines.reduce((sum, line) => (line.account === account && line.unit === unit ? sum + line.amount : sum), 0);
}

/** Entry sets that do not sum to zero in each unit. */
export function unbalanced(lines: readonly Line[]): string[] {
  const sums = new Map<string, number>();
  for (const { ref, kind, unit, amount } of lines) {
    const name = `${kind} of ${ref} in ${unit}`;
    sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  return [...sums].filter(([, sum]) => sum !== 0).map(([name]) => name);
}
