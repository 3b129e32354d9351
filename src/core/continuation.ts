import { askOf } from './ask-of.ts';
import type { Engine, Engines } from './engines.ts';
import { cheapest, type Made, makerOf, type Offer, offerAt, peersOf } from './offer.ts';
import { inputFromOwn } from './own-clip.ts';
import type { Media } from './ports/media.ts';
import type { Ask, ClipSpec } from './spec.ts';

/** Why nothing goes on from a clip. */
export type NoContinuation =
  /** It is not made yet, or deleted. */
  | 'no_clip'
  /** No engine makes videos longer, and nothing here takes pictures out of them. */
  | 'no_frames'
  | 'no_engine';

/**
 * What happens next in a clip, with the same words: the engine that made it makes it longer where it can; else its last
 * picture is what a new one starts from, at the same engine where that takes images, else at the cheapest that does.
 */
export function continuationOf(
  made: Made,
  engines: Pick<Engines, 'all'>,
  { lastFrame }: Pick<Media, 'lastFrame'>,
): Offer | NoContinuation {
  const { clip } = made;
  if (!clip || clip.deletedAtMs !== null) return 'no_clip';
  const maker = makerOf(made, engines);
  const longer = maker && extended(made, maker, clip.id);
  if (longer) return longer;
  if (lastFrame === null) return 'no_frames';
  const ask: Ask = {
    ...askOf(made.job),
    operation: 'make',
    input: inputFromOwn({ kind: 'last_frame', clipId: clip.id }),
  };
  const atMaker = maker && goneOn(ask, maker);
  const elsewhere = { ...ask, ...leftOpen(made.job.spec) };
  return atMaker ?? cheapest(peersOf(made, engines).map((engine) => goneOn(elsewhere, engine))) ?? 'no_engine';
}

/** What nobody had set is left to the other engine. */
function leftOpen({ wish, size, fps, audio }: ClipSpec): Pick<Ask, 'size' | 'fps' | 'audio'> {
  if (wish === null) return { size, fps, audio };
  return { size: wish.size === null ? null : size, fps: wish.fps === null ? null : fps, audio: wish.audio };
}

/** By the usual length. */
function extended({ job }: Made, maker: Engine, clipId: NonNullable<Made['clip']>['id']): Offer | null {
  const { operations, inputs, extendSeconds } = maker.capabilities;
  if (!operations.includes('extend') || !inputs.includes('video') || extendSeconds === null) return null;
  const input = inputFromOwn({ kind: 'clip', clipId });
  return offerAt(maker, { ...askOf(job), operation: 'extend', seconds: null, fps: null, audio: null, input });
}

/** As long as the one before, or as is usual where that is too long for the engine. */
function goneOn(ask: Ask, engine: Engine): Offer | null {
  if (!engine.capabilities.inputs.includes('image')) return null;
  return offerAt(engine, ask) ?? offerAt(engine, { ...ask, seconds: null });
}
