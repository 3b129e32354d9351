import type { Variant } from '../../core/usecases/again.ts';
import { type Reading, understood } from './command.ts';
import type { Dealt } from './deal.ts';
import { type Problem, shorten } from './problem.ts';
import { inQuotes, unquotePrompt } from './quotes.ts';
import { flagIn, textIn, type Values, wholeIn } from './value.ts';

/**
 * `#412 the ball falls`: a number, and what happens next. Without its `#`, a number before words could belong to them:
 * it is not guessed at.
 */
export function dealNumberAndNext(words: string): Dealt {
  const [, number = '', next = ''] = /^(#\s*\d+)(?:\s+(.*))?$/su.exec(words) ?? [];
  if (number !== '') return dealt(number, next);
  return /^(?:\d|latest$|last$)/iu.test(words) ? dealt(words, '') : dealt('', words);
}

function dealt(number: string, next: string): Dealt {
  return [
    ['number', number],
    ['prompt', unquotePrompt(next.trim())],
  ];
}

/** Turns the values of `/videos again` into one of its three meanings. */
export function readAgain(values: Values): Reading {
  const [isHd, isNext] = [flagIn(values, 'hd') === true, flagIn(values, 'continue') === true];
  const prompt = textIn(values, 'prompt');
  const number = wholeIn(values, 'number');
  if (isHd && isNext) return wrong({ option: 'hd', expected: { kind: 'without', other: 'continue' }, got: '' });
  if (prompt !== null && !isNext) {
    const isNumber = number === null && !values.has('number');
    return isNumber
      ? wrong({ option: 'number', expected: { kind: 'video_number' }, got: shorten(prompt) })
      : wrong({ option: null, expected: { kind: 'nothing_more' }, got: shorten(prompt) });
  }
  const variant: Variant = isHd ? 'hd' : isNext ? 'continue' : 'take';
  const isSure = flagIn(values, 'yes') === true;
  return understood({ kind: 'again', number, variant, prompt, ...(isSure && { isSure }) });
}

function wrong(problem: Omit<Problem, 'nearest'>): Reading {
  return { kind: 'problems', problems: [{ ...problem, nearest: null }] };
}

/** The text that asks for it. What happens next stands behind the number, where nothing of it is taken for an option's value. */
export function formatAgain(number: number, variant: Variant, prompt: string | null): string {
  const flag = { take: [], hd: ['--hd'], continue: ['--continue'] }[variant];
  if (prompt === null) return [`#${number}`, ...flag].join(' ');
  return [...flag, `#${number}`, inQuotes(prompt)].join(' ');
}
