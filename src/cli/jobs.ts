import { type Command, InvalidArgumentError, Option } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { joinTexts, partsOf } from '../bots/messages/text.ts';
import { presentStory } from '../bots/present-story.ts';
import { presentRow } from '../bots/presenter.ts';
import { spoken } from '../bots/view.ts';
import type { TenantId } from '../core/ids.ts';
import type { Decision } from '../core/usecases/resolve.ts';
import { resolve } from '../core/usecases/resolve.ts';
import { list } from '../core/usecases/list.ts';
import { show } from '../core/usecases/show.ts';
import { exitCodes } from '../entry.ts';
import type { Books } from '../books.ts';
import { fetchClip } from './fetch-clip.ts';
import { type Answer, answering, type Finish, type Options, said } from './run.ts';
import { readTenant, tenantIn, tenantOption, withTenant } from './tenant-option.ts';

const words = catalogueFor('en');
const listDefault = 20;

export function addJobCommands(program: Command, finish: Finish): void {
  const jobs = program
    .command('jobs')
    .description('Looks at jobs, and decides the ones that only a person can decide.');

  const lists = jobs.command('list').description('The newest jobs and how they stand.').addOption(limitOption());
  lists.option('--tenant <id>', 'only this tenant, such as discord:123', readTenant);
  answering(lists, finish, (books, options) => listJobs(books, options));

  const shows = jobs
    .command('show')
    .description("One job's whole story.")
    .argument('<number>', 'its number', readNumber);
  answering(shows.addOption(tenantOption()), finish, (books, options) =>
    withTenant(numberOf(shows), options, books.store, (tenantId) => showJob(books, numberOf(shows), tenantId)),
  );

  const fetches = jobs
    .command('fetch')
    .description('Writes a kept clip to a file: one that was not posted, or is wanted once more.')
    .argument('<number>', 'its number', readNumber)
    .requiredOption('--out <file>', 'the file to write');
  answering(fetches.addOption(tenantOption()), finish, (books, options) =>
    withTenant(numberOf(fetches), options, books.store, (tenantId) =>
      fetchClip(books, { tenantId, number: numberOf(fetches) }, String(options['out'])),
    ),
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
  answering(resolves.addOption(tenantOption()), finish, async (books, options) => {
    const decision = decisionIn(options);
    if (!decision) return said(words.operator.decide(), 'bad', { kind: 'no_decision' }, exitCodes.usage);
    const number = numberOf(resolves);
    return withTenant(number, options, books.store, (tenantId) => resolveJob(books, { tenantId, number }, decision));
  });
}

async function listJobs({ store, clock, rules }: Books, options: Options): Promise<Answer> {
  const tenantId = tenantIn(options);
  const limit = Number(options['limit']);
  const views = await list({ tenantId, userId: null, states: null, limit }, { store, clock, rules });
  const data = views.map(({ job }) => job);
  if (views.length === 0) return said(words.operator.noJobs(), 'note', data);
  const showing = { words, nowMs: clock.nowMs() };
  const rows = views.map((view) => joinTexts([view.job.tenantId, presentRow(view, showing)], ' '));
  return { view: spoken(partsOf(words.operator.jobs()), rows, 'note'), data, code: exitCodes.ok };
}

async function showJob({ store, clock, rules }: Books, number: number, tenantId: TenantId): Promise<Answer> {
  const found = await show({ choice: { tenantId, number }, actor: { kind: 'operator' } }, { store, clock, rules });
  if (found.kind !== 'found') return said(words.operator.noJob(number, tenantId), 'bad', found);
  return {
    view: presentStory(found.story, { words, nowMs: clock.nowMs() }, found),
    data: found.story,
    code: exitCodes.ok,
  };
}

async function resolveJob(
  { store, clock }: Books,
  choice: { readonly tenantId: TenantId; readonly number: number },
  decision: Decision,
): Promise<Answer> {
  const { tenantId, number } = choice;
  const result = await resolve({ choice, decision }, { store, clock });
  switch (result.kind) {
    case 'resolved':
      return said(words.operator.resolved(number, result.job.state.kind), 'good', result);
    case 'not_unknown':
      return said(words.operator.notUnknown(number, result.job.state.kind), 'bad', result);
    case 'task_taken':
      return said(words.operator.taskTaken(number), 'bad', result);
    case 'not_found':
      return said(words.operator.noJob(number, tenantId), 'bad', result);
  }
}

function decisionIn(options: Options): Decision | null {
  if (typeof options['made'] === 'string') return { kind: 'made', taskId: options['made'] };
  if (options['never'] === true) return { kind: 'never' };
  return options['giveUp'] === true ? { kind: 'give_up' } : null;
}

function limitOption(): Option {
  return new Option('--limit <n>', 'how many').default(listDefault).argParser(readNumber);
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
