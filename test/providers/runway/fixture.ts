import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineId } from '../../../src/core/engine.ts';
import type { Provider, SubmitAsk, SubmitResult, TaskRef } from '../../../src/core/ports/provider.ts';
import type { ClipSpec, InputRef } from '../../../src/core/spec.ts';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import type { RunningProvider } from '../../../src/providers/provider-module.ts';
import { runway as runwayModule } from '../../../src/providers/runway/module.ts';
import { live, refOf } from '../../contracts/provider-calls.ts';
import { openRunway, type Runway, type RunwayTask } from '../../doubles/runway/runway.ts';
import { environmentOf } from '../../doubles/runway/trial.ts';
import { manualClock, sequentialIds, silentLog } from '../../doubles/world.ts';

const plain: ClipSpec = {
  operation: 'make',
  prompt: 'a red ball rolls across a wooden floor',
  seconds: 2,
  size: { width: 1280, height: 720 },
  fps: 24,
  seed: 7,
  audio: false,
  style: null,
  input: null,
  wish: null,
  adapted: [],
  route: null,
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
      const asked = ask(spec, engine);
      const result = await provider.submit(asked, live());
      if (result.kind !== 'accepted') throw new Error(`expected a task, got ${JSON.stringify(result)}`);
      return { ref: { ...refOf(asked), taskId: result.taskId }, task: runway.find(result.taskId) };
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
  const read = runwayModule.read(environment);
  if ('problems' in read || read.open === null)
    throw new Error(`expected to be configured, got ${JSON.stringify(read)}`);
  return read.open({
    dataDir: dir,
    clock: manualClock(),
    log: silentLog,
    inputPath: async (mediaKey) => (mediaKey.startsWith('input-') ? path.join(dir, mediaKey) : null),
    operatorsFile: () => operators,
  });
}
