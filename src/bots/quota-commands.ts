import {
  admin,
  alsoWho,
  givenFor,
  needed,
  personNeeded,
  problems,
  reason,
  sure,
  who,
  whoseIn,
} from './admin-options.ts';
import type { Group, Leaf, Reading } from './grammar/command.ts';
import { amountAtEnd, dealWhoAndAmount, dealWhoAndGift, nearlyAmountAtEnd } from './grammar/deal.ts';
import type { OptionSpec } from './grammar/option.ts';
import { personNameOf } from './grammar/person.ts';
import { shorten } from './grammar/problem.ts';
import { quotaAmountMax } from './grammar/quota-amount.ts';
import { changeIn, durationIn, flagIn, giftIn, personIn, textIn, type Values } from './grammar/value.ts';

const whose = { kind: 'person', orDefault: true, orBudget: true, orRole: true } as const;
const { videos: videosMax, credits: creditsMax } = quotaAmountMax;
const amountNeeded = needed('amount', { kind: 'quota_amount', videosMax, creditsMax });

const maybeAmount = {
  help: '10/day, 200 credits/week, 2 at once, 5/minute, unlimited, or default to take back what was set',
  kind: { kind: 'quota_amount' },
  also: ['limit', 'quota'],
} as const satisfies OptionSpec;
const amount = { ...maybeAmount, required: true } as const satisfies OptionSpec;

const quotaShow = {
  help: 'What somebody may use and has used; what holds for everybody when left out',
  bare: 'who',
  options: {
    who: {
      help: 'Whose quota: @Ada, a role, default for everybody, or budget for all together',
      kind: whose,
      also: alsoWho,
    },
  },
  examples: ['', '@Ada', 'default', 'budget'],
  read: readQuotaShow,
} as const satisfies Leaf;

const quotaSet = {
  help: 'Change how much somebody, a role, everybody or all together may use',
  bare: 'who',
  deal: dealWhoAndAmount,
  options: {
    who: {
      help: 'Whose quota: @Ada, a role, default for everybody, or budget for all together',
      kind: whose,
      also: alsoWho,
      required: true,
    },
    amount,
    reason,
    sure,
  },
  examples: ['@Ada 10/day', 'default 200 credits/week', 'budget 500 credits/day', '@Ada unlimited', '@Ada default'],
  read: readQuotaSet,
} as const satisfies Leaf;

const quotaGrant = {
  help: 'Give somebody something on top of their quota, once',
  bare: 'who',
  deal: dealWhoAndGift,
  options: {
    who,
    amount: {
      help: 'How much: 50 credits, 3 videos',
      kind: { kind: 'gift' },
      also: ['credits', 'videos', 'gift'],
      required: true,
    },
    expires: {
      help: 'How long it holds, such as 7d; it does not end when left out',
      kind: givenFor,
      also: ['for', 'until'],
    },
    reason,
  },
  examples: ['@Ada 50 credits --expires 7d', '@Ada 3 videos --reason won the contest'],
  read: readQuotaGrant,
} as const satisfies Leaf;

const quotaReset = {
  help: 'Start somebody’s count anew, as if they had used nothing yet',
  bare: 'who',
  options: { who, reason },
  examples: ['@Ada'],
  read: readQuotaReset,
} as const satisfies Leaf;

export const quotaCommands = {
  help: 'How much members may use',
  whenBare: 'show',
  whenNumber: null,
  whenPerson: 'show',
  aliases: { give: 'grant' },
  commands: { show: quotaShow, set: quotaSet, grant: quotaGrant, reset: quotaReset },
} as const satisfies Group;

export const budgetCommand = {
  help: 'What all members together may use; without an amount, what is set',
  bare: 'amount',
  options: { amount: maybeAmount, reason, sure },
  examples: ['', '500 credits/day', '5000 credits/month', 'default'],
  read: readBudget,
} as const satisfies Leaf;

/** `/video-admin quota @Bo 10/day` was meant to change it; `@Bo 10` as well, unless somebody has that name. */
function readQuotaShow(values: Values): Reading {
  const person = personIn(values, 'who');
  const meant = person && (amountAtEnd(person.raw) ?? behindMention(person.raw));
  if (meant === null) return admin({ kind: 'quota_show', whose: whoseIn(person) });
  const expected = { kind: 'quota_set', amount: shorten(meant.amount) } as const;
  return problems({ option: null, expected, got: shorten(meant.who), nearest: null });
}

function behindMention(raw: string): ReturnType<typeof nearlyAmountAtEnd> {
  const nearly = nearlyAmountAtEnd(raw);
  return nearly && personNameOf({ kind: 'person', raw: nearly.who }).kind === 'externalId' ? nearly : null;
}

function readQuotaSet(values: Values): Reading {
  const person = personIn(values, 'who');
  const change = changeIn(values, 'amount');
  const whoNeeded = needed('who', whose);
  if (!person) return change ? problems(whoNeeded) : problems(whoNeeded, amountNeeded);
  if (!change) return problems(amountNeeded);
  const isSure = flagIn(values, 'sure') === true;
  return admin({ kind: 'quota_set', whose: whoseIn(person), change, reason: textIn(values, 'reason'), isSure });
}

function readBudget(values: Values): Reading {
  const change = changeIn(values, 'amount');
  const budget = { kind: 'budget' } as const;
  if (!change) return admin({ kind: 'quota_show', whose: budget });
  const isSure = flagIn(values, 'sure') === true;
  return admin({ kind: 'quota_set', whose: budget, change, reason: textIn(values, 'reason'), isSure });
}

function readQuotaGrant(values: Values): Reading {
  const person = personIn(values, 'who');
  const gift = giftIn(values, 'amount');
  const giftNeeded = needed('amount', { kind: 'gift', videosMax, creditsMax });
  if (!person) return gift ? problems(personNeeded) : problems(personNeeded, giftNeeded);
  if (!gift) return problems(giftNeeded);
  const expiresMs = durationIn(values, 'expires') ?? null;
  return admin({ kind: 'quota_grant', who: person, gift, expiresMs, reason: textIn(values, 'reason') });
}

function readQuotaReset(values: Values): Reading {
  const person = personIn(values, 'who');
  if (!person) return problems(personNeeded);
  return admin({ kind: 'quota_reset', who: person, reason: textIn(values, 'reason') });
}
