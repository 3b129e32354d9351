import type { EngineCapabilities } from '../../../core/engine.ts';
import { DOLLAR_MICRO_USD } from '../../../core/money.ts';
import { code, joinTexts, say, type Text, untrusted } from '../text.ts';
import { both, credits, either, number } from './amounts.ts';

/** Why an engine takes nothing new; null where it does. */
export type OutOfUse =
  | { readonly kind: 'disabled' | 'out_of_credit'; readonly reason: string | null }
  | { readonly kind: 'retired'; readonly on: string | null; readonly replacedBy: string | null };

export type CheckWord = 'alive' | 'key_refused' | 'out_of_credit' | 'no_answer' | 'not_asked';

export function listed(usable: number, all: number): string {
  return `${number(usable)} of ${all === 1 ? '1 engine' : `${number(all)} engines`} can be asked:`;
}

export const noneSetUp = 'No engine that costs money is set up.';

type Listed = Pick<EngineCapabilities, 'id' | 'label' | 'asOf' | 'playMoney' | 'inputs' | 'operations'>;

/** "runway/gen4.5 · Runway gen4.5 · from text or image · 60 credits ($0.60) for 5 s · as of 2026-11-23". */
export function row(
  { id, label, asOf, playMoney, inputs, operations }: Listed,
  price: { readonly microUsd: number; readonly seconds: number },
  out: OutOfUse | null,
): Text {
  const money = playMoney ? 'no real money' : `$${(price.microUsd / DOLLAR_MICRO_USD).toFixed(2)}`;
  const cost = `${credits(price.microUsd)} (${money}) for ${price.seconds} s`;
  const does = operations.includes('make') ? `from ${either(inputs)}` : `only to ${either(operations)}`;
  const why = out === null ? [] : [outOfUse(out)];
  // Some labels come from an API's own list.
  return joinTexts([say`${code(id)}`, [untrusted(label)], does, cost, `as of ${asOf}`, ...why], ' · ');
}

function outOfUse(out: OutOfUse): string {
  switch (out.kind) {
    case 'disabled':
      return `OUT: switched off${out.reason === null ? '' : ` (${out.reason})`}`;
    case 'out_of_credit':
      return 'OUT: no credit, or our key was refused';
    case 'retired': {
      const since = out.on === null ? 'OUT: gone' : `OUT: gone since ${out.on}`;
      return out.replacedBy === null ? since : `${since}, ${out.replacedBy} in its place`;
    }
  }
}

export function notSetUp(provider: string, keyName: string, engines: number): Text {
  return say`Not set up: ${code(provider)} with ${engines === 1 ? '1 engine' : `${number(engines)} engines`}; set ${code(keyName)}`;
}

/** Of one engine, or of all that a name stands for. */
export function switched(ids: readonly string[], isOn: boolean, changed: boolean): string {
  const names = ids.length === 1 ? both(ids) : `${number(ids.length)} engines (${ids.join(', ')})`;
  if (!changed) return `Nothing changed: ${names} ${isOn ? 'could be asked' : 'had been switched off'} already.`;
  return isOn ? `Can be asked again: ${names}.` : `Switched off: ${names}. What was begun there is finished.`;
}

/** Data say that it is gone, which nobody can switch. */
export function goneByDate(id: string, on: string): string {
  return `${id} is gone since ${on} by the data that came with it. If that is wrong, say so in your engine file: {"engines": {"${id}": {"retiresOn": null}}}`;
}

export function unknown(typed: string, nearest: string | null): string {
  const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return `Expected an engine that is set up, by its id, its provider or another of its names; got ${typed}.${meant} All of them: npm run reelay -- engines list`;
}

export function checked(well: boolean): string {
  return well ? 'Every engine that is set up answers:' : 'Not every engine that is set up can be used:';
}

/** "ok    runway: answers and takes our key. 1,200 credits left." */
export function checkRow(provider: string, word: CheckWord, note: string | null): string {
  const sentence = {
    alive: 'answers and takes our key',
    key_refused: 'refuses our key: make a new one, set it and start again',
    out_of_credit: 'answers, and has no credit left: add some at its maker',
    no_answer: 'does not answer: look at the network of this machine and at the status page of its maker',
    not_asked: 'has nothing that could be asked without buying',
  }[word];
  const mark = word === 'alive' || word === 'not_asked' ? 'ok   ' : 'WRONG';
  return `${mark} ${provider}: ${sentence}.${note === null ? '' : ` ${note}`}`;
}
