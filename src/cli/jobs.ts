import { type Command, InvalidArgumentError, Option } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { partsOf } from '../bots/messages/text.ts';
import { presentList, presentNoAccess } from '../bots/present-answers.ts';
import { presentStory } from '../bots/present-story.ts';
import { terminalPlatform } from '../bots/terminal/chat.ts';
import { spoken } from '../bots/view.ts';
import { parseTenantId, type TenantId } from '../core/ids.ts';
import type { Decision } from '../core/usecases/resolve.ts';
import { resolve } from '../core/usecases/resolve.ts';
import { list } from '../core/usecases/list.ts';
import { show } from '../core/usecases/show.ts';
import { exitCodes } from '../entry.ts';
import { type Answer, answering, type Books, type Finish } from './run.ts';

const words = catalogueFor('en');
const listDefault = 20;

export function addJobCommands(program: Command, finish: Finish): void {
  const jobs = program
    .command('jobs')
    .description('Looks at jobs, and decides the ones that only a person can decide.');

  const lists = jobs.command('list').description('The newest jobs and how they stand.').addOption(limitOption());
  lists.option('--tenant <id>', 'only this tenant, such as discord:123', readTenant);
  answering(lists, finish, (books, _args, options) => listJobs(books, options));

  const shows = jobs
    .command('show')
    .description("One job's whole story.")
    .argument('<number>', 'its number', readNumber);
  answering(shows.addOption(tenantOption()), finish, (books, _args, options) =>
    showJob(books, numberOf(shows), options),
  );

  const resolves = jobs
    .command('resolve')
    .description('Decides a job whose create went unanswered. Look at the engine first: its own pages know.')
    .argument('<number>', 'its number', readNumber)
    .addOption(new Option('--made <task>', 'the engine has it, under this task id').conflicts(['never', 'giveUp']))
    .addOption(
      new Option('--never', 'the engine never took it: send it anew (wrong, this buys a second clip)').conflicts([
        'made',
        'giveUp',
      ]),
    )
    .addOption(new Option('--give-up', 'nobody can tell: release the member and book a possible loss'));
  answering(resolves.addOption(tenantOption()), finish, (books, _args, options) =>
    resolveJob(books, numberOf(resolves), options),
  );
}

async function listJobs({ store, clock, rules }: Books, options: Readonly<Record<string, unknown>>): Promise<Answer> {
  const tenantId = typeof options['tenant'] === 'string' ? parseTenantId(options['tenant']) : null;
  const limit = Number(options['limit']);
  const views = await list({ tenantId, userId: null, states: null, limit }, { store, clock, rules });
  const nowMs = clock.nowMs();
  const view =
    views.length === 0 ? spoken(partsOf(words.operator.noJobs()), [], 'note') : presentList(views, { words, nowMs });
  return {
    view: { ...view, title: partsOf(views.length === 0 ? words.operator.noJobs() : words.operator.jobs()) },
    data: views.map(({ job }) => job),
    code: exitCodes.ok,
  };
}

async function showJob(
  { store, clock, rules }: Books,
  number: number,
  options: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const choice = { tenantId: tenantIn(options), number };
  const found = await show({ choice, actor: { kind: 'operator' } }, { store, clock, rules });
  const showing = { words, nowMs: clock.nowMs() };
  if (found.kind !== 'found')
    return { view: presentNoAccess(found, number, showing), data: found, code: exitCodes.failed };
  return { view: presentStory(found.story, showing), data: found.story, code: exitCodes.ok };
}

async function resolveJob(
  { store, clock }: Books,
  number: number,
  options: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const decision = decisionIn(options);
  if (!decision)
    return {
      view: spoken(partsOf(words.operator.decide()), [], 'bad'),
      data: { kind: 'no_decision' },
      code: exitCodes.usage,
    };
  const result = await resolve({ choice: { tenantId: tenantIn(options), number }, decision }, { store, clock });
  switch (result.kind) {
    case 'resolved':
      return {
        view: spoken(partsOf(words.operator.resolved(number, result.job.state.kind)), [], 'good'),
        data: result,
        code: exitCodes.ok,
      };
    case 'not_unknown':
      return {
        view: spoken(partsOf(words.operator.notUnknown(number, result.job.state.kind)), [], 'bad'),
        data: result,
        code: exitCodes.failed,
      };
    case 'not_found':
      return {
        view: presentNoAccess(result, number, { words, nowMs: clock.nowMs() }),
        data: result,
        code: exitCodes.failed,
      };
  }
}

function decisionIn(options: Readonly<Record<string, unknown>>): Decision | null {
  if (typeof options['made'] === 'string') return { kind: 'made', taskId: options['made'] };
  if (options['never'] === true) return { kind: 'never' };
  return options['giveUp'] === true ? { kind: 'give_up' } : null;
}

function tenantOption(): Option {
  return new Option('--tenant <id>', 'whose number it is').default(terminalPlatform).argParser(readTenant);
}

function limitOption(): Option {
  return new Option('--limit <n>', 'how many').default(listDefault).argParser(readNumber);
}

function tenantIn(options: Readonly<Record<string, unknown>>): TenantId {
  return parseTenantId(String(options['tenant']));
}

function readTenant(text: string): TenantId {
  try {
    return parseTenantId(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(text: string): number {
  const number = Number(text.replace(/^#/u, ''));
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError(`expected a whole number from 1, got ${JSON.stringify(text)}`);
  return number;
}

function numberOf(command: Command): number {
  return Number(command.processedArgs[0]);
}
