import { type Command, InvalidArgumentError, Option } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { printUsage } from '../bots/terminal/print-usage.ts';
import { usageCsv } from '../bots/usage-file.ts';
import type { Books } from '../books.ts';
import { addDays, isDay } from '../core/usage-days.ts';
import { type UsageBy, usageBys } from '../core/usage-sums.ts';
import { reportUsage, type UsageDays } from '../core/usecases/report-usage.ts';
import { exitCodes } from '../entry.ts';
import { terminalOperator } from './operator.ts';
import { type Answer, answering, type Finish, type Options, said } from './run.ts';
import { readTenant, tenantIn } from './tenant-option.ts';
import { findMember } from './member-option.ts';

const words = catalogueFor('en');
const daysDefault = 30;

export function addUsageCommand(program: Command, finish: Finish): void {
  const usage = program
    .command('usage')
    .description('Who used what: per day, user, tenant or engine, as a table, CSV or JSON. Money is in dollars.')
    .option('--tenant <id>', 'only this tenant, such as discord:123', readTenant)
    .option('--user <name>', 'only this person, by name or by the id that their platform gave them')
    .option('--from <date>', `the first day, such as 2026-11-01 (${daysDefault} days up to the last)`, readDay)
    .option('--to <date>', 'the last day (today)', readDay)
    .addOption(new Option('--by <what>', 'a line of the table for each').choices(usageBys).default('day'))
    .addOption(new Option('--csv', 'every row as CSV, for spreadsheets').conflicts('json'));
  answering(usage, finish, answer);
}

async function answer({ store, clock }: Books, options: Options): Promise<Answer> {
  const tenantId = tenantIn(options);
  const tenants = await store.tenants({ platform: null });
  if (tenantId !== null && !tenants.some(({ id }) => id === tenantId)) {
    return said(words.operator.noTenant(tenantId), 'bad', { kind: 'no_tenant' });
  }
  const member = typeof options['user'] === 'string' ? await findMember(store, tenantId, options['user']) : null;
  if (member?.kind === 'wrong') return said(member.why, 'bad', { kind: 'no_member' });
  const [from, to] = [dayIn(options, 'from'), dayIn(options, 'to')];
  const span: UsageDays =
    from === null && to === null
      ? { kind: 'days', days: daysDefault }
      : { kind: 'dates', from: from ?? addDays(to ?? '', 1 - daysDefault), to };
  const result = await reportUsage(
    { by: terminalOperator, tenantId, userId: member?.userId ?? null, span },
    { store, clock },
  );
  switch (result.kind) {
    case 'not_allowed':
      throw new Error('expected the operator to be allowed to see what was used');
    case 'bad_days':
      return said(words.usage.badDays[result.why], 'bad', result, exitCodes.usage);
    case 'usage': {
      const { report } = result;
      const view = printUsage(report, byIn(options), words);
      const raw = options['csv'] === true ? usageCsv(report.rows) : null;
      return { view, data: report, code: exitCodes.ok, ...(raw !== null && { raw }) };
    }
  }
}

function byIn(options: Options): UsageBy {
  return usageBys.find((by) => by === options['by']) ?? 'day';
}

function dayIn(options: Options, name: 'from' | 'to'): string | null {
  const day = options[name];
  return typeof day === 'string' ? day : null;
}

function readDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError(`expected a date such as 2026-11-23, got ${JSON.stringify(text)}`);
  return text;
}
