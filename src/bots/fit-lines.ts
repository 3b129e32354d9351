import type { Room } from './foreign.ts';

/** So many of the lines, with so much of each piece of somebody's words. */
export type Fitted<L> = { readonly lines: readonly L[]; readonly room: Room; readonly isCut: boolean };

/**
 * What of lines fits into one message. Where they take too much room, somebody's words are cut until ours fit; only then
 * are lines left out, the last ones first.
 */
export function fitLines<L>(lines: readonly L[], charsMax: number, charsOf: (fitted: Fitted<L>) => number): Fitted<L> {
  const whole = { lines, room: Number.MAX_SAFE_INTEGER, isCut: false };
  if (charsOf(whole) <= charsMax) return whole;
  let [fits, tooMuch] = [0, charsMax];
  while (tooMuch - fits > 1) {
    const room = Math.floor((fits + tooMuch) / 2);
    if (charsOf({ ...whole, room }) <= charsMax) fits = room;
    else tooMuch = room;
  }
  let fitted: Fitted<L> = { ...whole, room: fits };
  while (charsOf(fitted) > charsMax && fitted.lines.length > 1) {
    fitted = { lines: fitted.lines.slice(0, -1), room: fits, isCut: true };
  }
  return fitted;
}
