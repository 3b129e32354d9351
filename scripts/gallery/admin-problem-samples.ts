import type { OptionKind } from '../../src/bots/grammar/option.ts';
import type { Expectation, Problem } from '../../src/bots/grammar/problem.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';

type AdminKind =
  | 'person'
  | 'quota_amount'
  | 'gift'
  | 'duration'
  | 'zone'
  | 'words'
  | 'allowed_engines'
  | 'dollars'
  | 'channels'
  | 'needed_number'
  | 'number_or_person'
  | 'with'
  | 'quota_set';
type UnaskedKind = 'needed_number' | 'number_or_person' | 'with' | 'quota_set';

const whose = { kind: 'person', orDefault: true, orBudget: true, orRole: true } as const;
const blockFor = { kind: 'duration', minMs: MINUTE, maxMs: 366 * DAY, none: 'never' } as const;
const entries = { kind: 'words', max: 200, charsMax: 80 } as const;

/** Mistakes that only commands for moderators can have. */
export const adminProblems: Readonly<Record<AdminKind & Expectation['kind'], readonly Problem[]>> = {
  person: [
    { option: 'who', expected: { kind: 'person', orDefault: true }, got: '', nearest: null },
    { option: 'who', expected: { kind: 'person', orDefault: false }, got: '@', nearest: null },
    { option: null, expected: { kind: 'person', orDefault: true }, got: '', nearest: null },
    { option: null, expected: whose, got: '', nearest: null },
    { option: 'who', expected: whose, got: '@', nearest: null },
  ],
  gift: [
    {
      option: null,
      expected: { kind: 'gift', videosMax: 10_000, creditsMax: 1_000_000 },
      got: '50',
      nearest: '50 credits',
    },
  ],
  duration: [
    { option: 'for', expected: blockFor, got: '2 dyas', nearest: '2d' },
    {
      option: 'new-accounts',
      expected: { kind: 'duration', minMs: 0, maxMs: 90 * DAY, none: 'off' },
      got: '1 year',
      nearest: '90d',
    },
    {
      option: 'last',
      expected: { kind: 'duration', minMs: MINUTE, maxMs: 31 * DAY, none: null },
      got: '',
      nearest: null,
    },
  ],
  zone: [
    { option: 'time-zone', expected: { kind: 'zone', choices: [] }, got: 'Berlin', nearest: 'Europe/Berlin' },
    {
      option: 'time-zone',
      expected: { kind: 'zone', choices: ['America/New_York', 'America/Toronto'] },
      got: 'EST',
      nearest: null,
    },
  ],
  words: [{ option: 'blocklist-add', expected: entries, got: '', nearest: null }],
  allowed_engines: [
    {
      option: 'engines',
      expected: { kind: 'allowed_engines', engines: ['runway/gen4.5', 'openai/sora-2'] },
      got: 'runwy',
      nearest: 'runway',
    },
  ],
  number_or_person: [{ option: null, expected: { kind: 'number_or_person' }, got: '', nearest: null }],
  with: [
    { option: 'who', expected: { kind: 'with', other: 'last' }, got: '', nearest: '--last 1h' },
    { option: 'expires', expected: { kind: 'with', other: 'credits' }, got: '', nearest: null },
  ],
  quota_set: [{ option: null, expected: { kind: 'quota_set', amount: '10/day' }, got: '@Ada', nearest: null }],
  quota_amount: [
    {
      option: 'amount',
      expected: { kind: 'quota_amount', videosMax: 10_000, creditsMax: 1_000_000 },
      got: '10/wek',
      nearest: '10/week',
    },
  ],
  dollars: [
    { option: 'cap', expected: { kind: 'dollars', max: 100_000 }, got: '5.555', nearest: '$5.55' },
    { option: 'price-max', expected: { kind: 'dollars', max: 100_000, isPrice: true }, got: 'two', nearest: null },
  ],
  channels: [
    {
      option: 'channels',
      expected: { kind: 'channels', max: 25, hasNames: true },
      got: '#genral',
      nearest: '#general',
    },
    { option: 'log', expected: { kind: 'channels', max: 1, hasNames: false }, got: 'log', nearest: null },
  ],
  needed_number: [{ option: null, expected: { kind: 'needed_number' }, got: '', nearest: null }],
};

export const adminOptionKinds: Readonly<Record<Exclude<AdminKind, UnaskedKind>, OptionKind>> = {
  person: whose,
  gift: { kind: 'gift' },
  duration: blockFor,
  zone: { kind: 'zone' },
  words: entries,
  allowed_engines: { kind: 'allowed_engines' },
  quota_amount: { kind: 'quota_amount' },
  dollars: { kind: 'dollars' },
  channels: { kind: 'channels', max: 25 },
};
