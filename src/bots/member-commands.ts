import { CREDIT_MICRO_USD } from '../core/money.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { admin, alsoWho, blockFor, needed, personNeeded, problems, reason, sure, who } from './admin-options.ts';
import type { Leaf, Reading } from './grammar/command.ts';
import { dealNumberOrWho, dealWho } from './grammar/deal.ts';
import { quotaAmountMax } from './grammar/quota-amount.ts';
import { channelsIn, durationIn, flagIn, personIn, textIn, type Values, wholeIn } from './grammar/value.ts';

const askDefaults = { expiresMs: DAY } as const;

export const memberCommands = {
  block: {
    help: 'Let somebody ask for no more videos; those on the way go on',
    bare: 'who',
    deal: dealWho,
    options: {
      who,
      for: {
        help: 'How long, such as 2d; until you lift it when left out',
        kind: blockFor,
        also: ['duration', 'during'],
      },
      reason,
    },
    examples: ['@Ada --for 2d', '@Ada --reason spam'],
    read: readBlock,
  },
  unblock: {
    help: 'Let somebody ask for videos again',
    bare: 'who',
    deal: dealWho,
    options: { who, reason },
    examples: ['@Ada'],
    read: readUnblock,
  },
  approve: {
    help: 'Say yes to a request that waits; with credits, give so much and no more',
    bare: 'number',
    options: {
      number: { help: 'Its number, such as 412', kind: { kind: 'video_number' }, required: true },
      credits: {
        help: 'Give so many credits and no more',
        kind: { kind: 'whole', min: 1, max: quotaAmountMax.credits, unit: 'credits' },
        also: ['limit', 'up-to'],
      },
      expires: {
        help: 'How long these credits hold; 24h when left out',
        kind: { kind: 'duration', minMs: HOUR, maxMs: 366 * DAY, none: null },
        also: ['for'],
      },
      reason,
    },
    examples: ['#412', '#412 --credits 180 --expires 24h'],
    read: readApprove,
  },
  deny: {
    help: 'Say no to a request that waits',
    bare: 'number',
    options: {
      number: { help: 'Its number, such as 412', kind: { kind: 'video_number' }, required: true },
      reason: { ...reason, help: 'Why; the asker is told, and it stands in the audit log' },
    },
    examples: ['#412', '#412 --reason not this week'],
    read: readDeny,
  },
  pause: {
    help: 'Take no new requests, here or everywhere; those on the way go on',
    bare: 'channel',
    options: {
      channel: {
        help: 'Only in this channel; everywhere when left out',
        kind: { kind: 'channels', max: 1 },
        also: ['in'],
      },
      reason,
    },
    examples: ['', '--reason a raid'],
    read: (values) => readPause('pause', values),
  },
  resume: {
    help: 'Take requests again',
    bare: 'channel',
    options: {
      channel: {
        help: 'Only in this channel; everywhere when left out',
        kind: { kind: 'channels', max: 1 },
        also: ['in'],
      },
      reason,
    },
    examples: [''],
    read: (values) => readPause('resume', values),
  },
  remove: {
    help: 'Remove a video, or all of somebody’s lately: posts, files and links',
    bare: 'number',
    deal: dealNumberOrWho,
    options: {
      number: { help: 'Its number, such as 412', kind: { kind: 'video_number' } },
      who: { help: 'Whose videos, such as @Ada; with last', kind: who.kind, also: alsoWho },
      last: {
        help: 'With a person: those of how long, such as 1h',
        kind: { kind: 'duration', minMs: MINUTE, maxMs: 31 * DAY, none: null },
        also: ['since', 'within'],
      },
      block: { help: 'Block them too, for so long; never for until you lift it', kind: blockFor },
      reason,
      sure,
    },
    examples: ['#412', '#412 --block 2d --reason shows a private address', '@Ada --last 1h'],
    read: readRemove,
  },
} as const satisfies Record<string, Leaf>;

function readBlock(values: Values): Reading {
  const person = personIn(values, 'who');
  if (!person) return problems(personNeeded);
  const forMs = durationIn(values, 'for') ?? null;
  return admin({ kind: 'block', who: person, forMs, reason: textIn(values, 'reason') });
}

function readUnblock(values: Values): Reading {
  const person = personIn(values, 'who');
  return person ? admin({ kind: 'unblock', who: person, reason: textIn(values, 'reason') }) : problems(personNeeded);
}

const numberNeeded = needed('number', { kind: 'needed_number' });

function readApprove(values: Values): Reading {
  const number = wholeIn(values, 'number');
  const credits = wholeIn(values, 'credits');
  const expiresMs = durationIn(values, 'expires');
  if (number === null) return problems(numberNeeded);
  if (credits === null && expiresMs !== undefined) {
    return problems({ option: 'expires', expected: { kind: 'with', other: 'credits' }, got: '', nearest: null });
  }
  const limit =
    credits === null ? null : { microUsd: credits * CREDIT_MICRO_USD, expiresMs: expiresMs ?? askDefaults.expiresMs };
  return admin({ kind: 'approve', number, limit, reason: textIn(values, 'reason') });
}

function readDeny(values: Values): Reading {
  const number = wholeIn(values, 'number');
  return number === null ? problems(numberNeeded) : admin({ kind: 'deny', number, reason: textIn(values, 'reason') });
}

function readPause(kind: 'pause' | 'resume', values: Values): Reading {
  const channel = channelsIn(values, 'channel')?.[0] ?? null;
  return admin({ kind, channel, reason: textIn(values, 'reason') });
}

function readRemove(values: Values): Reading {
  const number = wholeIn(values, 'number');
  const person = personIn(values, 'who');
  const lastMs = durationIn(values, 'last');
  const forMs = durationIn(values, 'block');
  const block = forMs === undefined ? null : { forMs };
  const why = textIn(values, 'reason');
  if (number !== null && person) {
    return problems({ option: 'who', expected: { kind: 'without', other: 'number' }, got: '', nearest: null });
  }
  if (person) {
    if (typeof lastMs !== 'number') {
      return problems({ option: 'who', expected: { kind: 'with', other: 'last' }, got: '', nearest: '--last 1h' });
    }
    const isSure = flagIn(values, 'sure') === true;
    return admin({ kind: 'remove_all', who: person, lastMs, block, reason: why, isSure });
  }
  if (number === null) return problems(needed('number', { kind: 'number_or_person' }));
  return admin({ kind: 'remove', number, block, reason: why });
}
