import { createHash } from 'node:crypto';
import type { EngineId } from './engine.ts';
import type { TenantId, UserId } from './ids.ts';
import { ownSourceOf } from './own-clip.ts';
import type { ClipSpec, InputRef } from './spec.ts';

/** What decides whether two people mean the same clip. */
export type Asked = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly engine: EngineId;
  readonly spec: ClipSpec;
};

/**
 * What a clip is found again by: equal for all that would get an equal clip, in one tenant. Null where it starts from a
 * file that nobody has looked at yet. A seed counts only where the person set it: without one, any take will do.
 */
export function cacheKeyOf({ tenantId, userId, engine, spec }: Asked): string | null {
  const { operation, prompt, seconds, size, fps, style, audio, input, wish } = spec;
  const file = input === null ? null : fileOf(input);
  if (input !== null && file === null) return null;
  const parts = [
    tenantId,
    isDirect(tenantId) ? userId : null,
    engine,
    operation,
    normalised(prompt),
    seconds,
    size.width,
    size.height,
    fps,
    style === null ? null : normalised(style),
    audio,
    wish?.seed ?? null,
    input === null ? null : [input.kind, file],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** All direct messages of a platform are one tenant, and everybody in it is alone. */
function isDirect(tenantId: TenantId): boolean {
  return tenantId.endsWith(':dm');
}

/** A name of bytes that never change; null for an attachment, which only its chat knows. */
function fileOf(input: InputRef): string | null {
  return ownSourceOf(input) === null ? input.mediaKey : input.source;
}

/** The same words, however they were typed. */
function normalised(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}
