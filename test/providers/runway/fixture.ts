import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineId } from '../../../src/core/engine.ts';
import type { Provider, SubmitAsk, SubmitResult, TaskRef } from '../../../src/core/ports/provider.ts';
import type { ClipSpec, InputRef } from '../../../src/core/spec.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { runway as runwayModule } from '../../../src/providers/runway/module.ts';
import { live } from '../../contracts/provider-calls.ts';
import { spec as usual } from '../../core/samples.ts';
import { openRunway, type Runway, type RunwayTask } from '../../doubles/runway/runway.ts';
import { environmentOf } from '../../doubles/runway/trial.ts';
import { sequentialIds } from '../../doubles/world.ts';
import { openKnown, taskOf } from '../opened.ts';

const plain: ClipSpec = {
  ...usual,
  prompt: 'a red ball rolls across a wooden floor',
  seconds: 2,
  size: { width: 1280, height: 720 },
  wish: null,
};

export function specOf(more: Partial<ClipSpec> = {}): ClipSpec {
  return { ...plain, ...more };
}

type Accepted = { readonly ref: TaskRef; readonly task: RunwayTask };

/** The provider as it is configured, on a Runway of this machine. */
export type RunwayWorld = AsyncDisposable & {
  readonly runway: Runway;
  readonly running: RunningProvider;
  readonly provider: Provider;
  readonly ask: (spec?: Partial<ClipSpec>, engine?: EngineId) => SubmitAsk;
  readonly submit: (spec?: Partial<ClipSpec>, engine?: EngineId) => Promise<SubmitResult>;
  /** Submits and gives the task from both sides. */
  readonly accepted: (spec?: Partial<ClipSpec>, engine?: EngineId) => Promise<Accepted>;
  /** Keeps a file as the service keeps inputs. */
  readonly store: (kind: InputRef['kind'], bytes: Uint8Array) => Promise<InputRef>;
};

export async function openWorld(operators: EngineFile | null = null): Promise<RunwayWorld> {
  const runway = await openRunway();
  const dir = await mkdtemp(path.join(tmpdir(), 'runway-'));
  const ids = sequentialIds();
  const running = await runningWith(environmentOf(runway), operators, dir);
  const { provider } = running;
  const ask: RunwayWorld['ask'] = (spec, engine = 'runway/gen4.5') => ({
    attemptId: ids.next('attempt'),
    engine,
    spec: specOf(spec),
    credential: running.credential,
    callbackUrl: null,
  });
  let inputs = 0;
  return {
    runway,
    running,
    provider,
    ask,
    submit: (spec, engine) => provider.submit(ask(spec, engine), live()),
    async accepted(spec, engine) {
      const ref = await taskOf(provider, ask(spec, engine));
      return { ref, task: runway.find(ref.taskId) };
    },
    async store(kind, bytes) {
      inputs += 1;
      const mediaKey = `input-${inputs}`;
      await writeFile(path.join(dir, mediaKey), bytes);
      return { kind, source: 'https://cdn.example.org/of-a-chat', mediaKey };
    },
    async [Symbol.asyncDispose]() {
      await runway[Symbol.asyncDispose]();
      await rm(dir, { recursive: true });
    },
  };
}

export async function runningWith(
  environment: Readonly<Record<string, string>>,
  operators: EngineFile | null = null,
  dir = tmpdir(),
): Promise<RunningProvider> {
  return openKnown(runwayModule, environment, {
    dataDir: dir,
    inputPath: async (mediaKey) => (mediaKey.startsWith('input-') ? path.join(dir, mediaKey) : null),
    operatorsFile: () => operators,
  });
}
