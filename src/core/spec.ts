import type { Size } from './engine.ts';

/**
 * An input that a job works from. `source` is where the chat keeps it (chat URLs expire); once
 * `preparing` has copied it, `mediaKey` names our own file and the source is never read again.
 */
export type InputRef = {
  readonly kind: 'image' | 'video';
  readonly source: string;
  readonly mediaKey: string | null;
};

/** Spec: what one job asks of an engine, in the engine's own terms. Nothing in it is left to a default. */
export type ClipSpec = {
  readonly prompt: string;
  readonly seconds: number;
  readonly size: Size;
  readonly fps: number;
  readonly seed: number;
  readonly audio: boolean;
  readonly style: string | null;
  readonly input: InputRef | null;
};

/** Ask: what the person wrote. Null means "not said". */
export type Ask = {
  readonly prompt: string;
  readonly engine: string | null;
  readonly seconds: number | null;
  readonly size: Size | null;
  readonly fps: number | null;
  readonly style: string | null;
  readonly count: number;
  readonly seed: number | null;
  readonly audio: boolean | null;
  readonly fresh: boolean;
  readonly private: boolean;
  readonly input: InputRef | null;
};
