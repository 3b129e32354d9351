import {
  type AdminCommand,
  type CommandNode,
  type Leaf,
  type Reading,
  understood,
  type Whose,
} from './grammar/command.ts';
import { amountAtEnd, dealNumberAndReason, dealWhoAndAmount, nearlyAmountAtEnd } from './grammar/deal.ts';
import type { Options, OptionSpec } from './grammar/option.ts';
import { personNameOf, type PersonRef } from './grammar/person.ts';
import { type Problem, shorten } from './grammar/problem.ts';
import { quotaAmountMax } from './grammar/quota-amount.ts';
import { setupLeaf } from './setup-command.ts';
import { changeIn, personIn, textIn, type Values, wholeIn } from './grammar/value.ts';

const admin = (command: AdminCommand): Reading => understood({ kind: 'admin', command });

const reason = {
  help: 'Why; it stands in the audit log',
  kind: { kind: 'text', charsMax: 200, isRest: true },
  also: ['why', 'because'],
} as const satisfies OptionSpec;

const also = ['user', 'person', 'member'] as const;

const quotaShow = {
  help: 'What somebody may use and has used; what holds for everybody when left out',
  bare: 'who',
  options: {
    who: {
      help: 'Whose quota, such as @Ada; for everybody, default instead of a person',
      kind: { kind: 'person', orDefault: true },
      also,
    },
  },
  examples: ['', '@Ada', 'default'],
  read: readQuotaShow,
} as const satisfies Leaf;

const quotaSet = {
  help: 'Change how much somebody, or everybody, may use',
  bare: 'who',
  deal: dealWhoAndAmount,
  options: {
    who: {
      help: 'Whose quota, such as @Ada; for everybody, default instead of a person',
      kind: { kind: 'person', orDefault: true },
      also,
      required: true,
    },
    amount: {
      help: '10/day, 200 credits/month, unlimited, or default to take back what was set',
      kind: { kind: 'quota_amount' },
      also: ['limit', 'quota'],
      required: true,
    },
    reason,
  },
  examples: ['@Ada 10/day', 'default 200 credits/day', '@Ada unlimited', '@Ada default'],
  read: readQuotaSet,
} as const satisfies Leaf;

const moderatorsList = {
  help: 'Who moderates here',
  bare: null,
  options: {},
  examples: [''],
  read: () => admin({ kind: 'moderators_list' }),
} as const satisfies Leaf;

const oneMember = {
  who: { help: 'Who, such as @Ada', kind: { kind: 'person', orDefault: false }, also, required: true },
} as const satisfies Options;

const moderatorsAdd = {
  help: 'Let somebody moderate here: see, stop and remove videos, and set quotas',
  bare: 'who',
  options: oneMember,
  examples: ['@Ada'],
  read: (values) => readMember('moderators_add', values),
} as const satisfies Leaf;

const moderatorsRemove = {
  help: 'Take somebody off the list of those who moderate here',
  bare: 'who',
  options: oneMember,
  examples: ['@Ada'],
  read: (values) => readMember('moderators_remove', values),
} as const satisfies Leaf;

const adminCommands = {
  setup: setupLeaf(reason),
  quota: {
    help: 'How much members may use',
    whenBare: 'show',
    whenNumber: null,
    whenPerson: 'show',
    commands: { show: quotaShow, set: quotaSet },
  },
  remove: {
    help: 'Remove a video: its post, its file and its links',
    bare: 'number',
    deal: dealNumberAndReason,
    options: {
      number: { help: 'Its number, such as 412', kind: { kind: 'video_number' }, required: true },
      reason,
    },
    examples: ['#412', '#412 --reason shows a private address'],
    read: readRemove,
  },
  moderators: {
    help: 'Who moderates here',
    ownModerators: true,
    whenBare: 'list',
    whenNumber: null,
    commands: { list: moderatorsList, add: moderatorsAdd, remove: moderatorsRemove },
  },
  usage: {
    help: 'Who used how much today and this month',
    bare: null,
    options: {},
    examples: [''],
    read: () => admin({ kind: 'usage' }),
  },
  audit: {
    help: 'What moderators and the operator decided',
    bare: 'who',
    options: {
      who: {
        help: 'Only what is about this person, such as @Ada',
        kind: { kind: 'person', orDefault: false },
        also,
      },
    },
    examples: ['', '@Ada'],
    read: (values) => admin({ kind: 'audit', about: personIn(values, 'who') }),
  },
} as const satisfies Record<string, CommandNode>;

/** What moderators decide in their tenant. */
export const videoAdmin = {
  help: 'For moderators: setup, quota, remove, usage, audit',
  whenBare: 'help',
  whenNumber: null,
  commands: {
    ...adminCommands,
    help: {
      help: 'What moderators can type',
      bare: 'topic',
      options: {
        topic: {
          help: 'The command you want to read about',
          kind: {
            kind: 'choice',
            isOpen: true,
            choices: [
              { value: 'setup', also: [] },
              { value: 'quota show', also: ['quotashow', 'show'] },
              { value: 'quota set', also: ['quotaset', 'quota', 'set'] },
              { value: 'remove', also: [] },
              { value: 'moderators list', also: ['moderatorslist', 'moderators'], ownModerators: true },
              { value: 'moderators add', also: ['moderatorsadd', 'add'], ownModerators: true },
              { value: 'moderators remove', also: ['moderatorsremove'], ownModerators: true },
              { value: 'usage', also: [] },
              { value: 'audit', also: [] },
            ],
          },
        },
      },
      examples: ['', 'quota set'],
      read: (values) => admin({ kind: 'help', topic: textIn(values, 'topic') }),
    },
  },
} as const satisfies CommandNode;

function whoseIn(person: PersonRef | null): Whose {
  return person === null || person.raw.toLowerCase() === 'default' ? { kind: 'everybody' } : person;
}

/** `/video-admin quota @Bo 10/day` was meant to change it; `@Bo 10` as well, unless somebody has that name. */
function readQuotaShow(values: Values): Reading {
  const who = personIn(values, 'who');
  const meant = who && (amountAtEnd(who.raw) ?? behindMention(who.raw));
  if (meant === null) return admin({ kind: 'quota_show', whose: whoseIn(who) });
  const expected = { kind: 'quota_set', amount: shorten(meant.amount) } as const;
  return { kind: 'problems', problems: [{ option: null, expected, got: shorten(meant.who), nearest: null }] };
}

function behindMention(raw: string): ReturnType<typeof nearlyAmountAtEnd> {
  const nearly = nearlyAmountAtEnd(raw);
  return nearly && personNameOf({ kind: 'person', raw: nearly.who }).kind === 'externalId' ? nearly : null;
}

function readQuotaSet(values: Values): Reading {
  const who = personIn(values, 'who');
  const change = changeIn(values, 'amount');
  const { videos: videosMax, credits: creditsMax } = quotaAmountMax;
  const whoNeeded = needed('who', { kind: 'person', orDefault: true });
  const amountNeeded = needed('amount', { kind: 'quota_amount', videosMax, creditsMax });
  if (!who) return { kind: 'problems', problems: change ? [whoNeeded] : [whoNeeded, amountNeeded] };
  if (!change) return { kind: 'problems', problems: [amountNeeded] };
  return admin({ kind: 'quota_set', whose: whoseIn(who), change, reason: textIn(values, 'reason') });
}

function readRemove(values: Values): Reading {
  const number = wholeIn(values, 'number');
  if (number === null) return { kind: 'problems', problems: [needed('number', { kind: 'needed_number' })] };
  return admin({ kind: 'remove', number, reason: textIn(values, 'reason') });
}

function readMember(kind: 'moderators_add' | 'moderators_remove', values: Values): Reading {
  const who = personIn(values, 'who');
  return who
    ? admin({ kind, who })
    : { kind: 'problems', problems: [needed('who', { kind: 'person', orDefault: false })] };
}

function needed(option: string, expected: Problem['expected']): Problem {
  return { option, expected, got: '', nearest: null };
}
