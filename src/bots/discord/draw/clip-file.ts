import type { ClipMime } from '../../../core/clip.ts';
import type { DeliveryId } from '../../../core/ids.ts';
import type { JobView } from '../../../core/request.ts';
import { clipEndings } from '../../clip-file-name.ts';
import { plainForeign } from '../../foreign.ts';

const altTextUnitsMax = 1_024;

/** In a message that is not its own, a file tells which delivery it is: `reelay-412-3k9f0a7z.mp4`. */
export function markedFileName(jobNumber: number, mime: ClipMime, deliveryId: DeliveryId): string {
  return `reelay-${jobNumber}-${markOf(deliveryId)}.${clipEndings[mime]}`;
}

export function isMarkedFile(fileName: string, deliveryId: DeliveryId): boolean {
  return fileName.includes(`-${markOf(deliveryId)}.`);
}

const markChars = 8;

/** From the end of the id, where chance is. */
function markOf(deliveryId: DeliveryId): string {
  return deliveryId.slice(-markChars);
}

/** The prompt, for those who hear the clip described; null once it was removed. */
export function altTextOf({ request, job }: JobView): string | null {
  return request.prompt === null ? null : plainForeign(job.spec.prompt, altTextUnitsMax);
}
