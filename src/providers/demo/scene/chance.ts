/** Chance that is fixed by a text: the same text draws the same numbers in the same order. */
export type Chance = {
  /** From 0 up to but not including 1. */
  fraction(): number;
  between(min: number, max: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
};

export function chanceOf(text: string): Chance {
  let state = hash(text);
  const fraction = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    between: (min, max) => min + (max - min) * fraction(),
    pick: (list) => list[Math.floor(fraction() * list.length)] ?? list[0],
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}
