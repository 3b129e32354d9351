const cells = 10;

/** A bar of text, full only at the end. It says nothing that does not stand before it in words. */
export function drawBar(fraction: number): string {
  const full = fraction >= 1 ? cells : Math.min(cells - 1, Math.round(Math.max(0, fraction) * cells));
  return '▰'.repeat(full) + '▱'.repeat(cells - full);
}
