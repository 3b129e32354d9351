import { distance } from 'fastest-levenshtein';

const wordCharsMax = 40;

/** The candidate that `word` was probably meant to be; null when nothing comes near. */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  if (word.length > wordCharsMax) return null;
  const typed = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = typosAllowed(typed) + 1;
  for (const candidate of candidates) {
    const typos = distance(typed, candidate.toLowerCase());
    if (typos < bestDistance && typos < candidate.length) {
      best = candidate;
      bestDistance = typos;
    }
  }
  return best;
}

function typosAllowed(word: string): number {
  if (word.length <= 3) return 1;
  return word.length <= 6 ? 2 : 3;
}
