import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineId } from '../../../src/core/engine.ts';
import type { Provider, SubmitAsk, TaskRef } from '../../../src/core/ports/provider.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import { openrouter } from '../../../src/providers/openrouter/module.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { idOf, spec } from '../../core/samples.ts';
import { lineLog } from '../../doubles/line-log.ts';
import type { VideoJob } from '../../doubles/openrouter/job.ts';
import { type OpenRouter, openOpenRouter } from '../../doubles/openrouter/openrouter.ts';
import { type ManualClock, manualClock } from '../../doubles/world.ts';
import { openKnown, taskOf } from '../opened.ts';

const usualEngine: EngineId = 'openrouter/google/veo-3.1-lite';
export const callbackUrl = 'https://reelay.example/webhooks/openrouter/job_1/secret-token';

/** The provider as the service opens it, on the double. */
export type Bench = AsyncDisposable & {
  readonly double: OpenRouter;
  readonly running: RunningProvider;
  readonly provider: Provider;
  readonly clock: ManualClock;
  readonly dataDir: string;
  readonly lines: readonly string[];
  /** The operator's file from now on. */
  setOperatorsFile(file: EngineFile | null): void;
  /** Puts an input where media would have it; gives its key. */
  store(bytes: Uint8Array): Promise<string>;
  /** The provider anew, as after a restart. */
  reopen(environment?: Readonly<Record<string, string>>): Promise<RunningProvider>;
};

export async function openBench(more: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const double = await openOpenRouter();
  const dataDir = await mkdtemp(join(tmpdir(), 'openrouter-'));
  const clock = manualClock();
  const { log, lines } = lineLog();
  const inputs = new Map<string, string>();
  let operatorsFile: EngineFile | null = null;

  async function reopen(environment: Readonly<Record<string, string>> = more): Promise<RunningProvider> {
    const settings = { OPENROUTER_API_KEY: double.key, OPENROUTER_BASE_URL: double.baseUrl, ...environment };
    const inputPath = (key: string): Promise<string | null> => Promise.resolve(inputs.get(key) ?? null);
    return openKnown(openrouter, settings, { dataDir, clock, log, inputPath, operatorsFile: () => operatorsFile });
  }

  const running = await reopen();
  return {
    double,
    running,
    provider: running.provider,
    clock,
    dataDir,
    lines,
    reopen,
    setOperatorsFile(file) {
      operatorsFile = file;
    },
    async store(bytes) {
      const key = `inputs/${inputs.size}`;
      const path = join(dataDir, `input-${inputs.size}`);
      await writeFile(path, bytes);
      inputs.set(key, path);
      return key;
    },
    async [Symbol.asyncDispose]() {
      await double[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

let attempts = 0;

export function askFor(more: Partial<ClipSpec> = {}, other: Partial<SubmitAsk> = {}): SubmitAsk {
  attempts += 1;
  return {
    attemptId: idOf('attempt', attempts),
    engine: usualEngine,
    spec: { ...spec, seconds: 4, ...more },
    credential: 'main',
    callbackUrl: null,
    ...other,
  };
}

export type Accepted = { readonly task: TaskRef; readonly job: VideoJob };

/** A job that the API accepted, seen from both sides. */
export async function accepted({ provider, double }: Bench, ask: SubmitAsk = askFor()): Promise<Accepted> {
  const task = await taskOf(provider, ask);
  const job = double.jobs.at(-1);
  if (!job) throw new Error('expected a job at the double');
  return { task, job };
}
