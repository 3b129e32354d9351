import type { ClipMime } from '../../../core/clip.ts';
import type { JobView } from '../../../core/request.ts';
import { plainForeign } from './text.ts';

const altTextCharsMax = 1_024;

const endings: Readonly<Record<ClipMime, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
};

/** `reelay-412.mp4`: what people save it as. */
export function clipFileName(jobNumber: number, mime: ClipMime): string {
  return `reelay-${jobNumber}.${endings[mime]}`;
}

/** The prompt, for those who hear the clip described; null once it was removed. */
export function altTextOf({ request, job }: JobView): string | null {
  return request.prompt === null ? null : plainForeign(job.spec.prompt, altTextCharsMax);
}
