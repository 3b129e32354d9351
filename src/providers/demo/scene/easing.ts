/** From 0 to 1 with no jolt at either end. */
export function easeInOut(share: number): number {
  const at = Math.min(1, Math.max(0, share));
  return at * at * (3 - 2 * at);
}

/**
 * How far one gets in `atS` of `seconds` at one unit a second, speeding up in the first second and
 * slowing down in the last.
 */
export function travelled(atS: number, seconds: number): number {
  const rampS = Math.min(1, seconds / 4);
  const up = Math.min(atS, rampS);
  const cruise = Math.min(Math.max(atS - rampS, 0), seconds - 2 * rampS);
  const down = Math.max(atS - (seconds - rampS), 0);
  return (up * up) / (2 * rampS) + cruise + down - (down * down) / (2 * rampS);
}
