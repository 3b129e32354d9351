import type { PolicyChange } from '../core/policy.ts';
import { channelsMax, type SettingsChange } from '../core/tenant-settings.ts';
import { capTo } from './cap-to.ts';
import { type Leaf, type Reading, understood } from './grammar/command.ts';
import type { OptionSpec } from './grammar/option.ts';
import type { Problem } from './grammar/problem.ts';
import { changeIn, channelsIn, dollarsIn, textIn, type Values } from './grammar/value.ts';

/** What can be set, and taken back by its name. */
const parts = ['channels', 'allowance', 'cap', 'log'] as const;

/** `/video-admin setup`: how a tenant is set up, shown or changed. */
export function setupLeaf(reason: OptionSpec) {
  return {
    help: 'How Reelay is set up here; with options, change it',
    bare: null,
    options: {
      channels: {
        help: 'Where videos can be asked for, such as #videos',
        kind: { kind: 'channels', max: channelsMax },
        also: ['channel', 'where', 'only'],
      },
      allowance: {
        help: 'What everybody may use who has no quota of their own: 10/day, 200 credits/month',
        kind: { kind: 'quota_amount' },
        also: ['quota', 'limit'],
      },
      cap: {
        help: 'At most so much real money a day, all together, such as $5',
        kind: { kind: 'dollars' },
        also: ['max', 'budget'],
      },
      log: {
        help: 'A channel in which each decision of moderators is noted',
        kind: { kind: 'channels', max: 1 },
        also: ['log-channel'],
      },
      clear: {
        help: 'Take one of these back',
        kind: {
          kind: 'choice',
          choices: [
            { value: 'channels', also: ['channel', 'where'] },
            { value: 'allowance', also: ['quota'] },
            { value: 'cap', also: ['max', 'budget'] },
            { value: 'log', also: [] },
          ],
        },
        also: ['reset', 'remove'],
      },
      reason,
    },
    examples: ['', '--cap $5', '--allowance 10/day --cap none', '--clear channels'],
    read: readSetup,
  } as const satisfies Leaf;
}

function readSetup(values: Values): Reading {
  const cleared = parts.find((part) => part === textIn(values, 'clear')) ?? null;
  if (cleared !== null && values.has(cleared)) {
    const problem: Problem = {
      option: cleared,
      expected: { kind: 'without', other: 'clear' },
      got: cleared,
      nearest: null,
    };
    return { kind: 'problems', problems: [problem] };
  }
  const channels = cleared === 'channels' ? null : channelsIn(values, 'channels');
  const logged = cleared === 'log' ? null : channelsIn(values, 'log');
  const settings: SettingsChange = {
    ...(channels === undefined ? {} : { channels }),
    ...(logged === undefined ? {} : { logChannel: logged?.[0] ?? null }),
  };
  const allowance = cleared === 'allowance' ? ({ kind: 'default' } as const) : changeIn(values, 'allowance');
  const setUp = { allowance, cap: capIn(values, cleared), settings };
  return understood({ kind: 'admin', command: { kind: 'setup', setUp, reason: textIn(values, 'reason') } });
}

function capIn(values: Values, cleared: string | null): PolicyChange | null {
  const microUsd = cleared === 'cap' ? null : dollarsIn(values, 'cap');
  return microUsd === undefined ? null : capTo(microUsd);
}
