import type { EngineId, Operation, Size } from './engine.ts';

/**
 * An input that a job works from. `source` is where the chat keeps it (chat URLs expire); once
 * `preparing` has copied it, `mediaKey` names our own file and the source is never read again.
 * A source that starts with `clip:` is a clip of our own, one with `last_frame:` the picture that it ends with.
 */
export type InputRef = {
  readonly kind: 'image' | 'video';
  readonly source: string;
  readonly mediaKey: string | null;
};

/** An option of the person's that the engine has in another value: what they are told of it, before and after. */
export type Adaptation = {
  readonly option: 'size' | 'seconds' | 'fps' | 'seed' | 'audio' | 'style';
  readonly asked: string;
  /** Null where the engine has nothing of the kind. */
  readonly got: string | null;
};

/** What the person set themselves; null means "not said". What another engine would be asked for. */
export type Wish = {
  readonly engine: string | null;
  readonly seconds: number | null;
  readonly size: Size | null;
  readonly fps: number | null;
  readonly style: string | null;
  readonly seed: number | null;
  readonly audio: boolean | null;
};

/** How `auto` came to an engine, and what became of that. */
export type Route = {
  /** The rule that spoke for it. */
  readonly because: RouteReason;
  /** Engines that certainly did not take the job, in the order of the tries. */
  readonly tried: readonly EngineId[];
  /** What the present engine asks for it: at most the price that was agreed. */
  readonly priceMicroUsd: number;
};

export type RouteReason =
  | 'only_one'
  | 'image_input'
  | 'video_input'
  | 'long'
  | 'sound'
  | 'size'
  | 'style'
  | 'physics'
  | 'story'
  | 'draft'
  | 'cheapest'
  | 'fastest'
  /** The one before it could not. */
  | 'instead';

/** Spec: what one job asks of an engine, in the engine's own terms. Nothing in it is left to a default. */
export type ClipSpec = {
  readonly operation: Operation;
  readonly prompt: string;
  readonly seconds: number;
  readonly size: Size;
  readonly fps: number;
  readonly seed: number;
  readonly audio: boolean;
  /** As the person said it: a name of a preset of `styles.ts`, or words of their own. */
  readonly style: string | null;
  readonly input: InputRef | null;
  /** Null for jobs of before it was kept. */
  readonly wish: Wish | null;
  readonly adapted: readonly Adaptation[];
  /** Null where the person named the engine. */
  readonly route: Route | null;
};

/** Ask: what the person wrote. Null means "not said". */
export type Ask = Wish & {
  readonly operation: Operation;
  readonly prompt: string;
  readonly count: number;
  readonly fresh: boolean;
  readonly private: boolean;
  readonly input: InputRef | null;
};
