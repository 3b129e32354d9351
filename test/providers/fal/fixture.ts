import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineId } from '../../../src/core/engine.ts';
import { formatId } from '../../../src/core/ids.ts';
import type { Provider, SubmitAsk, SubmitResult, TaskRef } from '../../../src/core/ports/provider.ts';
import type { Log, LogFields } from '../../../src/core/ports/world.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import { fal } from '../../../src/providers/fal/module.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { live } from '../../contracts/provider-calls.ts';
import { spec } from '../../core/samples.ts';
import { type Fal, type FalOptions, type FalTask, openFal } from '../../doubles/fal/fal.ts';
import { type ManualClock, manualClock } from '../../doubles/world.ts';
import { openKnown, taskOf } from '../opened.ts';

export type Setting = {
  readonly double?: FalOptions;
  readonly environment?: Readonly<Record<string, string>>;
  readonly operatorsFile?: EngineFile;
};

/** The provider as it is configured, on its double. */
export type OnDouble = AsyncDisposable & {
  readonly double: Fal;
  readonly running: RunningProvider;
  readonly provider: Provider & { readonly cancel: NonNullable<Provider['cancel']> };
  readonly clock: ManualClock;
  /** Everything that was logged, with its fields. */
  readonly logged: readonly string[];
  ask(changes?: Partial<ClipSpec>, more?: Partial<SubmitAsk>): SubmitAsk;
  submit(changes?: Partial<ClipSpec>, more?: Partial<SubmitAsk>): Promise<SubmitResult>;
  /** Submits what is taken; gives both ends of it. */
  task(changes?: Partial<ClipSpec>, more?: Partial<SubmitAsk>): Promise<{ ref: TaskRef; task: FalTask }>;
  /** Stores a file as an input; gives its key. */
  store(name: string, bytes: Uint8Array): Promise<string>;
};

let attempts = 0;

export async function openOnDouble({ double: options, environment, operatorsFile }: Setting = {}): Promise<OnDouble> {
  const clock = manualClock();
  const double = await openFal({ nowMs: () => clock.nowMs(), ...options });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'reelay-fal-'));
  const logged: string[] = [];
  const settings = { FAL_KEY: double.key, FAL_QUEUE_URL: double.url, FAL_JWKS_URL: double.jwksUrl, ...environment };
  const running = await openKnown(fal, settings, {
    dataDir,
    clock,
    log: logTo(logged),
    inputPath: async (mediaKey) => (mediaKey === 'gone' ? null : path.join(dataDir, mediaKey)),
    operatorsFile: () => operatorsFile ?? null,
  });
  const { cancel } = running.provider;
  if (cancel === null) throw new Error('expected a provider that can cancel');
  const provider = Object.assign(running.provider, { cancel });

  function ask(changes: Partial<ClipSpec> = {}, more: Partial<SubmitAsk> = {}): SubmitAsk {
    attempts += 1;
    return {
      attemptId: formatId('attempt', attempts.toString(36).padStart(26, '0')),
      engine: 'fal/veo3.1-lite',
      spec: { ...spec, size: { width: 1280, height: 720 }, seconds: 4, fps: 24, seed: 7, audio: true, ...changes },
      credential: 'main',
      callbackUrl: null,
      ...more,
    };
  }

  return {
    double,
    running,
    provider,
    clock,
    logged,
    ask,
    submit: (changes, more) => provider.submit(ask(changes, more), live()),
    async task(changes, more) {
      const ref = await taskOf(provider, ask(changes, more));
      return { ref, task: double.find(ref.taskId) };
    },
    async store(name, bytes) {
      await writeFile(path.join(dataDir, name), bytes);
      return name;
    },
    async [Symbol.asyncDispose]() {
      await double[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function logTo(lines: string[]): Log {
  const add = (message: string, fields?: LogFields): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return {
    debug: add,
    info: add,
    warn: add,
    error: (message, error, fields) => add(`${message} ${String(error)}`, fields),
  };
}

export function imageInput(mediaKey: string): Pick<ClipSpec, 'input'> {
  return { input: { kind: 'image', source: 'chat', mediaKey } };
}

export function sizeOf(text: string): ClipSpec['size'] {
  const [width = 0, height = 0] = text.split('x').map(Number);
  return { width, height };
}

export const engineIds: readonly EngineId[] = fal.engineIds(null);
