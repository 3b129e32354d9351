import type { EngineCapabilities } from '../../../core/engine.ts';
import { code, say, type Text } from '../text.ts';
import { credits, number } from './amounts.ts';

/** Why an engine takes nothing new; null where it does. */
export type OutOfUse =
  | { readonly kind: 'disabled' | 'out_of_credit' }
  | { readonly kind: 'retired'; readonly on: string | null; readonly replacedBy: string | null };

export type CheckWord = 'alive' | 'key_refused' | 'out_of_credit' | 'no_answer' | 'not_asked';

export function listed(usable: number, all: number): string {
  return `${number(usable)} of ${all === 1 ? '1 engine' : `${number(all)} engines`} can be asked:`;
}

export const noneSetUp = 'No engine that costs money is set up.';

/** "runway/gen4.5 · Runway gen4.5 · 60 credits for 5 s · as of 2026-11-23". */
export function row(
  { id, label, asOf, playMoney }: Pick<EngineCapabilities, 'id' | 'label' | 'asOf' | 'playMoney'>,
  price: { readonly microUsd: number; readonly seconds: number },
  out: OutOfUse | null,
): Text {
  const cost = `${credits(price.microUsd)} for ${price.seconds} s${playMoney ? ' (play money)' : ''}`;
  return say`${code(id)} · ${label} · ${cost} · as of ${asOf}${out === null ? '' : ` · ${outOfUse(out)}`}`;
}

function outOfUse(out: OutOfUse): string {
  switch (out.kind) {
    case 'disabled':
      return 'OUT: switched off';
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

export function switched(id: string, isOn: boolean, changed: boolean): string {
  const state = isOn ? 'can be asked again' : 'takes no new requests; what it has begun is finished';
  return changed ? `${id} ${state}.` : `${id} was ${isOn ? 'not out of use' : 'switched off'} already.`;
}

/** Data say that it is gone, which nobody can switch. */
export function goneByDate(id: string, on: string): string {
  return `${id} is gone since ${on} by the data that came with it. If that is wrong, say so in your engine file: {"engines": {"${id}": {"retiresOn": null}}}`;
}

export function unknown(id: string, known: readonly string[]): string {
  const names = known.length === 0 ? 'none is set up' : known.join(', ');
  return `Expected an engine that is set up, got ${id}. Engines: ${names}.`;
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
