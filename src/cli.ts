import { Command, CommanderError } from 'commander';
import { addDiscordCommands } from './cli/discord.ts';
import { addDoctorCommand } from './cli/doctor.ts';
import { addEngineCommands } from './cli/engines.ts';
import { addJobCommands } from './cli/jobs.ts';
import { addLedgerCommands } from './cli/ledger.ts';
import { addMigrateCommand } from './cli/migrate.ts';
import { addQuotaCommands } from './cli/quota.ts';
import { addSlackCommands } from './cli/slack.ts';
import { addTenantCommands } from './cli/tenants.ts';
import { addUsageCommand } from './cli/usage.ts';
import { exitCodes, runEntry } from './entry.ts';

runEntry(async () => {
  const program = new Command('npm run reelay --')
    .description('Commands for the operator of this service.')
    .showHelpAfterError('Add --help to see what can be typed.')
    .exitOverride();
  let code: number = exitCodes.ok;
  const finish = (result: number): void => {
    code = result;
  };
  addJobCommands(program, finish);
  addLedgerCommands(program, finish);
  addTenantCommands(program, finish);
  addQuotaCommands(program, finish);
  addUsageCommand(program, finish);
  addEngineCommands(program, finish);
  addMigrateCommand(program, finish);
  addDoctorCommand(program, finish);
  addDiscordCommands(program, finish);
  addSlackCommands(program, finish);
  try {
    await program.parseAsync(process.argv.slice(2), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return code;
});
