import type { Output, Provider, TaskRef } from '../../../src/core/ports/provider.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { hang } from './hang.ts';
import { isFinished } from './tasks.ts';
import type { EngineDeps, EngineWorld } from './world.ts';

/** Hands out finished clips, after whatever was planned to go wrong with them. */
export function outputsOf(world: EngineWorld, { clock, chance }: EngineDeps): Provider['openOutput'] {
  return async (ref: TaskRef, signal: AbortSignal): Promise<Output> => {
    await clock.sleep('world', chance.scale(5, SECOND), signal);
    signal.throwIfAborted();
    if (world.isOutOfOrder()) throw new Error('simulated: connection refused');
    const task = world.tasks.get(ref.taskId);
    if (!task || task.ending.kind !== 'succeeds' || task.ending.output === 'gone') {
      return { kind: 'gone', detail: 'simulated 404' };
    }
    if (!isFinished(task, clock.nowMs())) return { kind: 'not_ready', retryAfterMs: null };
    const [next, ...later] = task.outputTroubles;
    task.outputTroubles = later;
    const { clip } = task;
    const bytes = clip.byteLength;
    const half = Math.floor(bytes / 2);
    switch (next ?? (task.ending.output === 'broken' ? 'broken' : null)) {
      case 'not_ready':
        return { kind: 'not_ready', retryAfterMs: chance.hits(0.5) ? chance.scale(SECOND, 10 * MINUTE) : null };
      case 'gone':
        return { kind: 'gone', detail: 'simulated 404 that passes' };
      case 'failed':
        throw new Error('simulated: connection reset while opening the output');
      case 'hung':
        return hang(clock, signal);
      case 'cut_off':
        return { kind: 'stream', body: streamOf([clip.subarray(0, half)]), bytes };
      case 'broken':
        return { kind: 'stream', body: streamOf([new Uint8Array(bytes)]), bytes: null };
      case null:
        return { kind: 'stream', body: streamOf([clip.subarray(0, half), clip.subarray(half)]), bytes };
    }
  };
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  for (const chunk of chunks) yield chunk;
}
