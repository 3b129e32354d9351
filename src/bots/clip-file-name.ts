import type { ClipMime } from '../core/clip.ts';

export const clipEndings: Readonly<Record<ClipMime, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
};

/** `reelay-412.mp4`: what people save it as. */
export function clipFileName(jobNumber: number, mime: ClipMime): string {
  return `reelay-${jobNumber}.${clipEndings[mime]}`;
}
