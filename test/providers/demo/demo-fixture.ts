import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatId, type AttemptId } from '../../../src/core/ids.ts';
import type { SubmitAsk, TaskRef, TaskReport } from '../../../src/core/ports/provider.ts';
import type { Clock, Log } from '../../../src/core/ports/world.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import { DEMO_ENGINE } from '../../../src/providers/demo/capabilities.ts';
import { systemClock } from '../../../src/system.ts';
import { createDemoProvider, type DemoProvider } from '../../../src/providers/demo/provider.ts';
import { TaskFiles } from '../../../src/providers/demo/task-files.ts';
import { bytesOf, live, pollUntil, refOf } from '../../contracts/provider-calls.ts';

/** Time that only moves when told to. */
export class StillClock implements Clock {
  #nowMs = 1_800_000_000_000;
  nowMs(): number {
    return this.#nowMs;
  }
  advance(ms: number): void {
    this.#nowMs += ms;
  }
  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) resolve();
      else signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

export class LogLines implements Log {
  readonly lines: string[] = [];
  debug(message: string): void {
    this.lines.push(message);
  }
  info(message: string): void {
    this.lines.push(message);
  }
  warn(message: string): void {
    this.lines.push(message);
  }
  error(message: string): void {
    this.lines.push(message);
  }
}

const tiny: ClipSpec = {
  operation: 'make',
  prompt: 'a red ball rolls across a wooden floor',
  seconds: 1,
  size: { width: 128, height: 72 },
  fps: 24,
  seed: 7,
  audio: false,
  style: null,
  input: null,
  wish: null,
  adapted: [],
  route: null,
};

let attempts = 0;

export function newAttemptId(): AttemptId {
  attempts += 1;
  return formatId('attempt', attempts.toString(36).padStart(26, '0'));
}

export function askFor(spec: Partial<ClipSpec> = {}, attemptId = newAttemptId()): SubmitAsk {
  return { attemptId, engine: DEMO_ENGINE, spec: { ...tiny, ...spec }, credential: 'demo', callbackUrl: null };
}

/** A folder with a demo provider on it; more may be opened on the same folder. All end with the fixture. */
export class DemoFolder implements AsyncDisposable {
  readonly dir: string;
  readonly clock = new StillClock();
  readonly log = new LogLines();
  readonly inputs = new Map<string, string>();
  readonly provider: DemoProvider;
  readonly files: TaskFiles;
  readonly #opened: DemoProvider[] = [];

  private constructor(dir: string) {
    this.dir = dir;
    this.files = new TaskFiles(dir);
    this.provider = this.open();
  }

  static async make(): Promise<DemoFolder> {
    return new DemoFolder(await mkdtemp(join(tmpdir(), 'reelay-demo-')));
  }

  open(): DemoProvider {
    const { dir, clock, log, inputs } = this;
    const provider = createDemoProvider({ dir, clock, log, openInput: async (key) => inputs.get(key) ?? null });
    this.#opened.push(provider);
    return provider;
  }

  async submit(ask: SubmitAsk, provider = this.provider): Promise<TaskRef> {
    const result = await provider.submit(ask, live());
    if (result.kind !== 'accepted') throw new Error(`expected an accepted ask, got ${JSON.stringify(result)}`);
    return { ...refOf(ask), taskId: result.taskId };
  }

  /** Polls at the pace of a worker while the renderer works, with the clock moving on as fast. */
  until(
    task: TaskRef,
    until: (report: TaskReport) => boolean | Promise<boolean>,
    provider = this.provider,
  ): Promise<TaskReport> {
    return pollUntil(provider, task, until, async () => {
      this.clock.advance(250);
      await systemClock.sleep(20);
    });
  }

  verdict(task: TaskRef, provider = this.provider): Promise<TaskReport> {
    return this.until(task, ({ kind }) => kind !== 'running', provider);
  }

  async clip(task: TaskRef, provider = this.provider): Promise<Buffer> {
    const output = await provider.openOutput(task, live());
    if (output.kind !== 'stream') throw new Error(`expected a clip, got ${JSON.stringify(output)}`);
    return bytesOf(output);
  }

  /** The process that renders `task`, once it does. */
  async rendererOf(task: TaskRef, provider = this.provider): Promise<number> {
    await this.until(task, (report) => report.kind !== 'running' || report.phase === 'rendering', provider);
    const progress = await this.files.progress();
    if (progress === null || progress.attemptId !== task.attemptId) throw new Error('expected the task to be rendered');
    return progress.pid;
  }

  async accepted(): Promise<number> {
    let count = 0;
    for (const id of await this.files.ids('tasks')) {
      if ((await this.files.record(id))?.kind === 'task') count += 1;
    }
    return count;
  }

  leftovers(): Promise<string[]> {
    return readdir(this.files.path('tmp'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const provider of this.#opened) await provider[Symbol.asyncDispose]();
    await rm(this.dir, { recursive: true, force: true });
  }
}
