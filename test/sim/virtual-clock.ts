import type { Clock } from '../../src/core/ports/world.ts';

/** Whoever sets timers: the world, or one process whose timers die with it. */
export type Owner = string;

type Timer = {
  readonly atMs: number;
  /** Order among timers of the same moment: first set, first run. */
  readonly sequence: number;
  readonly owner: Owner;
  readonly run: () => void;
  calledOff: boolean;
};

export type Halt =
  | 'done'
  /** No timer is left: nothing will ever happen again. */
  | 'idle'
  /** The time limit came first. */
  | 'limit'
  /** More timers than any sound run needs. */
  | 'runaway';

/** Time that moves from event to event. The same timers in the same order give the same run. */
export type VirtualClock = {
  readonly nowMs: () => number;
  /** Runs `run` after `ms`; the returned function calls it off. */
  after(owner: Owner, ms: number, run: () => void): () => void;
  sleep(owner: Owner, ms: number, signal?: AbortSignal): Promise<void>;
  /** Runs `onAbort` when the signal aborts; the returned function calls it off. */
  whenAborted(signal: AbortSignal, onAbort: () => void): () => void;
  /** Lets go of every signal that is still listened to: those of dead processes never abort, and are kept as long. */
  letGo(): void;
  /** The `Clock` port for one owner. */
  clockOf(owner: Owner): Clock;
  pending(owner: Owner): number;
  /** Calls off every timer of an owner, as the end of its process does. */
  drop(owner: Owner): void;
  /** Goes from timer to timer until `isDone`, letting every promise go on in between. */
  runUntil(isDone: () => boolean, limitAtMs: number): Promise<Halt>;
};

const timersMax = 200_000;

export function createVirtualClock(startAtMs: number): VirtualClock {
  const heap: Timer[] = [];
  const listening = new Set<() => void>();
  let now = startAtMs;
  let sequence = 0;
  let ran = 0;

  function after(owner: Owner, ms: number, run: () => void): () => void {
    sequence += 1;
    const timer: Timer = { atMs: now + Math.max(0, ms), sequence, owner, run, calledOff: false };
    push(heap, timer);
    return () => {
      timer.calledOff = true;
    };
  }

  function whenAborted(signal: AbortSignal, onAbort: () => void): () => void {
    const forget = (): void => {
      signal.removeEventListener('abort', heard);
      listening.delete(forget);
    };
    const heard = (): void => {
      forget();
      onAbort();
    };
    signal.addEventListener('abort', heard);
    listening.add(forget);
    return forget;
  }

  function sleep(owner: Owner, ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const callOff = after(owner, ms, () => {
        forget?.();
        resolve();
      });
      const forget =
        signal &&
        whenAborted(signal, () => {
          callOff();
          resolve();
        });
    });
  }

  return {
    nowMs: () => now,
    after,
    sleep,
    whenAborted,
    letGo() {
      for (const forget of listening) forget();
    },
    clockOf: (owner) => ({ nowMs: () => now, sleep: (ms, signal) => sleep(owner, ms, signal) }),
    pending: (owner) => heap.filter((timer) => timer.owner === owner && !timer.calledOff).length,
    drop(owner) {
      for (const timer of heap) if (timer.owner === owner) timer.calledOff = true;
    },
    async runUntil(isDone, limitAtMs) {
      for (;;) {
        await turn();
        if (isDone()) return 'done';
        while (heap[0]?.calledOff) pop(heap);
        const next = heap[0];
        if (!next) return 'idle';
        if (next.atMs > limitAtMs) {
          now = limitAtMs;
          return 'limit';
        }
        ran += 1;
        if (ran > timersMax) return 'runaway';
        pop(heap);
        now = next.atMs;
        next.run();
      }
    },
  };
}

/** One turn of the event loop: every promise that can go on has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs === b.atMs ? a.sequence < b.sequence : a.atMs < b.atMs;
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (!parent || isBefore(parent, timer)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const leftAt = 2 * at + 1;
    const left = heap[leftAt];
    if (!left) break;
    const right = heap[leftAt + 1];
    const [childAt, child] = right && isBefore(right, left) ? [leftAt + 1, right] : [leftAt, left];
    if (isBefore(last, child)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
}
