import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Books, openBooks } from '../../src/books.ts';
import { readConfig } from '../../src/config.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { JobStory } from '../../src/core/story.ts';
import { silentLog } from '../doubles/world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** The real program in a folder of its own, as a person at a terminal starts it. */
export class Machine implements AsyncDisposable {
  readonly dir: string;
  readonly #running = new Set<ChildProcessWithoutNullStreams>();

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async start(): Promise<Machine> {
    return new Machine(await mkdtemp(path.join(tmpdir(), 'reelay-e2e-')));
  }

  file(name: string): string {
    return path.join(this.dir, name);
  }

  /** Starts `npm run NAME -- ARGS`, without npm in between, so that a kill hits the program itself. */
  start(
    name: 'make' | 'cli' | 'main' | '../test/e2e/children/paused-service',
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Program {
    const child = spawn(process.execPath, ['src/preflight.mjs', name, ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], INIT_CWD: this.dir, DATA_DIR: this.file('data'), ...env },
    });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return new Program(child);
  }

  run(name: 'make' | 'cli', args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(name, args, env).ended();
  }

  /** One job, as the books have it. */
  story(number: number, tenant = 'terminal'): Promise<JobStory> {
    return this.#read(async (store, { rules, clock }) => {
      const job = await store.findJob({ tenantId: parseTenantId(tenant), number, userId: null });
      const story = job && (await store.story(job.id, rules, clock.nowMs()));
      if (!story) throw new Error(`expected #${number} of ${tenant}, and there is none`);
      return story;
    });
  }

  /** How many jobs were ever admitted, and what is wrong in the books. */
  books(): Promise<{ readonly jobs: number; readonly problems: readonly unknown[] }> {
    return this.#read(async (store, { rules, clock }) => {
      const all = { tenantId: null, userId: null, states: null, limit: 1_000 };
      const jobs = await store.list(all, rules, clock.nowMs());
      const { unbalanced, wrongHolds, wrongCounters } = await store.checkLedger();
      return { jobs: jobs.length, problems: [...unbalanced, ...wrongHolds, ...wrongCounters] };
    });
  }

  async #read<T>(read: (store: Store, books: Books) => Promise<T>): Promise<T> {
    const books = await openBooks(readConfig({ DATA_DIR: this.file('data') }, this.dir), silentLog);
    try {
      return await read(books.store, books);
    } finally {
      await books.store.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      Array.from(this.#running, async (child) => {
        child.kill('SIGKILL');
        await once(child, 'close');
      }),
    );
    await rm(this.dir, { recursive: true, maxRetries: 5 });
  }
}

export class Program {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<Ended>;
  #out = '';
  #err = '';

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#err += text));
    this.#ended = once(child, 'close').then(() => ({ code: child.exitCode, out: this.#out, err: this.#err }));
  }

  isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Resolves when the program has told this on standard error; rejects when it ended before. */
  async told(words: RegExp): Promise<void> {
    while (!words.test(this.#err)) {
      const more = once(this.#child.stderr, 'data');
      const ended = this.#ended.then(({ code, err }) => {
        throw new Error(`expected ${words}, but it ended with ${String(code)} after: ${err}`);
      });
      await Promise.race([more, ended]);
    }
  }

  /** Resolves when the program has printed this on standard output; rejects when it ended before. */
  async printed(words: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = words.exec(this.#out);
      if (found) return found;
      const ended = this.#ended.then(({ code, err }) => {
        throw new Error(`expected ${words}, but it ended with ${String(code)} after: ${err}`);
      });
      await Promise.race([once(this.#child.stdout, 'data'), ended]);
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'): Promise<Ended> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
