import type { Happening } from './happenings.ts';
import { type RunReport, runSeed } from './run.ts';
import type { StorePool } from './store-pool.ts';

/** What many seeds came to. */
export type Suite = {
  readonly reports: number;
  readonly jobs: number;
  readonly simulatedMs: number;
  readonly broken: readonly RunReport[];
  readonly counts: ReadonlyMap<Happening, number>;
};

/** Runs seeds one after the other; `onReport` sees each and may ask to stop. */
export async function runSuite(
  seeds: { readonly first: number; readonly count: number },
  pool: StorePool,
  onReport: (report: RunReport) => 'go on' | 'stop' = () => 'go on',
): Promise<Suite> {
  const counts = new Map<Happening, number>();
  const broken: RunReport[] = [];
  let reports = 0;
  let jobs = 0;
  let simulatedMs = 0;
  for (let seed = seeds.first; seed < seeds.first + seeds.count; seed += 1) {
    const report = await runSeed(seed, pool);
    reports += 1;
    jobs += report.jobs;
    simulatedMs += report.endedAtMs - report.startedAtMs;
    if (report.violations.length > 0) broken.push(report);
    for (const [happening, times] of report.journal.counts) counts.set(happening, (counts.get(happening) ?? 0) + times);
    if (onReport(report) === 'stop') break;
  }
  return { reports, jobs, simulatedMs, broken, counts };
}
