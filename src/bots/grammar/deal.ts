import { cleanText } from './prompt-text.ts';
import { judgeGift } from './gift.ts';
import { looksLikePerson } from './person.ts';
import { judgeQuotaAmount } from './quota-amount.ts';
import { readQuoted } from './quotes.ts';

/** Words without a name, given to the options that take them. */
export type Dealt = readonly (readonly [option: string, words: string])[];

/** No amount is written in more words than this, and a long text is not searched for one. */
const gapsInAmountMax = 8;

/**
 * `@Bo Peep 10 videos a day`: a name may have spaces, and so may the amount, which stands last: where the rest reads
 * as one amount and nothing else, the name has ended, so that a name with a number in it stays whole.
 */
export function dealWhoAndAmount(words: string): Dealt {
  return dealWhoAnd(words, isAmount);
}

/** The same with what is given once: `@Bo Peep 50 credits`. */
export function dealWhoAndGift(words: string): Dealt {
  return dealWhoAnd(words, isGift);
}

function dealWhoAnd(words: string, isIt: (words: string) => boolean): Dealt {
  const quoted = readQuoted(words, 0) ?? readMention(words);
  if (quoted) return pair(quoted.inside, words.slice(quoted.end));
  const gaps = gapsIn(words);
  const split = startOf(words, isIt);
  if (split !== null) return pair(words.slice(0, split), words.slice(split));
  if (isIt(words) && cleanText(words).trim().toLowerCase() !== 'default') return pair('', words);
  const first = gaps.find((at) => /^\s+\d/u.test(words.slice(at, at + 9))) ?? gaps[0];
  return first === undefined ? pair(words, '') : pair(words.slice(0, first), words.slice(first));
}

/** A name and the amount in which words end behind it; null where there is none. */
export function amountAtEnd(words: string): { readonly who: string; readonly amount: string } | null {
  const start = startOf(words, isAmount);
  return start === null ? null : { who: words.slice(0, start), amount: words.slice(start).trim() };
}

/** A name with a number behind it that is nearly an amount, and may be part of the name: `@Bo 10`. */
export function nearlyAmountAtEnd(words: string): { readonly who: string; readonly amount: string } | null {
  const [, who = '', last = ''] = /^(.+?)\s+(\d\S*(?:\s+\p{L}+)?)$/su.exec(words.trim()) ?? [];
  const judged = judgeQuotaAmount(last.normalize('NFKC').toLowerCase());
  return who === '' || judged.kind === 'change' || judged.nearest === null ? null : { who, amount: judged.nearest };
}

function startOf(words: string, isIt: (words: string) => boolean): number | null {
  const near = gapsIn(words).slice(-gapsInAmountMax);
  return near.find((at) => isIt(words.slice(at))) ?? null;
}

/** A mention ends where it says so, whatever follows it. */
function readMention(words: string): { readonly inside: string; readonly end: number } | null {
  const mention = /^<[@!][^<>\s][^<>\n]*>(?=\s|$)/u.exec(words)?.[0];
  return mention === undefined ? null : { inside: mention, end: mention.length };
}

function isGift(words: string): boolean {
  return judgeGift(words.normalize('NFKC').trim().toLowerCase()).kind === 'gift';
}

function gapsIn(words: string): number[] {
  return Array.from(words.matchAll(/\s+/gu), ({ index }) => index);
}

function isAmount(words: string): boolean {
  return judgeQuotaAmount(words.normalize('NFKC').trim().toLowerCase()).kind === 'change';
}

function pair(who: string, amount: string): Dealt {
  return [
    ['who', who.trim()],
    ['amount', amount.trim()],
  ];
}

/** `#412 not for this channel`: what follows the number is why. */
function dealNumberAndReason(words: string): Dealt {
  const [, number = words, reason = ''] = /^(#?\s*\S+)(?:\s+(.*))?$/su.exec(words) ?? [];
  return [
    ['number', number],
    ['reason', reason],
  ];
}

/** `@Bo Peep spamming the channel`: what follows a mention is why; a name that was only typed may go on. */
export function dealWho(words: string): Dealt {
  const named = readQuoted(words, 0) ?? readMention(words);
  if (!named) return [['who', words]];
  return [
    ['who', named.inside],
    ['reason', words.slice(named.end).trim()],
  ];
}

/** A video by its number, or whose. */
export function dealNumberOrWho(words: string): Dealt {
  return looksLikePerson(words.trim()) ? dealWho(words.trim()) : dealNumberAndReason(words);
}
