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

/** The number of the video that such a name tells; null for any other name. */
export function jobNumberIn(fileName: string): number | null {
  const number = /^reelay-(\d{1,9})\.[a-z0-9]+$/u.exec(fileName)?.[1];
  return number === undefined ? null : Number(number);
}
