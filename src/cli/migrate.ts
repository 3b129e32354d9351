import type { Command } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken } from '../bots/view.ts';
import { exitCodes } from '../entry.ts';
import { answering, type Finish } from './run.ts';

export function addMigrateCommand(program: Command, finish: Finish): void {
  const migrate = program
    .command('migrate')
    .description('Brings the database up to this version. Starting the service does the same; back up first.');
  // Opening the store migrates it, so there is nothing left to do but to say so.
  answering(migrate, finish, async () => {
    const title = partsOf(catalogueFor('en').operator.migrated());
    return { view: spoken(title, [], 'good'), data: { migrated: true }, code: exitCodes.ok };
  });
}
