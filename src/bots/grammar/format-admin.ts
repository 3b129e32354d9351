import { CREDIT_MICRO_USD, creditsOf } from '../../core/money.ts';
import type { LimitKey, SaidChange } from '../../core/policy.ts';
import type { Whose } from './command.ts';
import { formatDuration } from './duration.ts';
import { inQuotes } from './quotes.ts';

/** Whose limits are meant, as it is typed. `platform` writes a role. */
export function formatWhose(whose: Whose, platform: 'discord' | 'slack' | undefined): string {
  switch (whose.kind) {
    case 'everybody':
      return 'default';
    case 'budget':
      return 'budget';
    case 'role':
      return platform === 'slack' ? `<!subteam^${whose.id}>` : `<@&${whose.id}>`;
    case 'person':
      return formatPerson(whose.raw);
  }
}

/** A name with a space in it would end there. */
export function formatPerson(raw: string): string {
  return /\s/u.test(raw) ? inQuotes(raw) : raw;
}

/** What is changed, as it is typed: `10/day`, `200 credits/week`, `unlimited videos`. */
export function formatChange(change: SaidChange): string {
  switch (change.kind) {
    case 'default':
      return 'default';
    case 'unlimited':
      return change.unit === 'videos' || change.unit === 'usd_micro'
        ? `unlimited ${change.unit === 'videos' ? 'videos' : 'credits'}`
        : 'unlimited';
    case 'set':
      return formatLimit(change.limit);
  }
}

function formatLimit({ unit, window, amount }: LimitKey & { readonly amount: number }): string {
  switch (unit) {
    case 'jobs':
      return `${amount} at once`;
    case 'requests':
      return `${amount}/minute`;
    case 'videos':
      return `${amount}/${window}`;
    case 'usd_micro':
      return `${creditsOf(amount, CREDIT_MICRO_USD)} credits/${window}`;
  }
}

/** The options of a command, those without a value left out; a reason takes all that follows it, so it stands last. */
export function formatOptions(options: {
  readonly last?: number;
  readonly block?: { readonly forMs: number | null } | null;
  readonly sure?: boolean;
  readonly reason?: string | null;
}): string {
  const { last, block, sure, reason } = options;
  return [
    ...(last === undefined ? [] : [`--last ${formatDuration(last)}`]),
    ...(block ? [`--block ${block.forMs === null ? 'never' : formatDuration(block.forMs)}`] : []),
    ...(sure ? ['--sure'] : []),
    ...(reason === null || reason === undefined ? [] : [`--reason ${inQuotes(reason)}`]),
  ].join(' ');
}
