import type { EngineId } from '../../core/engine.ts';
import type { TaskRef, TaskReport } from '../../core/ports/provider.ts';
import type { Answer } from '../answer.ts';
import type { EngineEntry } from '../engine-file.ts';
import { unreadable } from '../poll-answer.ts';
import type { ProviderParts } from '../provider-module.ts';
import { retryAfterMs } from '../retry-after.ts';
import { describe, readError } from './failure.ts';
import type { QueueApi } from './queue-api.ts';
import { readResult, readStatus, type Result } from './result.ts';
import { appsOf, type FalWire } from './wire.ts';

export type Engines = () => readonly EngineEntry<FalWire>[];

/** What a queue says of a task, and at which app. */
export type StatusAnswer = { readonly app: string; readonly answer: Answer };

export type Tasks = {
  status(task: TaskRef, signal: AbortSignal): Promise<StatusAnswer>;
  /** What such an answer means; asks for the result of what is over. */
  report(task: TaskRef, status: StatusAnswer, signal: AbortSignal): Promise<TaskReport>;
};

export type TasksParts = Pick<ProviderParts, 'clock' | 'log'> & {
  readonly api: QueueApi;
  readonly engines: Engines;
  /** Those of its own data, whatever the operator took out of it. */
  readonly ownApps: readonly string[];
};

export function wireOf(engines: Engines, engine: EngineId): FalWire | null {
  return engines().find(({ capabilities }) => capabilities.id === engine)?.wire ?? null;
}

/** The tasks in fal's queues, which are asked for at the app of their engine. */
export function createTasks({ api, engines, ownApps, clock, log }: TasksParts): Tasks {
  /** An engine that was taken out of the data still has tasks: then each app is asked. */
  function appsFor(engine: EngineId): readonly string[] {
    const wire = wireOf(engines, engine);
    if (wire) return appsOf(wire);
    return Array.from(new Set([...engines().flatMap((each) => appsOf(each.wire)), ...ownApps]));
  }

  return {
    async status({ engine, taskId }, signal) {
      const [first, ...others] = appsFor(engine);
      if (first === undefined) throw new Error('there is no engine in the data');
      let found = { app: first, answer: await api.status(first, taskId, signal) };
      for (const app of others) {
        if (found.answer.status !== 404) break;
        found = { app, answer: await api.status(app, taskId, signal) };
      }
      return found;
    },
    async report({ attemptId, taskId }, { app, answer }, signal) {
      const nowMs = clock.nowMs();
      const status = readStatus(answer);
      if (status === null) {
        const detail = `status: ${describe(answer.status, readError(answer.json))}`;
        return unreadable(detail, retryAfterMs(answer.header, nowMs));
      }
      switch (status.word) {
        case 'IN_QUEUE':
          // A wish to stop takes it out of the queue. Later it only signals the model, and what that then bills is unknown.
          return { kind: 'running', phase: 'waiting', progress: null, cancellable: true, pollAfterMs: null };
        case 'COMPLETED':
          if (status.isCancelled) return { kind: 'cancelled' };
          return reportOf(readResult(await api.result(app, taskId, signal), status.saysError, nowMs));
        case 'IN_PROGRESS':
          return rendering;
        default:
          log.warn('an unknown status of a task is taken for running', { attemptId, status: wordOf(status.word) });
          return rendering;
      }
    },
  };
}

const rendering: TaskReport = {
  kind: 'running',
  phase: 'rendering',
  progress: null,
  cancellable: false,
  pollAfterMs: null,
};

/** Only what looks like a status goes to the log. */
function wordOf(status: string): string {
  return /^[A-Z_]{1,40}$/.test(status) ? status : 'no word';
}

function reportOf(result: Result): TaskReport {
  switch (result.kind) {
    case 'video':
      // Its answer names no price: what was quoted is booked.
      return { kind: 'succeeded', costMicroUsd: null };
    case 'failed':
      return { ...result, costMicroUsd: null };
    case 'unfinished':
      return rendering;
    case 'cancelled':
    case 'unreadable':
      return result;
  }
}
