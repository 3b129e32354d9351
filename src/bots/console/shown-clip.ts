import type { Clip } from '../../core/clip.ts';
import { shorten } from '../grammar/problem.ts';
import type { ShownClip } from './bodies.ts';

const promptCharsShown = 300;

/** What a page needs of a clip to show it. */
export function shownClip({ id, facts, file }: Clip, prompt: string | null): ShownClip {
  const { width, height } = facts.size;
  const shows = prompt === null ? '' : shorten(prompt, promptCharsShown);
  return { id, width, height, mime: facts.mime, bytes: file.bytes, prompt: shows };
}
