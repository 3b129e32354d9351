const cells = 10;

/** A bar of text. It says nothing that does not stand before it in words. */
export function drawBar(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * cells);
  return '▰'.repeat(full) + '▱'.repeat(cells - full);
}
