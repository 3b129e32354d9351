import type { Actor } from '../actor.ts';
import type { EngineId } from '../engine.ts';

/** Why an engine takes nothing new: switched off by the operator, gone at its vendor, or without credit or a key that it takes. */
export type StandingKind = 'disabled' | 'retired' | 'out_of_credit';

export type EngineStanding = {
  readonly engine: EngineId;
  readonly kind: StandingKind;
  readonly sinceMs: number;
  readonly actor: Actor;
  readonly reason: string | null;
};

/** What an engine has shown lately. */
export type EngineFigures = {
  readonly engine: EngineId;
  /** The middle of what its latest clips took for each second of clip; null before it has made any. */
  readonly msPerSecond: number | null;
  /** Verdicts of the last hour: clips that it made, and what failed by its own fault. Mistakes of people count as neither. */
  readonly good: number;
  readonly bad: number;
  /** Jobs there that have not ended. */
  readonly open: number;
};

/**
 * Which engines are taken out, over restarts and for all processes. A part of the store; `test/contracts/store/engines.ts`
 * holds every implementation to this. Each call is one whole transaction.
 */
export interface EngineStandings {
  all(): Promise<readonly EngineStanding[]>;
  /**
   * Takes an engine out. What the operator switched off stays just that; what was found out stays as it was found first.
   * False when nothing changed.
   */
  mark(ask: {
    readonly engine: EngineId;
    readonly kind: StandingKind;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
  }): Promise<boolean>;
  /** Takes it in again; false when it was not out. `kind` null: for whatever reason it was. */
  clear(ask: { readonly engine: EngineId; readonly kind: StandingKind | null }): Promise<boolean>;
  /** Of each of these engines, in their order. */
  figures(ask: { readonly engines: readonly EngineId[]; readonly nowMs: number }): Promise<readonly EngineFigures[]>;
}
