/**
 * Quotes come in families: phones turn `"` into `“ ”`, and mix the two ends up. Any opening mark of a
 * family is closed by any closing mark of the same family.
 */
type QuoteFamily = { readonly open: string; readonly close: string };

const plainDouble: QuoteFamily = { open: '"', close: '"' };

const doubleFamilies: readonly QuoteFamily[] = [
  plainDouble,
  { open: '“”„‟', close: '‟“”' },
  { open: '«»', close: '«»' },
  { open: '「', close: '」' },
  { open: '『', close: '』' },
];

/** Single marks quote a value, but never a prompt: there they are apostrophes. */
const singleFamilies: readonly QuoteFamily[] = [
  { open: "'", close: "'" },
  { open: '‘’‚‛', close: '‘’‛' },
];

/** `text` in quotes that do not occur in it, the most usual first. */
export function inQuotes(text: string): string {
  const unused = doubleFamilies.find(
    ({ open, close }) => !Array.from(open + close).some((mark) => text.includes(mark)),
  );
  return quotedBy(unused ?? plainDouble, text);
}

/** `text` in every kind of double quotes, the most usual first. */
export function inAllQuotes(text: string): string[] {
  return doubleFamilies.map((family) => quotedBy(family, text));
}

function quotedBy({ open, close }: QuoteFamily, text: string): string {
  return `${open.charAt(0)}${text}${close.charAt(close.length - 1)}`;
}

export type Span = { readonly start: number; readonly end: number };

/** Tells of places, each further on than the one before, whether they are inside of one of the stretches. */
export function insideOf(spans: readonly Span[]): (at: number) => boolean {
  const byStart = spans.toSorted((one, other) => one.start - other.start).values();
  let next = byStart.next();
  let end = 0;
  return (at) => {
    for (; !next.done && next.value.start < at; next = byStart.next()) end = Math.max(end, next.value.end);
    return at < end;
  };
}

/** The quoted value that begins at `at`, and where it ends; null when none begins or it is never closed. */
export function readQuoted(text: string, at: number): { readonly inside: string; readonly end: number } | null {
  const opener = text.charAt(at);
  const family = [...doubleFamilies, ...singleFamilies].find((each) => opener !== '' && each.open.includes(opener));
  if (!family) return null;
  const closers = Array.from(family.close, (mark) => text.indexOf(mark, at + 1)).filter((index) => index !== -1);
  const end = Math.min(...closers);
  return Number.isFinite(end) ? { inside: text.slice(at + 1, end), end: end + 1 } : null;
}

/** Takes off the quotes around a whole prompt; leaves those alone that belong to its text. */
export function unquotePrompt(prompt: string): string {
  const text = prompt.trim();
  const family = doubleFamilies.find((each) => text.length >= 2 && each.open.includes(text.charAt(0)));
  if (!family?.close.includes(text.charAt(text.length - 1))) return text;
  const inside = text.slice(1, -1);
  const marks = new Set(family.open + family.close);
  return Array.from(inside).some((char) => marks.has(char)) ? text : inside.trim();
}

const spaceOrEnd = /\s|^$/u;
const afterClose = /[\s.,;:!?)\]}]|^$/u;

/**
 * Stretches of `text` in quotes that stand like quotes in prose: opened at a word's start, closed at a
 * word's end. A mark that is never closed quotes nothing.
 */
export function quotedSpans(text: string): Span[] {
  return doubleFamilies.flatMap((family) => spansOf(family, text));
}

function spansOf(family: QuoteFamily, text: string): Span[] {
  const spans: Span[] = [];
  let start: number | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    const before = text.charAt(index - 1);
    const after = text.charAt(index + 1);
    if (family.open.includes(char) && spaceOrEnd.test(before) && !spaceOrEnd.test(after)) {
      start = index;
    } else if (start !== null && family.close.includes(char) && !spaceOrEnd.test(before) && afterClose.test(after)) {
      spans.push({ start, end: index + 1 });
      start = null;
    }
  }
  return spans;
}
