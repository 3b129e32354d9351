import { charsIn } from './prompt-text.ts';
import { readQuoted } from './quotes.ts';

/** Words and phrases with commas between them, each once; null where there are none, too many or a too long one. */
export function wordsOf(
  text: string,
  { max, charsMax }: { readonly max: number; readonly charsMax: number },
): string[] | null {
  const all = text
    .split(/[,;\n]/u)
    .map((one) => one.trim())
    .map((one) => (readQuoted(one, 0)?.end === one.length ? (readQuoted(one, 0)?.inside ?? one) : one).trim())
    .map((one) => one.replaceAll(/\s+/gu, ' '))
    .filter((one) => one !== '');
  const words = all.filter((one, index) => all.findIndex((each) => each.toLowerCase() === one.toLowerCase()) === index);
  const fits = words.length > 0 && words.length <= max && words.every((one) => charsIn(one) <= charsMax);
  return fits ? words : null;
}
