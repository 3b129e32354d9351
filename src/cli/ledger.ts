import type { Command } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken, type View } from '../bots/view.ts';
import type { LedgerReport } from '../core/ports/store.ts';
import { exitCodes } from '../entry.ts';
import { answering, type Finish } from './run.ts';

const { operator } = catalogueFor('en');
const othersShown = 9;

export function addLedgerCommands(program: Command, finish: Finish): void {
  const ledger = program.command('ledger').description('Looks at the books.');
  const check = ledger
    .command('check')
    .description(
      'Proves that every credit is explained: sums, holds and counters. Exits with 1 when something is off.',
    );
  answering(check, finish, async ({ store }) => {
    const report = await store.checkLedger();
    // What the others come from goes first.
    const view = presentLedger(report);
    return { view, data: report, code: view.tone === 'good' ? exitCodes.ok : exitCodes.failed };
  });
}

/** Whether the books are in order, or the first row that is not, with what to do. */
export function presentLedger(report: LedgerReport): View {
  const problems = [
    ...report.unbalanced.map((name) => operator.unbalanced(name)),
    ...report.wrongHolds.map((hold) => operator.wrongHold(hold)),
    ...report.wrongGrants.map((grant) => operator.wrongGrant(grant)),
    ...report.wrongCounters.map((counter) => operator.wrongCounter(counter)),
  ];
  const isSound = problems.length === 0;
  const title = isSound ? operator.soundLedger(report.entrySets) : operator.unsoundLedger(problems.length);
  return spoken(
    partsOf(title),
    shownOf(problems).map((problem) => partsOf(problem)),
    isSound ? 'good' : 'bad',
  );
}

function shownOf(problems: readonly string[]): string[] {
  const [first, ...others] = problems;
  if (first === undefined) return [];
  const shown = others.slice(0, othersShown);
  const more = others.length - shown.length;
  return [
    operator.firstProblem(first),
    ...shown,
    ...(more === 0 ? [] : [operator.moreProblems(more)]),
    operator.mend(),
  ];
}
