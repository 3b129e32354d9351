import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/core/ports/store.ts';
import { endOfRun, endOfTurn, groupCommitOn, type Turn } from '../../src/db/sqlite/group-commit.ts';
import { patienceWith } from '../../src/db/sqlite/patience.ts';
import { manualClock, seededRandom } from '../doubles/world.ts';
import { temporaryFile } from './worlds.ts';

/** A table of names, and every statement that begins or ends a transaction, in order. */
function table(turn: Turn = endOfRun, file = ':memory:') {
  const told: string[] = [];
  const verbose = (statement: unknown): void => {
    const [word = ''] = String(statement).split(' ');
    if (['BEGIN', 'COMMIT', 'ROLLBACK'].includes(word) && !String(statement).startsWith('ROLLBACK TO')) told.push(word);
  };
  const connection = new Database(file, { verbose, timeout: 0 });
  connection.exec('create table if not exists things (name text primary key)');
  const clock = manualClock();
  const write = groupCommitOn(
    connection,
    patienceWith({ clock, random: seededRandom() }, () => true),
    turn,
  );
  const insert = connection.prepare('insert into things values (?)');
  const add = (name: string) => write(() => insert.run(name).changes);
  const names = () => connection.prepare('select name from things order by name').pluck().all();
  told.length = 0;
  return { connection, clock, write, add, names, told };
}

const messageOf = (result: PromiseSettledResult<unknown>): string =>
  result.status === 'rejected' ? String(result.reason) : 'done';

describe('writes of one turn', () => {
  it.each([
    ['the end of the turn', endOfTurn],
    ['the end of the run', endOfRun],
  ])('share one commit at %s, and each gets what its work gave', async (_name, turn) => {
    const { add, names, told } = table(turn);
    expect(await Promise.all(['a', 'b', 'c'].map(add))).toEqual([1, 1, 1]);
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(told).toEqual(['BEGIN', 'COMMIT']);
  });

  it('are told of their success only after the commit, so that nothing is answered that may be lost', async () => {
    const { add, told } = table();
    const order: string[] = [];
    const first = add('a').then(() => order.push(`a after ${told.join(' ')}`));
    await Promise.all([first, add('b')]);
    expect(order).toEqual(['a after BEGIN COMMIT']);
  });

  it('do not fall with one that throws: what it did is taken back, and it alone hears of it', async () => {
    const { add, write, names, connection } = table();
    const broken = write(() => {
      connection.prepare(`insert into things values ('half')`).run();
      throw new RangeError('no');
    });
    const results = await Promise.allSettled([add('a'), broken, add('a'), add('b')]);
    expect(results.map(messageOf)).toEqual([
      'done',
      'RangeError: no',
      expect.stringContaining('UNIQUE constraint failed'),
      'done',
    ]);
    expect(names()).toEqual(['a', 'b']);
  });

  it('go one by one when a fault of one rolled all of them back, so that no other answer is lost', async () => {
    const { add, write, names, connection } = table();
    await add('a');
    const fatal = write(() => connection.prepare(`insert or rollback into things values ('a')`).run());
    const results = await Promise.allSettled([add('b'), fatal, add('c')]);
    expect(results.map(messageOf)).toEqual(['done', expect.stringContaining('UNIQUE constraint failed'), 'done']);
    expect([names(), connection.inTransaction]).toEqual([['a', 'b', 'c'], false]);
  });

  it('go one by one when the commit itself finds the fault of one', async () => {
    const { add, write, names, connection } = table();
    connection.exec(`create table parts (thing text references things (name) deferrable initially deferred)`);
    connection.pragma('foreign_keys = ON');
    const orphan = write(() => connection.prepare(`insert into parts values ('nothing')`).run());
    const results = await Promise.allSettled([add('a'), orphan, add('b')]);
    expect(results.map(messageOf)).toEqual(['done', expect.stringContaining('FOREIGN KEY constraint failed'), 'done']);
    expect([names(), connection.inTransaction]).toEqual([['a', 'b'], false]);
  });

  it('on a full disk are kept where they were told so, and nowhere else', async () => {
    const { add, write, names, connection } = table();
    const pages = Number(connection.pragma('page_count', { simple: true }));
    connection.pragma(`max_page_count = ${pages + 2}`);
    const huge = write(() => connection.prepare(`insert into things values (hex(zeroblob(1000000)))`).run());
    const small = ['a', 'b', 'c'];
    const results = await Promise.allSettled([add('a'), huge, add('b'), add('c')]);
    expect(results[1]).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) as unknown });
    const told = [results[0], results[2], results[3]].flatMap((result, index) =>
      result?.status === 'fulfilled' ? (small[index] ?? []) : [],
    );
    expect([names(), connection.inTransaction]).toEqual([told, false]);
  });

  it('of a store that is closed meanwhile are all refused, and none hangs', async () => {
    let isOpen = true;
    const connection = new Database(':memory:');
    const patience = patienceWith({ clock: manualClock(), random: seededRandom() }, () => isOpen);
    const write = groupCommitOn(connection, patience, endOfTurn);
    const results = Promise.allSettled(Array.from({ length: 250 }, () => write(() => 1)));
    isOpen = false;
    connection.close();
    expect(new Set((await results).map(messageOf))).toEqual(new Set(['StoreUnavailable: The database is closed.']));
  });

  it('wait together for a busy database, in their order, and each is done once', async () => {
    await using place = await temporaryFile();
    const { add, names, clock, connection } = table(endOfRun, place.file);
    const other = new Database(place.file);
    other.exec('BEGIN IMMEDIATE');
    const first = [add('a'), add('b')];
    await clock.advance(20);
    const second = [add('c'), add('a')];
    await clock.advance(20);
    other.exec('COMMIT');
    other.close();
    const results = await clock.runUntil(Promise.allSettled([...first, ...second]));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(names()).toEqual(['a', 'b', 'c']);
    connection.close();
  });

  it('are refused together when it stays busy, and nothing was done', async () => {
    await using place = await temporaryFile();
    const { add, names, clock, connection } = table(endOfRun, place.file);
    const other = new Database(place.file);
    other.exec('BEGIN IMMEDIATE');
    const results = await clock.runUntil(Promise.allSettled([add('a'), add('b')]));
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) as unknown });
    }
    other.exec('ROLLBACK');
    other.close();
    expect(names()).toEqual([]);
    connection.close();
  });

  it('that are very many are split, so that nobody else waits for all of them', async () => {
    const { add, names, told } = table();
    await Promise.all(Array.from({ length: 250 }, (_, index) => add(String(index))));
    expect(names()).toHaveLength(250);
    expect(told).toEqual(['BEGIN', 'COMMIT', 'BEGIN', 'COMMIT', 'BEGIN', 'COMMIT']);
  });
});
