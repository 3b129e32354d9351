import type { Judged } from './judged.ts';
import { nearestWord } from './nearest.ts';
import type { Choice } from './option.ts';
import { isTold } from './own-moderators.ts';
import { plain } from './plain-value.ts';
import { shorten } from './problem.ts';

type Teller = { readonly keepsModerators?: true };

/** Those that somebody there is told of. */
export function toldChoices(choices: readonly Choice[], { keepsModerators }: Teller): readonly Choice[] {
  return choices.filter((choice) => isTold(choice, keepsModerators === true));
}

/** `text` is plain. */
export function judgeChoice(choices: readonly Choice[], text: string): Judged {
  const word = text.replace(/\s+/gu, '');
  const chosen = choices.find((choice) => choice.value === word || choice.also.includes(word));
  if (chosen) return { value: { kind: 'text', text: chosen.value } };
  const number = Number.parseFloat(word);
  if (Number.isFinite(number) && choices.every((choice) => Number.isFinite(Number(choice.value)))) {
    const distance = (choice: Choice) => Math.abs(Number(choice.value) - number);
    return { nearest: choices.reduce((best, choice) => (distance(choice) < distance(best) ? choice : best)).value };
  }
  return { nearest: nearestChoice(choices, word) };
}

/** What is nearly one of them is meant to be it; anything else stands for itself. */
export function judgeOpen(choices: readonly Choice[], text: string, context: Teller): Judged {
  const judged = judgeChoice(choices, plain(text));
  if ('value' in judged) return judged;
  const near = nearestChoice(toldChoices(choices, context), plain(text).replace(/\s+/gu, ''));
  return { value: { kind: 'text', text: near ?? shorten(text) } };
}

export function nearestChoice(choices: readonly Choice[], word: string): string | null {
  const near = nearestWord(
    word,
    choices.flatMap((choice) => [choice.value, ...choice.also]),
  );
  return choices.find((choice) => near !== null && [choice.value, ...choice.also].includes(near))?.value ?? null;
}
