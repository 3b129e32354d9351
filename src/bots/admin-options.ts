import { DAY, HOUR, MINUTE } from '../core/time.ts';
import type { AdminCommand, Reading, Whose } from './grammar/command.ts';
import { understood } from './grammar/command.ts';
import type { OptionSpec } from './grammar/option.ts';
import { type PersonRef, roleOf } from './grammar/person.ts';
import type { Problem } from './grammar/problem.ts';

/** Options that several of the moderators' commands have, and how they are read. */
export const reason = {
  help: 'Why; it stands in the audit log',
  kind: { kind: 'text', charsMax: 200, isRest: true },
  also: ['why', 'because'],
} as const satisfies OptionSpec;

export const alsoWho = ['user', 'person', 'member'] as const;

export const who = {
  help: 'Who, such as @Ada',
  kind: { kind: 'person', orDefault: false },
  also: alsoWho,
  required: true,
} as const satisfies OptionSpec;

export const sure = {
  help: 'Do it at once, without asking back',
  kind: { kind: 'flag' },
  also: ['yes', 'confirm'],
  isTypedOnly: true,
} as const satisfies OptionSpec;

export const blockFor = { kind: 'duration', minMs: MINUTE, maxMs: 366 * DAY, none: 'never' } as const;

/** How long what is given holds. */
export const givenFor = { kind: 'duration', minMs: HOUR, maxMs: 366 * DAY, none: 'never' } as const;

export const admin = (command: AdminCommand): Reading => understood({ kind: 'admin', command });

export function problems(first: Problem, ...others: readonly Problem[]): Reading {
  return { kind: 'problems', problems: [first, ...others] };
}

export function needed(option: string, expected: Problem['expected']): Problem {
  return { option, expected, got: '', nearest: null };
}

export const personNeeded = needed('who', { kind: 'person', orDefault: false });

const everybodyWords = ['default', 'everybody', 'everyone', '@everyone', 'all'];

export function whoseIn(person: PersonRef | null): Whose {
  const word = person?.raw.toLowerCase() ?? 'default';
  if (everybodyWords.includes(word)) return { kind: 'everybody' };
  if (word === 'budget') return { kind: 'budget' };
  const role = person && roleOf(person);
  return role === null || person === null ? (person ?? { kind: 'everybody' }) : { kind: 'role', id: role };
}
