import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readMakeArguments } from '../../src/make/arguments.ts';
import { make } from '../../src/make/make.ts';
import { Machine } from './program.ts';

/** The command itself, in this process: what it would write and how it would exit. */
async function run(dir: string, argv: readonly string[]) {
  const told = { out: '', err: '' };
  const streams = {
    out: { write: (text: string) => (told.out += text) },
    err: { write: (text: string) => (told.err += text) },
  };
  const args = readMakeArguments(argv, streams);
  const settings = readConfig({ DATA_DIR: path.join(dir, 'data') }, dir);
  const code = args.kind === 'exit' ? args.code : await make(args, settings, streams, new AbortController().signal);
  return { code, ...told };
}

describe('what cannot be made is said in a sentence, and nothing is started', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'reelay-bad-'));
  });
  afterEach(() => rm(dir, { recursive: true, maxRetries: 5 }));

  it.each([
    ['an empty prompt', [''], /The prompt is missing/],
    ['a prompt of 100 kB', ['x'.repeat(100_000)], /100,000 characters; it can have 6,000/],
    ['an unknown option', ['a ball', '--bogus', '3'], /unknown option '--bogus'/],
    ['an option nearly right', ['a ball', '--secconds', '3'], /Did you mean --seconds/],
    ['a length below zero', ['a ball', '--seconds', '-3'], /whole number from 1 to 60.*“-3”.*Try `--seconds 1`/],
    ['a size of one pixel', ['a ball', '--size', '1x1'], /both even.*“1x1”.*Try `--size 64x64`/],
    ['a missing image', ['a ball', '--image', 'nope.png'], /Can't read .*nope\.png/],
    ['a batch', ['{red|blue} ball'], /one clip at a time/],
    ['an engine that is not there', ['a ball', '--engine', 'sora'], /demo\/reel/],
  ])('%s', async (_what, argv, sentence) => {
    const ended = await run(dir, argv);
    expect(ended.err.replaceAll('\n', ' ')).toMatch(sentence);
    expect(ended).toMatchObject({ code: 2, out: '' });
  });

  it('a length that the engine does not make', async () => {
    const ended = await run(dir, ['a ball', '--seconds', '30']);
    expect(ended.err).toMatch(/from 1 to 20.*30/);
    expect(ended).toMatchObject({ code: 3, out: '' });
  });

  it('a file of results that cannot be written: before anything is charged', async () => {
    await writeFile(path.join(dir, 'taken'), '');
    const ended = await run(dir, ['a ball', '--out', 'taken/ball.mp4']);
    expect(ended.err).toMatch(/Can't write to .*taken.*--out/);
    expect(ended.code).toBe(3);
  });

  it('an image that is not one: the hold is given back', async () => {
    await writeFile(path.join(dir, 'fake.png'), 'not a picture');
    const ended = await run(dir, ['a ball', '--image', 'fake.png']);
    expect(ended.err).toMatch(/could not be read.*You pay nothing/);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect((await readdir(dir)).toSorted()).toEqual(['data', 'fake.png']);
  });
});

describe('a machine that is not ready is explained in a sentence, without a stack', { timeout: 60_000 }, () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await Machine.start();
  });
  afterEach(() => machine[Symbol.asyncDispose]());

  it('settings that are wrong: all at once', async () => {
    const ended = await machine.run('make', ['a ball'], { BUDGET_MONTHLY_USD: 'lots', LOG_LEVEL: 'loud' });
    expect(ended.err).toMatch(/BUDGET_MONTHLY_USD: .*\n.*LOG_LEVEL: /);
    expect(ended.err).not.toMatch(/ at .*\.ts:\d+/);
    expect(ended.code).toBe(1);
  });

  it('a data folder that cannot be written', async () => {
    await writeFile(machine.file('data'), 'a file, not a folder');
    const ended = await machine.run('make', ['a ball']);
    expect(ended.err).toMatch(/DATA_DIR/);
    expect(ended.err).not.toMatch(/ at .*\.ts:\d+/);
    expect(ended.code).toBe(1);
  });

  it('a data folder in a place that takes no folders: told, not waited for', async () => {
    const ended = await machine.run('make', ['a ball'], { DATA_DIR: '/proc/nope/data' });
    expect(ended.err).toMatch(/can't write to \/proc\/nope/);
    expect(ended.code).toBe(1);
  });

  it('a database of a newer, incompatible version: it is left alone', async () => {
    await machine.run('cli', ['migrate']);
    const database = new Database(machine.file('data/reelay.db'));
    database.prepare("update meta set value = '999' where key = 'min_reader_version'").run();
    database.close();
    const ended = await machine.run('make', ['a ball']);
    expect(ended.err).toMatch(/newer Reelay/);
    expect(ended.err).not.toMatch(/ at .*\.ts:\d+/);
    expect(ended.code).toBe(1);
    expect(await readdir(machine.dir)).toEqual(['data']);
  });
});
