import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatId } from '../../../src/core/ids.ts';
import type { Provider, SubmitAsk, SubmitResult, TaskRef } from '../../../src/core/ports/provider.ts';
import type { Log } from '../../../src/core/ports/world.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import { openAiVideos } from '../../../src/providers/openai-videos/module.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { live } from '../../contracts/provider-calls.ts';
import { spec } from '../../core/samples.ts';
import {
  type OpenAiVideos,
  type OpenAiVideosOptions,
  openOpenAiVideos,
} from '../../doubles/openai-videos/openai-videos.ts';
import { type ManualClock, manualClock, silentLog } from '../../doubles/world.ts';
import { openKnown, taskOf } from '../opened.ts';

const sora = 'openai-videos/sora-2';

/** A key whose value is known to nobody but the tests. */
export function secretOf(name: string): string {
  return `whsec_${Buffer.from(`${name}, a secret of the tests`).toString('base64')}`;
}

export type Setting = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly operatorsFile?: EngineFile;
  readonly double?: OpenAiVideosOptions;
  readonly log?: Log;
};

/** The provider as it is configured, on its double. */
export type OnDouble = AsyncDisposable & {
  readonly double: OpenAiVideos;
  readonly running: RunningProvider;
  readonly provider: Provider;
  readonly clock: ManualClock;
  ask(changes?: Partial<ClipSpec>, more?: Partial<SubmitAsk>): SubmitAsk;
  submit(changes?: Partial<ClipSpec>): Promise<SubmitResult>;
  /** Submits what is taken. */
  task(changes?: Partial<ClipSpec>): Promise<TaskRef>;
  /** Stores a file as an input; gives its key. */
  store(name: string, bytes: Uint8Array): Promise<string>;
};

let attempts = 0;

export async function openOnDouble({
  environment,
  operatorsFile,
  double: options,
  log,
}: Setting = {}): Promise<OnDouble> {
  const clock = manualClock();
  const double = await openOpenAiVideos({ nowMs: () => clock.nowMs(), ...options });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'reelay-openai-videos-'));
  const settings = { OPENAI_API_KEY: double.key, OPENAI_BASE_URL: double.baseUrl, ...environment };
  const running = await openKnown(openAiVideos, settings, {
    dataDir,
    clock,
    log: log ?? silentLog,
    inputPath: async (mediaKey) => (mediaKey === 'gone' ? null : path.join(dataDir, mediaKey)),
    operatorsFile: () => operatorsFile ?? null,
  });
  const { provider } = running;

  function ask(changes: Partial<ClipSpec> = {}, more: Partial<SubmitAsk> = {}): SubmitAsk {
    attempts += 1;
    return {
      attemptId: formatId('attempt', attempts.toString(36).padStart(26, '0')),
      engine: sora,
      spec: { ...spec, seconds: 4, fps: 30, audio: true, ...changes },
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
    ask,
    submit: (changes) => provider.submit(ask(changes), live()),
    task: (changes) => taskOf(provider, ask(changes)),
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

export function imageInput(mediaKey: string): Pick<ClipSpec, 'input'> {
  return { input: { kind: 'image', source: 'chat', mediaKey } };
}

export function clipInput(mediaKey: string): Pick<ClipSpec, 'input'> {
  return { input: { kind: 'video', source: 'clip:1', mediaKey } };
}
