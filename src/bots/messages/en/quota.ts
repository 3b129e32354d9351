import type { OpenGrant } from '../../../core/grant.ts';
import type { Unit } from '../../../core/ledger.ts';
import { creditsOf } from '../../../core/money.ts';
import type { LimitSource, MemberLimit, SetLimit } from '../../../core/policy.ts';
import type { QuotaLine } from '../../../core/quota.ts';
import type { TenantBudget } from '../../../core/tenant.ts';
import type { WindowKind } from '../../../core/window.ts';
import { code, joinTexts, role, say, type Text, untrusted } from '../text.ts';
import { counted, credits, creditsLeft, number, videos, when } from './amounts.ts';

export const windows: Readonly<Record<WindowKind, { readonly now: string; readonly each: string }>> = {
  hour: { now: 'this hour', each: 'an hour' },
  day: { now: 'today', each: 'a day' },
  week: { now: 'this week', each: 'a week' },
  month: { now: 'this month', each: 'a month' },
};

const sources: Readonly<Record<Exclude<LimitSource, 'role'>, string>> = {
  own: 'set personally',
  tenant: 'default here',
  service: 'service default',
};

type Sourced = { readonly source: LimitSource; readonly role: string | null };

/** Where a number comes from. */
function sourceIs({ source, role: id }: Sourced): Text {
  if (source !== 'role') return say`${sources[source]}`;
  return id === null ? say`from a role` : say`from the role ${role(id)}`;
}

export function yours(): string {
  return 'Your quota';
}

export function of(name: string | null): Text {
  return say`Quota of ${who(name)}`;
}

export function ofEverybody(): string {
  return 'Quota of everybody here who has none of their own';
}

export function who(name: string | null): Text {
  return name === null ? say`somebody without a name` : say`${untrusted(name)}`;
}

/** "10 videos a day", "no limit on credits a month", "2 videos at once". */
export function limit(set: SetLimit): string {
  const { amount } = set;
  switch (set.unit) {
    case 'jobs':
      return amount === null ? 'any number of videos at once' : `${videos(amount)} at once`;
    case 'requests':
      return amount === null ? 'any number of requests a minute' : `${requests(amount)} a minute`;
    case 'videos':
    case 'usd_micro': {
      const { each } = windows[set.window];
      if (amount === null) return `no limit on ${set.unit === 'videos' ? 'videos' : 'credits'} ${each}`;
      return `${set.unit === 'videos' ? videos(amount) : credits(amount)} ${each}`;
    }
  }
}

function requests(amount: number): string {
  return counted(amount, 'request', 'requests');
}

export function limitWithSource(held: SetLimit & Sourced): Text {
  return say`${limit(held)} (${sourceIs(held)})`;
}

const barChars = 5;

/** Numbers first, so that whoever listens has them before the bar. Moderators are told where the limit comes from. */
export function line(quota: QuotaLine, seesSource: boolean, nowMs: number): Text {
  const { unit, window, amount, used, held, left, resetsAtMs } = quota;
  const from = seesSource ? sourceIs(quota) : '';
  const { now } = windows[window];
  const drawn = used + held;
  const onTheWay = held === 0 ? '' : `, ${shown(unit, held)} of them on the way`;
  if (amount === null || left === null) {
    return joinTexts(
      [`${unit === 'videos' ? videos(drawn) : credits(drawn)} ${now}${onTheWay}`, 'no limit', from],
      ' · ',
    );
  }
  const counts = `${shown(unit, drawn)} of ${unit === 'videos' ? videos(amount) : credits(amount)} ${now}${onTheWay}`;
  const anew = drawn === 0 ? '' : say`starts anew ${when(resetsAtMs, nowMs)}`;
  const rest = `${number(unit === 'videos' ? left : creditsLeft(left))} left`;
  return say`${joinTexts([counts, rest, anew, from], ' · ')}  ${bar(drawn, amount)}`;
}

function shown(unit: Unit, amount: number): string {
  return number(unit === 'videos' ? amount : creditsOf(amount));
}

/** Used and on the way, of the limit. */
function bar(drawn: number, amount: number): string {
  const fraction = amount === 0 ? 1 : Math.min(1, drawn / amount);
  // Full only when it is full, and never empty once something was used.
  const full = fraction === 1 ? barChars : Math.min(barChars - 1, Math.ceil(fraction * barChars));
  return '▓'.repeat(full) + '░'.repeat(barChars - full);
}

/** Below the lines, where nothing limits anybody. */
export function nothingLimited(): string {
  return 'Nothing limits how much.';
}

export function asOperator(): string {
  return 'As the operator you are held to none of this, only to the budget of the service.';
}

/** How many at once and how fast; nothing where neither is limited. Moderators are told where each comes from. */
export function caps(held: readonly MemberLimit[], seesSources: boolean): Text {
  const limited = held.filter(({ amount }) => amount !== null);
  if (limited.length === 0) return [];
  const each = limited.map((cap) => (seesSources ? limitWithSource(cap) : say`${limit(cap)}`));
  return say`At most ${joinTexts(each, ' and ')}.`;
}

/** One gift: what is left of it and when it ends. */
export function grant({ unit, amount, left, expiresAtMs }: OpenGrant, nowMs: number): Text {
  const all = unit === 'videos' ? videos(amount) : credits(amount);
  const rest = unit === 'videos' ? left : creditsLeft(left);
  const ends = expiresAtMs === null ? say`does not end` : say`ends ${when(expiresAtMs, nowMs)}`;
  return say`On top: ${all}, ${number(rest)} left · ${ends}`;
}

/** Below gifts, for whoever has some. */
export function grantsPay(): string {
  return 'What is on top pays for whole videos that no longer fit into the limits.';
}

/** For moderators, below somebody's numbers: which of several holds. */
export function precedence(): string {
  return 'What is set personally goes before a role, a role before the default here, and that before the service default. Of several roles the most generous one holds.';
}

export function blocked(untilMs: number | null, nowMs: number, isOwn: boolean): Text {
  const whom = isOwn ? 'You are' : 'They are';
  return untilMs === null
    ? say`${whom} blocked until a moderator lifts it.`
    : say`${whom} blocked; it ends ${when(untilMs, nowMs)}.`;
}

export function cooling(untilMs: number, nowMs: number): Text {
  return say`A pause after several prompts that are not allowed: it ends ${when(untilMs, nowMs)}.`;
}

export function waiting(untilMs: number, nowMs: number, isOwn: boolean): Text {
  const end = when(untilMs, nowMs);
  return isOwn
    ? say`You are new here: your first video can be asked for ${end}.`
    : say`New here: they can ask for a first video ${end}. Setting a limit for them, or a grant, ends the wait.`;
}

/** Below a limit that was lifted: what still holds. */
export function ceiling(budget: TenantBudget | null): string {
  if (budget === null) return 'The operator allows only the demo here, for no real money.';
  const { perDayMicroUsd, perMonthMicroUsd } = budget;
  return `No limit means: up to the operator’s ceiling of ${credits(perDayMicroUsd)} a day and ${credits(perMonthMicroUsd)} a month for all together.`;
}

/** Below what moderators set for all together. */
export function operatorAllows(budget: TenantBudget | null): string {
  if (budget === null) return 'The operator allows only the demo here, for no real money.';
  const { perDayMicroUsd, perMonthMicroUsd } = budget;
  return `The operator allows ${credits(perDayMicroUsd)} a day and ${credits(perMonthMicroUsd)} a month for all together. The smaller holds.`;
}

export function ofRole(id: string): Text {
  return say`Quota of everybody with the role ${role(id)}`;
}

export function ofBudget(): string {
  return 'What all members together may use';
}

/** Nothing is set for a role, or for all together. */
export function nothingSet(): string {
  return 'Nothing is set.';
}

/** Below the default: who is not held to it. */
export function exceptions(names: readonly (string | null)[]): Text {
  if (names.length === 0) return say`Nobody has a quota of their own.`;
  return say`With a quota of their own: ${joinTexts(names.map(who), ', ')}. ${code('/video-admin quota show @NAME')} shows one.`;
}
