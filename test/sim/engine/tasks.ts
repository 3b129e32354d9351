import { createHash } from 'node:crypto';
import type { EngineCapabilities } from '../../../src/core/engine.ts';
import type { ProviderErrorCode, SubmitAsk } from '../../../src/core/ports/provider.ts';
import { fakeClip } from '../../doubles/memory-media.ts';

/** How a task will end, fixed when it is taken. */
export type Ending =
  | { readonly kind: 'succeeds'; readonly output: 'good' | 'broken' | 'gone' }
  | { readonly kind: 'fails'; readonly code: ProviderErrorCode }
  /** The engine's own people stop it. */
  | { readonly kind: 'stops' };

export type Task = {
  readonly id: string;
  readonly attemptId: string;
  readonly capabilities: EngineCapabilities;
  readonly callbackUrl: string | null;
  readonly takenAtMs: number;
  /** When the create's answer leaves the engine. */
  readonly answersAtMs: number;
  readonly startsAtMs: number;
  /** `Infinity` for one that never finishes. */
  readonly finishesAtMs: number;
  readonly ending: Ending;
  /** What the engine charges once it has finished. */
  readonly chargeMicroUsd: number;
  /** From when on a search shows it. */
  readonly listedFromMs: number;
  readonly clip: Uint8Array;
  readonly sha256: string;
  /** Agreed to stop, but finishes all the same. */
  readonly deafToCancel: boolean;
  cancelledAtMs: number | null;
  /** Answers about the output that are still to go wrong before it is handed out. */
  outputTroubles: readonly OutputTrouble[];
};

export type OutputTrouble = 'not_ready' | 'cut_off' | 'broken' | 'gone' | 'hung' | 'failed';

export type Create = {
  readonly attemptId: string;
  readonly by: string;
  readonly atMs: number;
  /** `fenced`: proved to our side that it will never be taken. */
  fate: 'under_way' | 'taken' | 'turned_away' | 'dropped' | 'fenced';
  /** Whether our side knows that it was turned away: somebody who lived was told so. */
  isKnownDead: boolean;
};

/** Whether the task has finished by its own end: `cancelled` ones finish only when they are deaf. */
export function isFinished(task: Task, nowMs: number): boolean {
  return nowMs >= task.finishesAtMs && (task.cancelledAtMs === null || task.deafToCancel);
}

export function isRunning(task: Task, nowMs: number): boolean {
  return nowMs < task.finishesAtMs && task.cancelledAtMs === null;
}

/** Whether the engine made a clip and charges for it. */
export function madeClip(task: Task, nowMs: number): boolean {
  return task.ending.kind === 'succeeds' && isFinished(task, nowMs);
}

/** Bytes that no other task has. */
export function clipOf(ask: SubmitAsk, taskNumber: number): { readonly clip: Uint8Array; readonly sha256: string } {
  const { seconds, size, fps } = ask.spec;
  const clip = fakeClip({ seconds, ...size, fps, bytes: 256 + taskNumber });
  return { clip, sha256: createHash('sha256').update(clip).digest('hex') };
}
