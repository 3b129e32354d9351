import {
  type AdultRule,
  blocklistMax,
  channelsMax,
  type JudgingRule,
  nothingSetUp,
  type SettingsChange,
} from '../core/tenant-settings.ts';
import { DAY } from '../core/time.ts';
import { admin, problems, reason } from './admin-options.ts';
import type { Leaf, Reading, SettingsAsk } from './grammar/command.ts';
import {
  allowedEnginesIn,
  channelsIn,
  dollarsIn,
  durationIn,
  flagIn,
  textIn,
  type Values,
  wordsIn,
  zoneIn,
} from './grammar/value.ts';

const waits = { kind: 'duration', minMs: 0, maxMs: 90 * DAY, none: 'off' } as const;
const blocked = { kind: 'words', max: blocklistMax.entries, charsMax: blocklistMax.chars } as const;

/** `/video-admin settings`: what holds in a tenant beside limits, shown or changed. */
export const settingsCommand = {
  help: 'What holds here beside quotas; with options, change it',
  bare: null,
  options: {
    'time-zone': {
      help: 'In which days, weeks and months start, such as Europe/Berlin',
      kind: { kind: 'zone' },
      also: ['timezone', 'zone', 'tz'],
    },
    engines: {
      help: 'Engines that may be used, such as runway, sora-2; all for all',
      kind: { kind: 'allowed_engines' },
      also: ['engine', 'allowed-engines'],
    },
    'price-max': {
      help: 'What one request may cost without a moderator’s yes, such as $2; none for the usual',
      kind: { kind: 'dollars', isPrice: true },
      also: ['price', 'max-price', 'price-ceiling', 'ceiling'],
    },
    channels: {
      help: 'Where videos can be asked for, such as #videos; everywhere for all',
      kind: { kind: 'channels', max: channelsMax },
      also: ['channel', 'where'],
    },
    approvals: {
      help: 'The channel in which moderators are asked for a yes; none for not at all',
      kind: { kind: 'channels', max: 1 },
      also: ['approval', 'approval-channel'],
    },
    log: {
      help: 'A channel in which each decision of moderators is noted',
      kind: { kind: 'channels', max: 1 },
      also: ['log-channel'],
    },
    'blocklist-add': {
      help: 'Words and phrases that no prompt may hold, with commas between; * for any letters',
      kind: blocked,
      also: ['block-words', 'blocklist'],
    },
    'blocklist-remove': { help: 'Entries to take off the blocklist', kind: blocked, also: ['unblock-words'] },
    cache: {
      help: 'Whether a clip that is there goes to who asks for the same, for free',
      kind: { kind: 'flag' },
      also: ['reuse'],
    },
    adult: {
      help: 'Where prompts of a sexual kind may be asked for',
      kind: {
        kind: 'choice',
        choices: [
          { value: 'nowhere', also: ['off', 'no', 'never', 'none'] },
          { value: 'marked-channels', also: ['marked_channels', 'marked', 'nsfw', 'markedchannels', 'nsfw-channels'] },
          { value: 'anywhere', also: ['on', 'everywhere', 'yes'] },
        ],
      },
      also: ['nsfw', 'sexual'],
    },
    judging: {
      help: 'Whether a service judges each prompt, and what happens while it cannot',
      kind: {
        kind: 'choice',
        choices: [
          { value: 'off', also: ['no', 'never', 'none'] },
          { value: 'when-possible', also: ['when_possible', 'possible', 'open', 'on', 'whenpossible'] },
          { value: 'required', also: ['closed', 'always', 'must', 'require'] },
        ],
      },
      also: ['moderation', 'judge'],
    },
    'new-accounts': {
      help: 'How long a new account waits for its first video, such as 7d; off for not at all',
      kind: waits,
      also: ['account-age'],
    },
    'new-members': {
      help: 'How long a new member waits, such as 24h; off for not at all',
      kind: waits,
      also: ['member-age'],
    },
    clear: {
      help: 'Take one of these back to what it is by itself',
      kind: {
        kind: 'choice',
        choices: [
          { value: 'time-zone', also: ['timezone', 'zone'] },
          { value: 'engines', also: ['engine'] },
          { value: 'price-max', also: ['price'] },
          { value: 'channels', also: ['channel', 'where'] },
          { value: 'approvals', also: ['approval'] },
          { value: 'log', also: [] },
          { value: 'blocklist', also: ['words'] },
          { value: 'cache', also: [] },
          { value: 'adult', also: ['nsfw'] },
          { value: 'judging', also: [] },
          { value: 'new-accounts', also: ['accounts'] },
          { value: 'new-members', also: ['members'] },
        ],
      },
      also: ['reset'],
    },
    reason,
  },
  examples: [
    '',
    '--time-zone Europe/Berlin',
    '--price-max $2',
    '--blocklist-add "some phrase", wor*',
    '--clear price-max',
  ],
  read: readSettings,
} as const satisfies Leaf;

/** Each that can be taken back, with what it is by itself. */
const usual: Readonly<Record<string, SettingsChange>> = {
  'time-zone': { timeZone: 'UTC' },
  engines: { engines: nothingSetUp.engines },
  'price-max': { priceMaxMicroUsd: nothingSetUp.priceMaxMicroUsd },
  channels: { channels: nothingSetUp.channels },
  approvals: { approvalChannel: nothingSetUp.approvalChannel },
  log: { logChannel: nothingSetUp.logChannel },
  cache: { reusesClips: nothingSetUp.reusesClips },
  adult: { adult: nothingSetUp.adult },
  judging: { judging: nothingSetUp.judging },
  'new-accounts': { accountAgeMsMin: nothingSetUp.accountAgeMsMin },
  'new-members': { memberAgeMsMin: nothingSetUp.memberAgeMsMin },
};

function readSettings(values: Values): Reading {
  const cleared = textIn(values, 'clear');
  const twice = cleared === null ? undefined : [...values.keys()].find((name) => isAbout(name, cleared));
  if (cleared !== null && twice !== undefined) {
    return problems({ option: twice, expected: { kind: 'without', other: 'clear' }, got: cleared, nearest: null });
  }
  const add = wordsIn(values, 'blocklist-add');
  const remove = wordsIn(values, 'blocklist-remove');
  const isListed = add.length > 0 || remove.length > 0 || cleared === 'blocklist';
  const settings: SettingsAsk = {
    change: { ...changeOf(values), ...(cleared === null ? {} : usual[cleared]) },
    blocklist: isListed ? { add, remove, cleared: cleared === 'blocklist' } : null,
  };
  return admin({ kind: 'settings', settings, reason: textIn(values, 'reason') });
}

function isAbout(option: string, cleared: string): boolean {
  return option === cleared || (cleared === 'blocklist' && option === 'blocklist-remove');
}

function changeOf(values: Values): SettingsChange {
  const timeZone = zoneIn(values, 'time-zone');
  const engines = allowedEnginesIn(values, 'engines');
  const priceMaxMicroUsd = dollarsIn(values, 'price-max');
  const channels = channelsIn(values, 'channels');
  const approvals = channelsIn(values, 'approvals');
  const logged = channelsIn(values, 'log');
  const reusesClips = flagIn(values, 'cache');
  const adult = adultRules.find((rule) => rule === textIn(values, 'adult')?.replace('-', '_'));
  const judging = judgingRules.find((rule) => rule === textIn(values, 'judging')?.replace('-', '_'));
  const accountMs = durationIn(values, 'new-accounts');
  const memberMs = durationIn(values, 'new-members');
  return {
    ...(timeZone !== undefined && { timeZone }),
    ...(engines !== undefined && { engines }),
    ...(priceMaxMicroUsd !== undefined && { priceMaxMicroUsd }),
    ...(channels !== undefined && { channels }),
    ...(approvals !== undefined && { approvalChannel: approvals?.[0] ?? null }),
    ...(logged !== undefined && { logChannel: logged?.[0] ?? null }),
    ...(reusesClips !== null && { reusesClips }),
    ...(adult !== undefined && { adult }),
    ...(judging !== undefined && { judging }),
    ...(accountMs !== undefined && { accountAgeMsMin: accountMs ?? 0 }),
    ...(memberMs !== undefined && { memberAgeMsMin: memberMs ?? 0 }),
  };
}

const adultRules: readonly AdultRule[] = ['nowhere', 'marked_channels', 'anywhere'];
const judgingRules: readonly JudgingRule[] = ['off', 'when_possible', 'required'];
