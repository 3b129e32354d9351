import { admin, alsoWho, personNeeded, problems, reason, who } from './admin-options.ts';
import type { CommandNode, Leaf, Reading } from './grammar/command.ts';
import { memberCommands } from './member-commands.ts';
import { budgetCommand, quotaCommands } from './quota-commands.ts';
import { settingsCommand } from './settings-command.ts';
import { setupLeaf } from './setup-command.ts';
import { flagIn, personIn, textIn, type Values, wholeIn } from './grammar/value.ts';

const moderatorsList = {
  help: 'Who moderates here',
  bare: null,
  options: {},
  examples: [''],
  read: () => admin({ kind: 'moderators_list' }),
} as const satisfies Leaf;

const moderatorsAdd = {
  help: 'Let somebody moderate here: see, stop and remove videos, and set quotas',
  bare: 'who',
  options: { who },
  examples: ['@Ada'],
  read: (values) => readMember('moderators_add', values),
} as const satisfies Leaf;

const moderatorsRemove = {
  help: 'Take somebody off the list of those who moderate here',
  bare: 'who',
  options: { who },
  examples: ['@Ada'],
  read: (values) => readMember('moderators_remove', values),
} as const satisfies Leaf;

const adminCommands = {
  setup: setupLeaf(reason),
  settings: settingsCommand,
  quota: quotaCommands,
  budget: budgetCommand,
  ...memberCommands,
  moderators: {
    help: 'Who moderates here',
    ownModerators: true,
    whenBare: 'list',
    whenNumber: null,
    commands: { list: moderatorsList, add: moderatorsAdd, remove: moderatorsRemove },
  },
  usage: {
    help: 'Who used how much; today and this month when nothing else is asked',
    bare: 'who',
    options: {
      who: { help: 'Only this person, such as @Ada', kind: { kind: 'person', orDefault: false }, also: alsoWho },
      days: {
        help: 'Of the last days, such as 30',
        kind: { kind: 'whole', min: 1, max: 400, unit: 'days' },
        also: ['last', 'day'],
      },
      csv: {
        help: 'With a file for a spreadsheet; of 30 days when days is left out',
        kind: { kind: 'flag' },
        also: ['file'],
      },
    },
    examples: ['', '--days 30 --csv', '@Ada --days 7'],
    read: readUsage,
  },
  audit: {
    help: 'What moderators and the operator decided',
    bare: 'who',
    options: {
      who: {
        help: 'Only what is about this person, such as @Ada',
        kind: { kind: 'person', orDefault: false },
        also: alsoWho,
      },
    },
    examples: ['', '@Ada'],
    read: (values) => admin({ kind: 'audit', about: personIn(values, 'who') }),
  },
} as const satisfies Record<string, CommandNode>;

/** What moderators decide in their tenant. */
export const videoAdmin = {
  help: 'For moderators: setup, settings, quota, block, approve, pause, remove, usage, audit',
  whenBare: 'help',
  whenNumber: null,
  aliases: {
    grant: 'quota grant',
    give: 'quota grant',
    reset: 'quota reset',
    set: 'quota set',
    ban: 'block',
    unban: 'unblock',
    delete: 'remove',
  },
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
              { value: 'settings', also: ['setting'] },
              { value: 'quota show', also: ['quotashow', 'show'] },
              { value: 'quota set', also: ['quotaset', 'quota', 'set'] },
              { value: 'quota grant', also: ['quotagrant', 'grant', 'give'] },
              { value: 'quota reset', also: ['quotareset', 'reset'] },
              { value: 'budget', also: [] },
              { value: 'block', also: ['ban'] },
              { value: 'unblock', also: ['unban'] },
              { value: 'approve', also: ['approval', 'approvals'] },
              { value: 'deny', also: [] },
              { value: 'pause', also: [] },
              { value: 'resume', also: [] },
              { value: 'remove', also: ['delete'] },
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

const fileDays = 30;

function readUsage(values: Values): Reading {
  const asFile = flagIn(values, 'csv') === true;
  const about = personIn(values, 'who');
  const days = wholeIn(values, 'days') ?? (asFile || about ? fileDays : null);
  return admin({ kind: 'usage', who: about, days, asFile });
}

function readMember(kind: 'moderators_add' | 'moderators_remove', values: Values): Reading {
  const person = personIn(values, 'who');
  return person ? admin({ kind, who: person }) : problems(personNeeded);
}
