import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import type { Request } from '../../core/request.ts';
import type { Tables } from '../tables.ts';
import { idSchema, readRow } from './readable.ts';

export type RequestRow = Tables['requests']['$inferSelect'];

export const actorSchema: z.ZodType<Actor> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), userId: idSchema('user') }),
  z.object({ kind: z.literal('operator') }),
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('webhook'), provider: z.string() }),
]);

export function requestRow({ destination, ...rest }: Request): RequestRow {
  return {
    ...rest,
    destinationPlatform: destination.platform,
    destinationTenantId: destination.tenantId,
    destinationChannel: destination.channel,
    destinationThread: destination.thread,
  };
}

/** `forgottenAtMs`: what its person asked for up to then has no words any more, whether or not they are taken away yet. */
export function requestOf(row: RequestRow, forgottenAtMs: number | null): Request {
  const { id, inboundKey, tenantId, userId, visibility, locale, prompt, statusMessage, isAdultPlace, createdAtMs } =
    row;
  const isForgotten = forgottenAtMs !== null && createdAtMs <= forgottenAtMs;
  return {
    id,
    inboundKey,
    tenantId,
    userId,
    actor: readRow('requests', id, () => actorSchema.parse(row.actor)),
    destination: {
      platform: row.destinationPlatform,
      tenantId: row.destinationTenantId,
      channel: row.destinationChannel,
      thread: row.destinationThread,
    },
    visibility,
    locale,
    prompt: isForgotten ? null : prompt,
    statusMessage,
    isAdultPlace: isAdultPlace ?? false,
    createdAtMs,
  };
}
