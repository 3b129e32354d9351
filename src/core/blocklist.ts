import { folded, isBlank } from './fold-text.ts';

/**
 * Blocklist: words and phrases that may not be asked for. An entry is found as whole words, unless a `*` in it stands for any
 * letters of a word. Found are writings of it that look the same (see `folded`), with digits and signs for letters, with
 * anything but a space between letters, with spaces between all of them, and with letters drawn out.
 *
 * Each entry is an automaton whose states are the bits of a few numbers: looking for it takes as many steps as the prompt has
 * characters, times those few numbers, whatever the entry and whatever the prompt.
 */
export type BlocklistProblem = 'empty' | 'only_wildcards' | 'too_broad' | 'too_long';

/** Why an entry can be none; null where it can. */
export function blocklistProblem(entry: string): BlocklistProblem | null {
  const words = wordsOf(entry);
  const letters = words.join('').replaceAll('*', '');
  if (words.length === 0) return 'empty';
  if (words.some((word) => /^\*+$/u.test(word))) return 'only_wildcards';
  if (statesOf(words).length > statesMax) return 'too_long';
  const lettersMin = words.some((word) => word.includes('*')) ? 3 : 2;
  return Array.from(letters).length < lettersMin && !isUnspaced(letters) ? 'too_broad' : null;
}

export type BlocklistSearch = {
  readonly isBlocked: boolean;
  /** How many numbers were computed for it. */
  readonly steps: number;
};

/** Whether one of the texts says what an entry means. Entries that can be none are passed over. */
export function searchBlocklist(entries: readonly string[], texts: readonly string[]): BlocklistSearch {
  let steps = 0;
  const usable = entries.filter((entry) => blocklistProblem(entry) === null);
  const automata = usable.map((entry) => automatonOf(statesOf(wordsOf(entry))));
  for (const text of automata.length === 0 ? [] : texts) {
    const glyphs = glyphsOf(folded(text));
    const letters = new Set(glyphs.flatMap(({ readings }) => readings));
    for (const automaton of automata) {
      if (!automaton.letters.every((letter) => letters.has(letter))) continue;
      const found = run(automaton, glyphs);
      steps += found.steps;
      if (found.isBlocked) return { isBlocked: true, steps };
    }
  }
  return { isBlocked: false, steps };
}

/** An entry may become longer by folding. */
const statesMax = 200;
const bitsOfNumber = 32;

const gap = ' ';
const letterOrDigit = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that leave no space between words: what is looked for may be anywhere in what they write. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const isUnspaced = (text: string): boolean => unspaced.test(text);

/** What is written for a letter. Digits that stand by themselves, or before a unit, mean what they are. */
const standsFor: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'il'],
  ['2', 'z'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['6', 'g'],
  ['7', 't'],
  ['8', 'b'],
  ['9', 'g'],
  ['@', 'a'],
  ['$', 's'],
  ['€', 'e'],
  ['£', 'l'],
  ['!', 'il'],
  ['|', 'il'],
  ['+', 't'],
]);
const quantity = /^\p{N}+\p{L}{0,2}$/u;
const inAWord = /^(?:[$€@]|[!|].)/u;

function wordsOf(entry: string): string[] {
  const words: string[] = [];
  for (const typed of folded(entry).split(/\s+/u)) {
    const word = Array.from(typed, (char, at) => {
      if (char === '*' || letterOrDigit.test(char)) return char;
      return inAWord.test(typed.slice(at)) ? (standsFor.get(char)?.charAt(0) ?? '') : '';
    }).join('');
    if (word !== '') words.push(word);
  }
  return words;
}

type State = {
  /** What leads to it: a letter, or what is between words. */
  readonly symbol: string;
  /** It is kept by any letters that follow. */
  readonly isWild: boolean;
};

function statesOf(words: readonly string[]): State[] {
  const states: State[] = [];
  for (const word of words) {
    states.push({ symbol: gap, isWild: false });
    for (const char of word) {
      const last = states.pop();
      if (!last) throw new Error('expected a state before each letter of a word');
      if (char === '*') states.push({ ...last, isWild: true });
      else states.push(last, { symbol: char, isWild: false });
    }
  }
  const joined = states.map((state, at): State => {
    const next = states[at + 1]?.symbol ?? gap;
    // Nothing marks where such a word begins or ends.
    const isOpen = (state.symbol === gap && isUnspaced(next)) || (isUnspaced(state.symbol) && next === gap);
    return isOpen ? { ...state, isWild: true } : state;
  });
  return [...joined, { symbol: gap, isWild: false }];
}

type Automaton = {
  readonly numbers: number;
  readonly letters: readonly string[];
  readonly bySymbol: ReadonlyMap<string, Int32Array>;
  readonly gaps: Int32Array;
  readonly wild: Int32Array;
  readonly last: number;
};

function automatonOf(states: readonly State[]): Automaton {
  const numbers = Math.ceil(states.length / bitsOfNumber);
  const bits = (isIn: (state: State) => boolean): Int32Array => {
    const set = new Int32Array(numbers);
    states.forEach((state, at) => {
      if (isIn(state)) set[at >> 5] = (set[at >> 5] ?? 0) | (1 << (at & 31));
    });
    return set;
  };
  const letters = [...new Set(states.map(({ symbol }) => symbol))].filter((symbol) => symbol !== gap);
  return {
    numbers,
    letters,
    bySymbol: new Map(letters.map((letter) => [letter, bits(({ symbol }) => symbol === letter)])),
    gaps: bits(({ symbol }) => symbol === gap),
    wild: bits(({ isWild }) => isWild),
    last: states.length - 1,
  };
}

type Glyph = {
  /** The letters that it may be. */
  readonly readings: readonly string[];
  /** It may be what is between two words. */
  readonly isGap: boolean;
  /** It may be nothing at all: a sign between two letters of a word. */
  readonly isNothing: boolean;
  /** One of several in a row that may be one. */
  readonly isDrawnOut: boolean;
};

const edge: Glyph = { readings: [], isGap: true, isNothing: false, isDrawnOut: false };

/** The text between two edges. Of `fooo` each letter may be there once or more; `f o o` is read as one word as well. */
function glyphsOf(text: string): Glyph[] {
  const chars = Array.from(text);
  const words = wordsIn(chars);
  const glyphs = chars.map((char, at): Glyph => {
    const word = words.of.get(at);
    if (word === undefined) {
      const readings = isBlank(char) ? [] : Array.from(standsFor.get(char) ?? '');
      return { readings, isGap: true, isNothing: !isBlank(char) || words.isSpelt(at), isDrawnOut: false };
    }
    const isDigit = standsFor.has(char) && !word.isQuantity;
    const readings = isDigit ? [char, ...Array.from(standsFor.get(char) ?? '')] : [char];
    return { readings, isGap: false, isNothing: false, isDrawnOut: !standsFor.has(char) && isInRun(chars, at) };
  });
  return [edge, ...glyphs, edge];
}

type Word = { readonly at: number; readonly length: number; readonly isQuantity: boolean };

function wordsIn(chars: readonly string[]): {
  readonly of: ReadonlyMap<number, Word>;
  /** Whether what is there stands between letters of a word that was spelt. */
  readonly isSpelt: (at: number) => boolean;
} {
  const words: Word[] = [];
  const of = new Map<number, Word>();
  for (let at = 0; at < chars.length; at += 1) {
    let end = at;
    while (end < chars.length && letterOrDigit.test(chars[end] ?? '')) end += 1;
    if (end === at) continue;
    const word = { at, length: end - at, isQuantity: quantity.test(chars.slice(at, end).join('')) };
    for (let within = at; within < end; within += 1) of.set(within, word);
    words.push(word);
    at = end;
  }
  const spelt = new Set<number>();
  words.forEach((word, index) => {
    const [before, after, next] = [words[index - 1], words[index + 1], words[index + 2]];
    const isLone = (each: Word | undefined): boolean => each?.length === 1;
    if (!isLone(word) || !after || !isLone(after) || !(isLone(before) || isLone(next))) return;
    for (let at = word.at + 1; at < after.at; at += 1) spelt.add(at);
  });
  return { of, isSpelt: (at) => spelt.has(at) };
}

/** Three of a letter are more than words have. */
function isInRun(chars: readonly string[], at: number): boolean {
  const isSame = (by: number): boolean => chars[at + by] === chars[at];
  return (isSame(-1) && isSame(1)) || (isSame(1) && isSame(2)) || (isSame(-1) && isSame(-2));
}

function run(automaton: Automaton, glyphs: readonly Glyph[]): BlocklistSearch {
  const { numbers, bySymbol, gaps, wild, last } = automaton;
  const active = new Int32Array(numbers);
  let steps = 0;
  let isIdle = true;
  for (const { readings, isGap, isNothing, isDrawnOut } of glyphs) {
    if (isIdle && !isGap) continue;
    // Each entry begins between two words, with its first state.
    let carry = 1;
    let any = 0;
    for (let at = 0; at < numbers; at += 1) {
      const now = active[at] ?? 0;
      let isRead = isGap ? (gaps[at] ?? 0) : 0;
      for (const reading of readings) isRead |= bySymbol.get(reading)?.[at] ?? 0;
      let next = ((now << 1) | carry) & isRead;
      if (isNothing) next |= now;
      if (isGap) next |= now & (gaps[at] ?? 0);
      if (isDrawnOut) next |= now & isRead;
      if (!isGap || readings.length > 0) next |= now & (wild[at] ?? 0);
      carry = now >>> 31;
      active[at] = next;
      any |= next;
      steps += 1;
    }
    isIdle = any === 0;
    if ((((active[last >> 5] ?? 0) >>> (last & 31)) & 1) === 1) return { isBlocked: true, steps };
  }
  return { isBlocked: false, steps };
}
