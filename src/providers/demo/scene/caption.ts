const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ellipsis = '…';
/** More than this never fits on a clip. */
const charsMax = 800;

/** A prompt as one line of text without what cannot be seen: control characters, direction overrides. */
export function plainText(prompt: string): string {
  return prompt
    .slice(0, charsMax)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * Breaks a text into at most `linesMax` lines that fit, at spaces where it can; what does not fit
 * ends in an ellipsis. `fits` is monotonous: what fits also fits when shortened.
 */
export function wrapText(
  text: string,
  linesMax: number,
  fits: (line: string) => boolean,
): { lines: string[]; isWhole: boolean } {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < linesMax) {
    const line = headThatFits(rest, fits);
    rest = rest.slice(line.length).trimStart();
    lines.push(line.trimEnd());
  }
  if (rest === '') return { lines, isWhole: true };
  const last = lines.pop() ?? '';
  return { lines: [...lines, shortened(last, fits)], isWhole: false };
}

/** At least one grapheme, so that the caller always gets on. */
function headThatFits(text: string, fits: (line: string) => boolean): string {
  let end = 0;
  let lastSpace = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    const next = index + segment.length;
    if (end > 0 && segment !== ' ' && !fits(text.slice(0, next))) return text.slice(0, lastSpace > 0 ? lastSpace : end);
    if (segment === ' ') lastSpace = next;
    end = next;
  }
  return text;
}

function shortened(line: string, fits: (line: string) => boolean): string {
  const parts = [...graphemes.segment(line)].map(({ segment }) => segment);
  while (parts.length > 1 && !fits(parts.join('') + ellipsis)) parts.pop();
  return parts.join('').replace(/[\s,.;:–-]+$/u, '') + ellipsis;
}

/** True for scripts that are written from right to left, by the first letter that has a direction. */
export function isRightToLeft(text: string): boolean {
  return /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text);
}

/**
 * Leaves out pictographs that no font here can draw. A text of which hardly a letter could be
 * drawn is left out as a whole: rows of boxes say nothing.
 */
export function drawableText(text: string, canDraw: (character: string) => boolean): string {
  const kept = [...graphemes.segment(text)]
    .map(({ segment }) => segment)
    .filter((segment) => !/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment) || canDraw(segment))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = kept.match(/\p{L}/gu) ?? [];
  const drawable = letters.filter((letter) => canDraw(letter)).length;
  return letters.length > 0 && drawable < letters.length / 2 ? '' : kept;
}
