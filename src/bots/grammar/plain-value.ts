/** Full-width digits and letters, long dashes before numbers, capitals: the same value. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[‐‑‒–—―−]+/u, '-');
}
