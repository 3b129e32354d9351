import { z } from 'zod';
import { type Clip, clipMimes, type VideoFacts } from '../../core/clip.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';

export type ClipRow = Tables['clips']['$inferSelect'];

const factsSchema: z.ZodType<VideoFacts> = z.object({
  /** Rows from before it was kept are of engines that make nothing else. */
  mime: z.enum(clipMimes).default('video/mp4'),
  size: z.object({ width: z.int(), height: z.int() }),
  durationMs: z.number(),
  fps: z.number(),
  codec: z.string(),
  hasAudio: z.boolean(),
});

export function clipRow({ file, ...rest }: Clip): ClipRow {
  return { ...rest, fileKey: file.key, fileBytes: file.bytes, fileSha256: file.sha256, erasedAtMs: null };
}

export function clipOf(row: ClipRow): Clip {
  const { id, jobId, tenantId, ownerId, storedAtMs, deletedAtMs } = row;
  const file = { key: row.fileKey, bytes: row.fileBytes, sha256: row.fileSha256 };
  const facts = readRow('clips', id, () => factsSchema.parse(row.facts));
  return { id, jobId, tenantId, ownerId, file, facts, storedAtMs, deletedAtMs };
}
