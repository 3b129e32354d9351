/** A piece of a long text, in a field whose name tells how it goes on from the one before. */
export type TextPiece = { readonly name: string; readonly text: string };

const first = 'prompt';
/** Behind a space, which a field may lose at its edge; or in the middle of what has none. */
const [spaced, joined] = ['more', 'rest'];

/** A cut is sought between words in the last part of a field; where there are none, a language has no spaces. */
const leastFilled = 0.75;
/** More would not fit then. */
const fieldsMax = 3;

/** Cuts a text for fields that take `charsMax` each. The names of the fields are enough to put it together again. */
export function splitIntoFields(text: string, charsMax: number): TextPiece[] {
  const charsMin = text.length <= charsMax * (1 + (fieldsMax - 1) * leastFilled) ? charsMax * leastFilled : charsMax;
  const pieces: TextPiece[] = [];
  let rest = text;
  for (let name = first; pieces.length === 0 || rest !== '';) {
    const { end, isSpaced } = cutAt(rest, charsMax, charsMin);
    pieces.push({ name, text: rest.slice(0, end) });
    name = `${isSpaced ? spaced : joined}${pieces.length}`;
    rest = rest.slice(isSpaced ? end + 1 : end);
  }
  return pieces;
}

export function joinFields(pieces: Iterable<TextPiece>): string {
  let text = '';
  for (const { name, text: piece } of pieces) {
    if (name === first) text = piece;
    else if (name.startsWith(spaced)) text = piece === '' ? text : `${text} ${piece}`;
    else if (name.startsWith(joined)) text += piece;
  }
  return text;
}

function cutAt(text: string, charsMax: number, charsMin: number): { readonly end: number; readonly isSpaced: boolean } {
  if (text.length <= charsMax) return { end: text.length, isSpaced: false };
  const space = text.lastIndexOf(' ', charsMax);
  if (space >= charsMin) return { end: space, isSpaced: true };
  return { end: endBefore(text, charsMax), isSpaced: false };
}

/** As much of a text as fits, never ending inside of a character. */
export function firstOf(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : text.slice(0, endBefore(text, charsMax));
}

function endBefore(text: string, charsMax: number): number {
  const isInsidePair = /[\uD800-\uDBFF]/.test(text.charAt(charsMax - 1));
  return isInsidePair ? charsMax - 1 : charsMax;
}
