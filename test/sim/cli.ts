import { Command, InvalidArgumentError } from 'commander';
import { DAY } from '../../src/core/time.ts';
import { happenings } from './happenings.ts';
import type { RunReport } from './run.ts';
import { openStorePool } from './store-pool.ts';
import { since, storyOf } from './story.ts';
import { runSuite } from './suite.ts';

const seedsDefault = 300;
const storiesMax = 3;

type Options = {
  readonly seeds?: number;
  readonly seed?: number;
  readonly verbose?: true;
  readonly trace?: true;
  readonly firstFailure?: true;
};

const options = new Command('sim')
  .description('Runs the real core and the real SQLite store in simulated, faulty worlds. A run is fixed by its seed.')
  .option('--seeds <n>', 'how many seeds to run', wholeNumber)
  .option('--seed <s>', 'the first seed; alone, the only one', wholeNumber)
  .option('--verbose', 'says how often each fault and each outcome happened')
  .option('--trace', 'prints everything that happened in each run')
  .option('--first-failure', 'stops at the first broken rule and tells it as JSON')
  .parse()
  .opts<Options>();

const { seed: first = 1 } = options;
const count = options.seeds ?? (options.seed === undefined ? seedsDefault : 1);
const startedMs = performance.now();
let stories = 0;

const suite = await runSuite({ first, count }, openStorePool(), (report) => {
  if (options.trace) printTrace(report);
  const [violation] = report.violations;
  if (!violation) return 'go on';
  if (options.firstFailure) {
    console.log(JSON.stringify({ seed: report.seed, ...violation }));
    return 'stop';
  }
  stories += 1;
  if (stories <= storiesMax) console.log(`${storyOf(report)}\n`);
  return 'go on';
});

if (options.verbose) {
  for (const happening of happenings) {
    console.log(`${String(suite.counts.get(happening) ?? 0).padStart(8)}  ${happening}`);
  }
}
if (!options.firstFailure || suite.broken.length === 0) console.log(summary());
if (suite.broken.length > 0) process.exitCode = 1;

function summary(): string {
  const { reports, jobs, simulatedMs, broken } = suite;
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  const ran = `${reports} seeds, ${jobs} jobs, ${Math.round(simulatedMs / DAY)} simulated days in ${seconds} s`;
  if (broken.length === 0) return `No rule was broken: ${ran}.`;
  const seeds = broken.map(({ seed }) => seed);
  const list = `${seeds.slice(0, 20).join(', ')}${seeds.length > 20 ? ', ...' : ''}`;
  return `Rules were broken in ${broken.length} of ${ran}: seeds ${list}.`;
}

function printTrace({ startedAtMs, journal }: RunReport): void {
  for (const { atMs, who, jobId, text } of journal.lines) {
    console.log(`${since(atMs - startedAtMs)}  ${who.padEnd(14)}  ${(jobId ?? '').slice(-4).padEnd(4)}  ${text}`);
  }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`expected a whole number from 1, got ${text}`);
}
