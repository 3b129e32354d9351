import { readdirSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MigrationPlan } from '../../src/db/sqlite/migrate.ts';

export const root = path.join(import.meta.dirname, '../..');
export const ownFolder = path.join(root, 'drizzle/sqlite');

/** The schema version of this program: how many migrations it has. */
export const own = readdirSync(ownFolder).filter((name) => name.endsWith('.sql')).length;

type Journal = { entries: { idx: number; when: number; tag: string; breakpoints: boolean; version: string }[] };

/** Migrations of a later version of the program: those of this one and more. */
export async function laterPlan(folder: string, minReaderVersion: number, ...more: string[]): Promise<MigrationPlan> {
  const plan = { folder: path.join(folder, 'migrations'), minReaderVersion };
  await mkdir(plan.folder);
  await cp(ownFolder, plan.folder, { recursive: true });
  const journalFile = path.join(plan.folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(journalFile, 'utf8')) as Journal;
  for (const [index, statements] of more.entries()) {
    const tag = `9${index}_later`;
    const { entries } = journal;
    entries.push({ idx: entries.length, version: '6', when: Date.UTC(2040, index), tag, breakpoints: true });
    await writeFile(path.join(plan.folder, `${tag}.sql`), statements);
  }
  await writeFile(journalFile, JSON.stringify(journal));
  return plan;
}

/** The migrations that an earlier version of the program had: the first so many. */
export async function earlierPlan(folder: string, migrations: number): Promise<MigrationPlan> {
  const plan = await laterPlan(folder, migrations);
  const journalFile = path.join(plan.folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(journalFile, 'utf8')) as Journal;
  await writeFile(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, migrations) }));
  return plan;
}

/** Rows as every version can be given them. */
export const fill = `insert into users (id, platform, external_id, name, created_at_ms) values ('usr_1', 'discord', '1', 'Ada', 0);
  insert into tenants (id, time_zone, settings, next_number, created_at_ms) values ('terminal', 'UTC', '{}', 1, 0);
  insert into requests (id, inbound_key, tenant_id, user_id, actor, destination_platform, destination_tenant_id, destination_channel,
    visibility, locale, created_at_ms)
  values ('req_1', 'k', 'terminal', 'usr_1', '{"kind":"operator"}', 'terminal', 'terminal', 'c', 'channel', 'en', 0);`;

export const queuedJob = `insert into jobs (id, request_id, tenant_id, user_id, number, spec, engine, credential, quote_micro_usd,
    play_money, state, state_data, admitted_at_ms, time_zone, state_since_ms, retries, in_flight, step)
  values ('job_${'0'.repeat(25)}1', 'req_1', 'terminal', 'usr_1', 1, '{"prompt":"p","seconds":5,"size":{"width":64,"height":64},
    "fps":24,"seed":1,"audio":false,"style":null,"input":null}', 'demo/reel', 'demo', 600000,
    1, 'queued', '{}', 0, 'UTC', 0, 0, 1, 'submit')`;
