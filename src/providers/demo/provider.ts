import { createReadStream } from 'node:fs';
import type { AttemptId } from '../../core/ids.ts';
import { isId, parseId } from '../../core/ids.ts';
import { quoteMicroUsd } from '../../core/engine.ts';
import type { FindResult, Output, Provider, SubmitAsk, SubmitResult } from '../../core/ports/provider.ts';
import type { TaskRef, TaskReport } from '../../core/ports/provider.ts';
import type { Clock, Log } from '../../core/ports/world.ts';
import { HOUR } from '../../core/time.ts';
import { demoCapabilities } from './capabilities.ts';
import { lateMs, misbehaves } from './misbehaviour.ts';
import { RendererProcess } from './renderer-process.ts';
import { refusalOf } from './spec-check.ts';
import { sweep } from './sweep.ts';
import { TaskFiles } from './task-files.ts';
import type { TaskRecord } from './task-record.ts';

const pollAfterMs = 500;
const sweepEveryMs = HOUR;

export type DemoProviderDeps = {
  /** Its own folder; several processes may share it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The local file of an input image, by its media key; null when there is none. */
  readonly openInput: (mediaKey: string) => Promise<string | null>;
};

export type DemoProvider = Provider &
  AsyncDisposable & {
    readonly find: NonNullable<Provider['find']>;
    readonly cancel: NonNullable<Provider['cancel']>;
    /** Kills its renderer in the middle of its work, so that people can see what happens then. False when none runs. */
    crash(): boolean;
  };

/** The engine that needs no key and no network: it draws clips on this machine, in a process of its own. */
export function createDemoProvider(deps: DemoProviderDeps): DemoProvider {
  return new DemoEngine(deps);
}

class DemoEngine implements DemoProvider {
  readonly name = 'demo';
  /** It runs on this machine and calls nobody. */
  readonly verifyWebhook = null;
  readonly #deps: DemoProviderDeps;
  readonly #files: TaskFiles;
  readonly #renderer: RendererProcess;
  #swept: Promise<void>;
  #sweptAtMs: number;

  constructor(deps: DemoProviderDeps) {
    this.#deps = deps;
    this.#files = new TaskFiles(deps.dir);
    this.#renderer = new RendererProcess(deps);
    this.#swept = this.#sweep();
    this.#sweptAtMs = deps.clock.nowMs();
  }

  capabilities(): readonly [typeof demoCapabilities] {
    return [demoCapabilities];
  }

  async submit(ask: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    const refusal = refusalOf(ask);
    if (refusal !== null) return rejected('invalid', refusal);

    const { attemptId, spec } = ask;
    let image: { readonly path: string | null };
    try {
      const mediaKey = spec.input?.mediaKey ?? null;
      image = { path: mediaKey === null ? null : await this.#deps.openInput(mediaKey) };
      if (mediaKey !== null && image.path === null) return rejected('invalid', `no input image under ${mediaKey}`);
      await this.#files.prepare();
    } catch (error) {
      return rejected('transient', reasonOf(error));
    }
    if (signal.aborted) return rejected('transient', 'given up before anything was recorded');

    const outcome = await this.#accept(attemptId, {
      kind: 'task',
      prompt: spec.prompt,
      style: spec.style,
      seconds: spec.seconds,
      ...spec.size,
      fps: spec.fps,
      seed: spec.seed,
      imagePath: image.path,
      createdAtMs: this.#deps.clock.nowMs(),
    });
    if (outcome.kind !== 'accepted') return outcome;
    this.#renderer.ensure();
    this.#sweepWhenDue();
    if (misbehaves(spec.prompt, 'lost')) return { kind: 'unknown', detail: 'the prompt says [lost]' };
    return outcome;
  }

  async #accept(attemptId: AttemptId, task: TaskRecord): Promise<SubmitResult> {
    const estimateMicroUsd = priceOf(task);
    const accepted = { kind: 'accepted', taskId: taskIdOf(attemptId), estimateMicroUsd } as const;
    try {
      if ((await this.#files.claim(attemptId, task)) === 'created') return accepted;
      const record = await this.#files.record(attemptId);
      if (record?.kind === 'task') return accepted;
      return rejected('expired', `${attemptId} was given up before its create arrived`);
    } catch (error) {
      if (await this.#files.isUndecided(attemptId)) return rejected('transient', reasonOf(error));
      return { kind: 'unknown', detail: reasonOf(error) };
    }
  }

  async poll({ taskId }: TaskRef, signal: AbortSignal): Promise<TaskReport> {
    signal.throwIfAborted();
    try {
      const found = await this.#task(taskId);
      if (found === null) return unreadable(`no task ${JSON.stringify(taskId.slice(0, 60))} here`);
      const report = await this.#report(found.id, found.task);
      signal.throwIfAborted();
      return report;
    } catch (error) {
      signal.throwIfAborted();
      return unreadable(reasonOf(error));
    }
  }

  async #report(id: AttemptId, task: TaskRecord): Promise<TaskReport> {
    const verdict = await this.#files.verdict(id);
    switch (verdict?.kind) {
      case 'cancelled':
        return { kind: 'cancelled' };
      case 'failed':
        return { kind: 'failed', code: verdict.code, costMicroUsd: null, detail: verdict.detail };
      case 'succeeded':
        if (this.#isHeldBack(task)) {
          return { kind: 'running', phase: 'rendering', progress: 0.99, cancellable: false, pollAfterMs };
        }
        return { kind: 'succeeded', costMicroUsd: priceOf(task) };
      case undefined: {
        this.#renderer.ensure();
        const current = await this.#files.progress();
        const isCurrent = current?.attemptId === id;
        const phase = isCurrent ? 'rendering' : 'waiting';
        return { kind: 'running', phase, progress: isCurrent ? current.progress : 0, cancellable: true, pollAfterMs };
      }
    }
  }

  async find(attempt: Omit<TaskRef, 'taskId'>, signal: AbortSignal): Promise<FindResult> {
    signal.throwIfAborted();
    const attemptId = parseId('attempt', attempt.attemptId);
    const found = { kind: 'found', taskId: taskIdOf(attemptId) } as const;
    try {
      await this.#files.prepare();
      // Whoever creates the attempt's one file decides it: after this, a create still under way is turned down.
      if ((await this.#files.claim(attemptId, { kind: 'void' })) === 'created') return { kind: 'never' };
      return (await this.#files.record(attemptId))?.kind === 'task' ? found : { kind: 'never' };
    } catch (error) {
      this.#deps.log.warn('demo attempt could not be looked for', { attemptId, reason: reasonOf(error) });
      return { kind: 'not_seen' };
    }
  }

  async cancel({ taskId }: TaskRef, signal: AbortSignal): Promise<'cancelled' | 'too_late'> {
    signal.throwIfAborted();
    const found = await this.#task(taskId);
    if (found === null) throw new Error(`expected the id of a task of this folder, got ${taskId.slice(0, 60)}`);
    if ((await this.#files.end(found.id, { kind: 'cancelled' })) === 'created') return 'cancelled';
    return (await this.#files.verdict(found.id))?.kind === 'cancelled' ? 'cancelled' : 'too_late';
  }

  async openOutput({ taskId }: TaskRef, signal: AbortSignal): Promise<Output> {
    signal.throwIfAborted();
    const found = await this.#task(taskId);
    if (found === null) return { kind: 'gone', detail: `no task ${taskId.slice(0, 60)} here` };
    const verdict = await this.#files.verdict(found.id);
    if (verdict === null) this.#renderer.ensure();
    if (verdict === null || (verdict.kind === 'succeeded' && this.#isHeldBack(found.task))) {
      return { kind: 'not_ready', retryAfterMs: pollAfterMs };
    }
    const bytes = verdict.kind === 'succeeded' ? await this.#files.clipBytes(found.id) : null;
    if (bytes === null) return { kind: 'gone', detail: `there is no clip of a task that ${verdict.kind}` };
    return { kind: 'stream', body: this.#read(found.id, signal), bytes };
  }

  async *#read(id: AttemptId, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    yield* createReadStream(this.#files.clipPath(id), { signal });
    try {
      await this.#files.markFetched(id);
    } catch (error) {
      this.#deps.log.warn('demo clip is kept longer: its reading could not be noted', { reason: reasonOf(error) });
    }
  }

  async #task(taskId: string): Promise<{ id: AttemptId; task: TaskRecord } | null> {
    const id = attemptIdOf(taskId);
    if (id === null) return null;
    const record = await this.#files.record(id);
    return record?.kind === 'task' ? { id, task: record } : null;
  }

  #isHeldBack(task: TaskRecord): boolean {
    return misbehaves(task.prompt, 'late') && this.#deps.clock.nowMs() < task.createdAtMs + lateMs;
  }

  #sweepWhenDue(): void {
    const nowMs = this.#deps.clock.nowMs();
    if (nowMs - this.#sweptAtMs < sweepEveryMs) return;
    this.#sweptAtMs = nowMs;
    this.#swept = this.#swept.then(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    const { log } = this.#deps;
    try {
      await this.#files.prepare();
      const removed = await sweep(this.#files);
      if (removed > 0) log.info('removed old files of the demo engine', { removed });
    } catch (error) {
      log.error('the demo folder could not be swept; check that it can be written', error, { dir: this.#deps.dir });
    }
  }

  crash(): boolean {
    return this.#renderer.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#renderer[Symbol.asyncDispose]();
    await this.#swept;
  }
}

const taskPrefix = 'demo_';

function priceOf(task: TaskRecord): number {
  return quoteMicroUsd(demoCapabilities.price, { ...task, size: task, audio: false, input: null });
}

function taskIdOf(attemptId: AttemptId): string {
  return `${taskPrefix}${attemptId}`;
}

function attemptIdOf(taskId: string): AttemptId | null {
  const rest = taskId.startsWith(taskPrefix) ? taskId.slice(taskPrefix.length) : '';
  return isId('attempt', rest) ? rest : null;
}

function rejected(code: 'invalid' | 'transient' | 'expired', detail: string): SubmitResult {
  return { kind: 'rejected', code, retryAfterMs: null, detail };
}

function unreadable(detail: string): TaskReport {
  return { kind: 'unreadable', retryAfterMs: null, detail };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
