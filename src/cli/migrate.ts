import type { Command } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { answering, type Finish, said } from './run.ts';

const { operator } = catalogueFor('en');

export function addMigrateCommand(program: Command, finish: Finish): void {
  const migrate = program
    .command('migrate')
    .description('Brings the database up to this version. Starting the service does the same; back up first.');
  // Opening the store migrates it, so there is nothing left to do but to say so.
  answering(migrate, finish, () => Promise.resolve(said(operator.migrated(), 'good', { migrated: true })));
}
