import type { CredentialRef, EngineId } from './engine.ts';
import { jobDefaults } from './defaults.ts';
import type { AttemptId } from './ids.ts';
import type { ProviderErrorCode } from './ports/provider.ts';
import type { Clock } from './ports/world.ts';
import { HOUR, MINUTE, SECOND } from './time.ts';

/** An engine with one credential: what takes creates, and what limits of a vendor hold for. */
export type Place = { readonly engine: EngineId; readonly credential: CredentialRef };

/** What an engine has just shown of its health. */
export type Showing =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly code: ProviderErrorCode; readonly retryAfterMs: number | null }
  /** A create to which there was no answer. */
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly code: ProviderErrorCode }
  | { readonly kind: 'read' }
  | { readonly kind: 'unreadable'; readonly attemptId: AttemptId };

/**
 * - `closed` it is asked.
 * - `open` it is not: it failed too often, or asked for patience.
 * - `trial` it may be asked once, to see whether it is well again.
 */
export type CircuitState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly untilMs: number }
  | { readonly kind: 'trial' };

/** Circuit breaker: engines that fail are left alone for a while, in this process. Mistakes of people never count. */
export interface Circuits {
  stateOf(place: Place): CircuitState;
  /** Before a create: null when it may leave, else until when it may not. Whoever may while on trial is the one try. */
  blockedUntilMs(place: Place): number | null;
  note(place: Place, showing: Showing): void;
}

/** Each kind of call counts for itself: an engine that answers polls well may take no creates, and the other way round. */
type Track = 'create' | 'verdict' | 'poll';

/** So many failures in a row open the circuit. Of polls, so many tasks that cannot be read: one may be lost by itself. */
const failuresMax: Readonly<Record<Track, number>> = { create: 3, verdict: 4, poll: 3 };

/** Enough to know that it is sick. */
const unreadMax = 50;

/** A 429 that names no time says little of health. */
const lightly = 1 / 3;

const pauses = { firstMs: 30 * SECOND, maxMs: 10 * MINUTE } as const;

/** A vendor may ask for patience, but after this it is tried again. */
const askedMsMax = HOUR;

/** A try that nothing was heard of is over by then. */
const trialMsMax = 3 * MINUTE;

type Memory = {
  readonly failures: Record<Track, number>;
  readonly unread: Set<AttemptId>;
  /** How often it opened since it was last seen to be well. */
  openings: number;
  openUntilMs: number | null;
  pausedUntilMs: number;
  triedAtMs: number | null;
};

export function createCircuits(clock: Pick<Clock, 'nowMs'>): Circuits {
  const memories = new Map<string, Memory>();

  function memoryOf({ engine, credential }: Place): Memory {
    const key = `${engine} ${credential}`;
    const known = memories.get(key) ?? fresh();
    memories.set(key, known);
    return known;
  }

  function stateOf(memory: Memory): CircuitState {
    const nowMs = clock.nowMs();
    const untilMs = Math.max(memory.openUntilMs ?? 0, memory.pausedUntilMs);
    if (isAhead(untilMs, nowMs)) return { kind: 'open', untilMs };
    if (memory.openUntilMs === null) return { kind: 'closed' };
    const { triedAtMs } = memory;
    const isBeingTried = triedAtMs !== null && Math.abs(nowMs - triedAtMs) < trialMsMax;
    return isBeingTried ? { kind: 'open', untilMs: triedAtMs + trialMsMax } : { kind: 'trial' };
  }

  function failed(memory: Memory, track: Track, by = 1): void {
    memory.failures[track] += by;
    const isTrial = memory.openUntilMs !== null && track === 'create';
    if (memory.failures[track] < failuresMax[track] && !isTrial) return;
    const nowMs = clock.nowMs();
    // Those that were under way when it opened say nothing new.
    if (memory.openUntilMs !== null && isAhead(memory.openUntilMs, nowMs)) return;
    memory.openUntilMs = nowMs + Math.min(pauses.maxMs, pauses.firstMs * 2 ** Math.min(memory.openings, 10));
    memory.openings += 1;
    memory.triedAtMs = null;
  }

  /** One failure more opens it again, as long as nothing else was seen to go well. */
  function close(memory: Memory): void {
    memory.openUntilMs = null;
    memory.triedAtMs = null;
    for (const track of ['verdict', 'poll'] as const) {
      memory.failures[track] = Math.min(memory.failures[track], failuresMax[track] - 1);
    }
  }

  function well(memory: Memory, track: Track): void {
    const wasSick = memory.failures[track] >= failuresMax[track];
    memory.failures[track] = 0;
    if (track === 'poll') memory.unread.clear();
    if (track === 'verdict') memory.openings = 0;
    if (memory.openUntilMs === null) return;
    // A create that is taken closes it, and so does what goes well again where that had opened it.
    if (track === 'create' || wasSick) close(memory);
  }

  function note(memory: Memory, showing: Showing): void {
    switch (showing.kind) {
      case 'accepted':
        return well(memory, 'create');
      case 'unanswered':
        return failed(memory, 'create');
      case 'rejected': {
        const { code, retryAfterMs } = showing;
        if (code === 'transient') return failed(memory, 'create');
        if (code !== 'rate_limited') return well(memory, 'create');
        if (retryAfterMs === null) return failed(memory, 'create', lightly);
        const asked = Math.min(retryAfterMs, askedMsMax, jobDefaults.busyPatienceMs);
        memory.pausedUntilMs = Math.max(memory.pausedUntilMs, clock.nowMs() + asked);
        memory.triedAtMs = null;
        return undefined;
      }
      case 'succeeded':
        return well(memory, 'verdict');
      case 'failed':
        return showing.code === 'transient' || showing.code === 'expired' ? failed(memory, 'verdict') : undefined;
      case 'read':
        return well(memory, 'poll');
      case 'unreadable':
        if (memory.unread.size < unreadMax) memory.unread.add(showing.attemptId);
        memory.failures.poll = Math.min(memory.failures.poll, memory.unread.size - 1);
        return failed(memory, 'poll');
    }
  }

  return {
    stateOf: (place) => stateOf(memoryOf(place)),
    blockedUntilMs(place) {
      const memory = memoryOf(place);
      const state = stateOf(memory);
      if (state.kind === 'open') return state.untilMs;
      if (state.kind === 'trial') memory.triedAtMs = clock.nowMs();
      return null;
    },
    note: (place, showing) => note(memoryOf(place), showing),
  };
}

/** Nothing is put off for longer than that: what seems to be was put off before the clock was set back. */
function isAhead(atMs: number, nowMs: number): boolean {
  return atMs > nowMs && atMs <= nowMs + askedMsMax;
}

function fresh(): Memory {
  return {
    failures: { create: 0, verdict: 0, poll: 0 },
    unread: new Set(),
    openings: 0,
    openUntilMs: null,
    pausedUntilMs: 0,
    triedAtMs: null,
  };
}
