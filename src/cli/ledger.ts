import type { Command } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken } from '../bots/view.ts';
import { exitCodes } from '../entry.ts';
import { answering, type Finish } from './run.ts';

const { operator } = catalogueFor('en');

export function addLedgerCommands(program: Command, finish: Finish): void {
  const ledger = program.command('ledger').description('Looks at the books.');
  const check = ledger
    .command('check')
    .description(
      'Proves that every credit is explained: sums, holds and counters. Exits with 1 when something is off.',
    );
  answering(check, finish, async ({ store }) => {
    const report = await store.checkLedger();
    const problems = [
      ...report.unbalanced.map((name) => operator.unbalanced(name)),
      ...report.wrongHolds.map((hold) => operator.wrongHold(hold)),
      ...report.wrongCounters.map((counter) => operator.wrongCounter(counter)),
    ];
    const isSound = problems.length === 0;
    const title = isSound ? operator.soundLedger(report.entrySets) : operator.unsoundLedger(problems.length);
    const view = spoken(
      partsOf(title),
      problems.map((problem) => partsOf(problem)),
      isSound ? 'good' : 'bad',
    );
    return { view, data: report, code: isSound ? exitCodes.ok : exitCodes.failed };
  });
}
