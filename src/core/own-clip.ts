import { type ClipId, isId } from './ids.ts';
import type { InputRef } from './spec.ts';

/** A clip of our own as what a job starts from: all of it, or the picture that it ends with. */
export type OwnSource = { readonly kind: 'clip' | 'last_frame'; readonly clipId: ClipId };

const kinds = ['clip', 'last_frame'] as const;

/** `clip:clip_01j…`, `last_frame:clip_01j…`. Anybody can type that: whether they may use it is decided from what is stored. */
export function inputFromOwn({ kind, clipId }: OwnSource): InputRef {
  return { kind: kind === 'clip' ? 'video' : 'image', source: `${kind}:${clipId}`, mediaKey: null };
}

/** Null for what somebody attached. */
export function ownSourceOf(input: InputRef | null): OwnSource | null {
  const [, name = '', clipId = ''] = /^([a-z_]+):(.*)$/.exec(input?.source ?? '') ?? [];
  const kind = kinds.find((each) => each === name);
  return kind !== undefined && isId('clip', clipId) ? { kind, clipId } : null;
}

/** What a job started from, without the copy that was made of a clip of our own for it. */
export function withoutOwnCopy(input: InputRef | null): InputRef | null {
  return input !== null && ownSourceOf(input) !== null ? { ...input, mediaKey: null } : input;
}
