import type { Span } from './quotes.ts';

const opening = /(?<=^|\s)[{[](?=\s*["'“”{[\]}])/gu;

/** Stretches of `text` that are pasted JSON, or look like it: their inside is prompt, whatever it says. */
export function jsonSpans(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(opening)) {
    if (match.index < from) continue;
    const end = endOfBrackets(text, match.index);
    if (end === null) break;
    spans.push({ start: match.index, end });
    from = end;
  }
  return spans;
}

/** Where the bracket at `start` is closed; brackets inside of `"…"` do not count. */
function endOfBrackets(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (inString) {
      if (char === '\\') index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
    } else if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
