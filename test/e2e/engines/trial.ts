import type { Clock } from '../../../src/core/ports/world.ts';

/** An engine's double in the hands of the tests that tell a whole story, from what is typed to the clip in its channel. */
export type EngineDouble = AsyncDisposable & {
  /** Settings of the service with which it uses this double. */
  readonly environment: Readonly<Record<string, string>>;
  /** Creates that it accepted: what a vendor would bill. */
  readonly creates: () => number;
  /**
   * Lets every open task come to its end with a clip, charged at the final cost. With an origin it also calls back, as its
   * API does: to the address that came with the create, or to the one that all jobs share at `ORIGIN/webhooks/NAME`.
   * Resolves when all of that was answered.
   */
  readonly finish: (how: { readonly callBackTo: string | null }) => Promise<void>;
  /** What the next creates meet. `drop_answer`: taken, and the answer lost. `gone`: the model is no longer there. */
  readonly failCreates: (with_: 'drop_answer' | 'unavailable' | 'gone' | 'out_of_credit', times?: number) => void;
  /** The answer to the next create, which is taken at once, is on its way until this is called. */
  readonly holdAnswer: () => () => void;
  /** What its API sends by itself; null where it calls nobody. */
  readonly callbacks: Callbacks | null;
  /** Whether its callbacks name the attempt, so that a create whose answer was lost is found by them. */
  readonly adoptsByCallback: boolean;
  /** The id of the only task that it has. */
  readonly onlyTaskId: () => string;
};

/** A delivery to the service, as it goes over the wire. */
export type SignedCallback = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export type Callbacks = {
  /** Path at the service where those about its only task come. */
  readonly path: () => string;
  /**
   * What it sends about its only task, or another, signed now. It may say that a task failed which by the engine's own
   * word has not. Signed by a `stranger`, it has all but the engine's key.
   */
  readonly event: (
    says: 'finished' | 'failed',
    of?: { readonly taskId?: string; readonly signedBy?: 'stranger' },
  ) => SignedCallback;
};

export type EngineTrial = {
  /** The engine to ask for, of text to video. */
  readonly engine: string;
  /** What it bills in the end for the clip that `typed` asks for, in micro-dollars; null where its API does not say. */
  readonly finalCostMicroUsd: number | null;
  /** Options that make its shortest clip, such as `--seconds 4`. */
  readonly options: string;
  /** Whether its API calls back. */
  readonly callsBack: boolean;
  /** `clock`: by which it signs what it calls back. */
  readonly open: (clock: Pick<Clock, 'nowMs'>) => Promise<EngineDouble>;
};
