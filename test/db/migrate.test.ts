import Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseId, parseTenantId } from '../../src/core/ids.ts';
import { defaultRules } from '../../src/core/policy.ts';
import { nothingSetUp } from '../../src/core/tenant-settings.ts';
import { leaseMs } from '../../src/core/steps/deps.ts';
import { DatabaseError } from '../../src/db/database-error.ts';
import { openConnection } from '../../src/db/sqlite/connection.ts';
import { migrate } from '../../src/db/sqlite/migrate.ts';
import { openSqliteStore } from '../../src/db/sqlite/store.ts';
import { manualClock, personKey, seededRandom, sequentialIds, silentLog } from '../doubles/world.ts';
import { earlierPlan, fill, laterPlan, own, ownFolder, queuedJob, root } from './earlier-programs.ts';
import { temporaryFile } from './worlds.ts';

const run = promisify(execFile);
const ada = parseId('user', `usr_${'0'.repeat(25)}1`);
const requestId = parseId('request', `req_${'0'.repeat(25)}1`);
const ownOwner = sequentialIds().next('owner');

function openStore(file: string) {
  const world = { clock: manualClock(), random: seededRandom(), log: silentLog, personKey };
  return openSqliteStore({ ...world, file, owner: ownOwner });
}

/** Clips of the first version do not say what kind of file they are: all were MP4. */
const oldClip = `insert into clips (id, job_id, tenant_id, owner_id, file_key, file_bytes, file_sha256, facts, stored_at_ms)
  values ('clip_${'0'.repeat(25)}1', 'job_${'0'.repeat(25)}1', 'terminal', 'usr_1', 'clips/1.mp4', 9, 'aa',
    '{"size":{"width":64,"height":64},"durationMs":5000,"fps":24,"codec":"avc","hasAudio":false}', 0)`;

/** How SQLite changes a column: a new table takes the place of the old. */
const rebuildUsers = `CREATE TABLE __new_users (id text PRIMARY KEY NOT NULL, platform text NOT NULL, external_id text, name text, created_at_ms integer NOT NULL, locale text);
--> statement-breakpoint
INSERT INTO __new_users (id, platform, external_id, name, created_at_ms) SELECT id, platform, external_id, name, created_at_ms FROM users;
--> statement-breakpoint
DROP TABLE users;
--> statement-breakpoint
ALTER TABLE __new_users RENAME TO users;`;

describe('migrations', () => {
  it('are what the tables generate, so that schema and database cannot drift apart', async () => {
    await using place = await temporaryFile();
    const out = path.join(place.folder, 'sqlite');
    await cp(ownFolder, out, { recursive: true });
    const tool = path.join(root, 'node_modules/drizzle-kit/bin.cjs');
    const flags = ['--dialect=sqlite', '--schema=./src/db/sqlite/schema.ts', `--out=${path.relative(root, out)}`];
    const { stdout } = await run(process.execPath, [tool, 'generate', ...flags], { cwd: root });
    expect(stdout).toContain('No schema changes');
    expect(await readdir(out)).toEqual(await readdir(ownFolder));
  });

  it('bring a new database to the version of the program, once', () => {
    const connection = openConnection(':memory:');
    expect(migrate(connection)).toEqual({ from: 0, to: own });
    expect(migrate(connection)).toEqual({ from: own, to: own });
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('are applied once when two processes start at the same time', async () => {
    await using place = await temporaryFile();
    const [first, second] = [openConnection(place.file), openConnection(place.file)];
    const exec = first.exec.bind(first);
    let others: unknown = null;
    // The second one comes first, in the moment between the first one's look and its lock.
    first.exec = (statement) => {
      if (statement === 'BEGIN IMMEDIATE') others ??= migrate(second);
      return exec(statement);
    };
    expect(migrate(first)).toEqual({ from: own, to: own });
    expect(others).toEqual({ from: 0, to: own });
    first.close();
    second.close();
  });

  it('bring a filled database of the first version up, and its unfinished jobs go on with a status', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    expect(migrate(connection, await earlierPlan(place.folder, 1))).toEqual({ from: 0, to: 1 });
    connection.exec(fill);
    connection.exec(queuedJob);
    connection.exec(oldClip);
    connection.close();
    const store = await openStore(place.file);
    const jobId = parseId('job', `job_${'0'.repeat(25)}1`);
    expect(await store.job(jobId)).toMatchObject({ number: 1, state: { kind: 'queued' } });
    const clipId = parseId('clip', `clip_${'0'.repeat(25)}1`);
    expect(await store.clip(clipId)).toMatchObject({ facts: { mime: 'video/mp4', codec: 'avc' }, deletedAtMs: null });
    expect(await store.record({ kind: 'cancel_requested', jobId }, 1)).toMatchObject({ kind: 'changed' });
    const status = { nowMs: 1, leaseMs, owner: ownOwner, steps: ['status'], slots: [], only: null } as const;
    const attempt = { id: sequentialIds().next('attempt'), callbackTokenHash: 'a'.repeat(64) };
    expect(await store.claim({ ...status, rules: defaultRules, attempt })).toMatchObject({ step: 'status' });
    await store.close();
  });

  it('bring a filled database of the second version up, so that also what it kept before can be forgotten', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    expect(migrate(connection, await earlierPlan(place.folder, 2))).toEqual({ from: 0, to: 2 });
    connection.exec(fill.replaceAll("'usr_1'", `'${ada}'`).replace("'req_1', 'k'", `'${requestId}', 'console:ada:1'`));
    connection.exec(
      queuedJob
        .replace("'usr_1'", () => `'${ada}'`)
        .replace("'req_1'", () => `'${requestId}'`)
        .replace('"input":null', '"input":{"kind":"image","source":"upload:1","mediaKey":"aa/in_1"}'),
    );
    connection.exec(`update requests set prompt = 'a secret garden'`);
    // One row that no version can read must not keep the others from being read.
    connection.exec(
      queuedJob
        .replace(`job_${'0'.repeat(25)}1`, 'job_broken')
        .replaceAll(
          "'req_1', 'terminal', 'usr_1', 1, '{\"prompt",
          `'${requestId}', 'terminal', '${ada}', 2, '{not JSON`,
        ),
    );
    connection.exec(`insert into messages values
      ('asked:console:ada:1', 'console', 'general', null, 1, 1, 'a secret garden', 0, null),
      ('status:${requestId}', 'console', 'general', null, 2, 2, 'of a secret garden', 0, null),
      ('asked:console:bo:1', 'console', 'general', null, 3, 3, 'a ball', 0, null)`);
    connection.close();
    const store = await openStore(place.file);
    expect(await store.tenants({ platform: null })).toMatchObject([
      { id: 'terminal', name: null, leftAtMs: null, settings: nothingSetUp },
    ]);
    await store.forgetPerson({ userId: ada, actor: { kind: 'operator' }, nowMs: 1 });
    while (await store.emptyForgotten({ limit: 9, nowMs: 1 }));
    expect(await store.filesToErase({ limit: 9, except: [], nowMs: 1 })).toEqual(['aa/in_1']);
    const of = { tenantId: parseTenantId('console'), channel: 'general', viewer: ada };
    const left = await store.messages.page({ ...of, beforePosition: null, limit: 9 });
    expect(left.map(({ key }) => key)).toEqual(['asked:console:bo:1']);
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [] });
    await store.close();
  });

  it('bring a filled database of the third version up: what is under way goes on, and no status is shown twice', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    expect(migrate(connection, await earlierPlan(place.folder, 3))).toEqual({ from: 0, to: 3 });
    connection.exec(fill.replaceAll("'usr_1'", `'${ada}'`).replace("'req_1'", `'${requestId}'`));
    connection.exec(queuedJob.replace("'usr_1'", () => `'${ada}'`).replace("'req_1'", () => `'${requestId}'`));
    connection.exec(oldClip.replace("'usr_1'", () => `'${ada}'`));
    connection.exec(`insert into statuses (request_id, version, due_at_ms, free_at_ms, retries, claimable_at_ms)
      values ('${requestId}', 1, 0, 0, 0, 0)`);
    connection.exec(`insert into deliveries (id, job_id, request_id, clip_id, platform, tenant_id, channel, state, state_data,
        created_at_ms, retries, due_at_ms, claimable_at_ms)
      values ('del_${'0'.repeat(25)}1', 'job_${'0'.repeat(25)}1', '${requestId}', 'clip_${'0'.repeat(25)}1', 'terminal',
        'terminal', 'c', 'pending', '{}', 0, 0, 0, 0)`);
    connection.close();
    const store = await openStore(place.file);
    const ask = { nowMs: 1, leaseMs, owner: ownOwner, slots: [], only: null, rules: defaultRules };
    const attempt = { id: sequentialIds().next('attempt'), callbackTokenHash: 'a'.repeat(64) };
    const status = await store.claim({ ...ask, attempt, steps: ['status'] });
    // Whether an earlier version had begun to show it is not known.
    expect(status).toMatchObject({ step: 'status', mayBeShown: true });
    const delivery = await store.claim({ ...ask, attempt, steps: ['deliver'] });
    expect(delivery).toMatchObject({ step: 'deliver', delivery: { upload: null } });
    expect(await store.moderators.list(parseTenantId('terminal'))).toEqual([]);
    expect(await store.installations.of(parseTenantId('terminal'))).toBeNull();
    await store.close();
  });

  it('bring a filled database of the fourth version up: clips of before are copied for nobody, and stay readable', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    expect(migrate(connection, await earlierPlan(place.folder, 4))).toEqual({ from: 0, to: 4 });
    connection.exec(fill.replaceAll("'usr_1'", `'${ada}'`).replace("'req_1'", `'${requestId}'`));
    connection.exec(
      queuedJob
        .replace("'usr_1'", () => `'${ada}'`)
        .replace("'req_1'", () => `'${requestId}'`)
        .replace(
          `'queued', '{}'`,
          `'ready', '{"attemptId":"att_${'0'.repeat(25)}1","clipId":"clip_${'0'.repeat(25)}1"}'`,
        ),
    );
    connection.exec(oldClip.replace("'usr_1'", () => `'${ada}'`));
    connection.close();
    const store = await openStore(place.file);
    const jobId = parseId('job', `job_${'0'.repeat(25)}1`);
    expect(await store.view(jobId, defaultRules, 1)).toMatchObject({
      job: { state: { kind: 'ready', attemptId: `att_${'0'.repeat(25)}1` }, cacheKey: null, copyOf: null },
      copiedFrom: null,
    });
    const clipId = parseId('clip', `clip_${'0'.repeat(25)}1`);
    expect(await store.deleteClip({ clipId, actor: { kind: 'operator' }, reason: null, nowMs: 1 })).toMatchObject({
      kind: 'deleted',
    });
    expect(await store.engines.all()).toEqual([]);
    await store.close();
  });

  it('rebuild a table that filled tables refer to without losing or freeing a row', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    migrate(connection);
    connection.exec(fill);
    const plan = await laterPlan(place.folder, 1, rebuildUsers);
    expect(migrate(connection, plan)).toEqual({ from: own, to: own + 1 });
    expect(connection.prepare('select name, locale from users').get()).toEqual({ name: 'Ada', locale: null });
    expect(connection.prepare('select user_id from requests').pluck().get()).toBe('usr_1');
    expect(() => connection.exec(`delete from users`)).toThrow('FOREIGN KEY');
    connection.close();
  });

  it('change nothing when they would leave rows that point nowhere', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    migrate(connection);
    connection.exec(fill);
    const plan = await laterPlan(place.folder, 1, 'DELETE FROM users;');
    expect(() => migrate(connection, plan)).toThrow(/1 rows that point nowhere \(requests to users\)/);
    expect(connection.prepare('select count(*) from users').pluck().get()).toBe(1);
    expect(migrate(connection)).toEqual({ from: own, to: own });
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
    connection.close();
  });

  it('let an older program go on with a database that it can still follow, and refuse one that it cannot', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    migrate(connection, await laterPlan(place.folder, 1, 'ALTER TABLE users ADD locale text;'));
    expect(migrate(connection)).toEqual({ from: own + 1, to: own + 1 });
    connection.exec(`update meta set value = '${own + 1}' where key = 'min_reader_version'`);
    connection.close();
    await expect(openStore(place.file)).rejects.toThrow(
      /^This database was written by a newer Reelay .* Update Reelay or restore a backup\.$/,
    );
    await expect(openStore(place.file)).rejects.toMatchObject({ name: 'DatabaseError', code: 'newer' });
  });
});

describe('a file that cannot be used', () => {
  it('is said to be no database, and is left as it is', async () => {
    await using place = await temporaryFile();
    await writeFile(place.file, 'shopping list: milk, eggs, and a hundred more things\n'.repeat(100));
    await expect(openStore(place.file)).rejects.toThrow(`Expected a database in ${place.file}, found something else.`);
    expect(await readFile(place.file, 'utf8')).toMatch(/^shopping list/);
  });

  it('is said to be another program’s, and gets no table of ours', async () => {
    await using place = await temporaryFile();
    const other = new Database(place.file);
    other.exec('create table bookmarks (url text); create table meta (setting text)');
    other.close();
    const refusal = await openStore(place.file).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DatabaseError);
    expect(refusal).toMatchObject({ code: 'not_ours' });
    const again = new Database(place.file);
    expect(again.prepare('select name from sqlite_schema').pluck().all()).toEqual(['bookmarks', 'meta']);
    again.close();
  });

  it('is said to be out of reach when its folder cannot be made', async () => {
    await using place = await temporaryFile();
    await writeFile(path.join(place.folder, 'taken'), '');
    const file = path.join(place.folder, 'taken', 'reelay.db');
    await expect(openStore(file)).rejects.toThrow(`The database ${file} cannot be opened for writing`);
  });

  it('is said to be out of reach when it may only be read', async () => {
    await expect(openStore('/proc/self/status')).rejects.toThrow(DatabaseError);
  });

  it('is made for nobody else to read, with all that is beside it', async () => {
    await using place = await temporaryFile();
    const file = path.join(place.folder, 'a/b/reelay.db');
    const store = await openStore(file);
    const modes = await Promise.all(
      [path.dirname(path.dirname(file)), path.dirname(file), `${file}.owners`, file, `${file}-wal`, `${file}-shm`].map(
        async (made) => ((await stat(made)).mode & 0o777).toString(8),
      ),
    );
    expect(modes).toEqual(['700', '700', '700', '600', '600', '600']);
    await store.close();
  });

  it('is made together with its folders when nothing is there', async () => {
    await using place = await temporaryFile();
    const store = await openStore(path.join(place.folder, 'a/b/reelay.db'));
    expect(await store.checkLedger()).toMatchObject({ entrySets: 0 });
    await store.close();
  });
});
