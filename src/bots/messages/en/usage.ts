import { type Budget, serviceScope } from '../../../core/budgets.ts';
import type { UsageSum } from '../../../core/usage-sums.ts';
import { say, type Text, untrusted } from '../text.ts';
import { counted, credits, day, dollars, number, videos } from './amounts.ts';

/** Who used what, over days. */
export function heading(fromDay: string, toDay: string): string {
  return fromDay === toDay ? `What was used on ${day(fromDay)}` : `What was used from ${day(fromDay)} to ${day(toDay)}`;
}

export function nothing(): string {
  return 'Nothing was asked for in that time.';
}

/** "12 videos asked for: 10 ready, 1 failed · 240 credits paid · engines charged 260 credits". */
export function total(sum: UsageSum, isPlay: boolean): string {
  return `${isPlay ? 'Demo, no real money: ' : ''}${videos(sum.requested)} asked for: ${outcome(sum)} · ${money(sum)}`;
}

export function row(name: string, sum: UsageSum, isPlay: boolean): Text {
  return say`${untrusted(name)}: ${videos(sum.requested)} · ${money(sum)}${isPlay ? ' (demo)' : ''}`;
}

function outcome({ requested, ready, failed }: UsageSum): string {
  const rest = requested - ready - failed;
  const parts = [
    `${number(ready)} ready`,
    failed === 0 ? null : `${number(failed)} failed`,
    rest === 0 ? null : `${number(rest)} on the way or cancelled`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function money({ heldMicroUsd, paidMicroUsd, costMicroUsd, lossMicroUsd }: UsageSum): string {
  const parts = [
    `${credits(paidMicroUsd)} paid`,
    heldMicroUsd === 0 ? null : `${credits(heldMicroUsd)} held`,
    costMicroUsd === paidMicroUsd ? null : `engines charged ${credits(costMicroUsd)}`,
    lossMicroUsd === 0 ? null : `${credits(lossMicroUsd)} set aside for what may still be billed`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

export function others(more: number): string {
  return `and ${counted(more, 'more', 'more')}`;
}

export function notWhole(fromDay: string): string {
  return `There is more than can be told at once: this begins on ${day(fromDay)}. Ask for fewer days.`;
}

/** Why these are no days that can be reported. */
export const badDays = {
  not_a_date: 'Expected dates such as 2026-11-23. Write the year first.',
  backwards: 'Expected the first day before the last one. Swap them.',
  too_many: 'Expected 400 days at most. Ask for fewer.',
  too_few: 'Expected a whole number of days from 1 to 400.',
} as const;

/** Heads of the columns of a table. */
export const columns = {
  day: 'Day',
  user: 'User',
  tenant: 'Tenant',
  engine: 'Engine',
  requested: 'Asked for',
  ready: 'Ready',
  failed: 'Failed',
  held: 'Held',
  paid: 'Paid',
  cost: 'Engines charged',
  loss: 'Set aside',
} as const;

export const sum = 'Together';
export const played = 'Demo, no real money';
export const real = 'Real engines';

/** Money in a table: always with cents, so that columns line up. */
export function amount(microUsd: number): string {
  const text = dollars(microUsd);
  return text.includes('.') ? text : `${text}.00`;
}

/** A month's budget of the operator. */
export function budget({ scope, usedMicroUsd, capMicroUsd }: Budget): string {
  const whose = scope === serviceScope ? 'Budget of the service' : `Budget of ${scope}`;
  return `${whose} this month: ${dollars(usedMicroUsd)} of ${dollars(capMicroUsd)} used or held${usedMicroUsd >= capMicroUsd ? '; new requests are refused' : ''}`;
}

export function tenantBudget(todayMicroUsd: number, monthMicroUsd: number): string {
  return `${credits(todayMicroUsd)} used today, ${credits(monthMicroUsd)} this month`;
}
