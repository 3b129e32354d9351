import type { Unit } from '../../../core/ledger.ts';
import { creditsOf } from '../../../core/money.ts';
import type { LimitSource, SetLimit } from '../../../core/policy.ts';
import type { QuotaLine } from '../../../core/quota.ts';
import type { WindowKind } from '../../../core/window.ts';
import { code, joinTexts, say, type Text, untrusted } from '../text.ts';
import { counted, credits, creditsLeft, number, videos, when } from './amounts.ts';

const windows: Readonly<Record<WindowKind, { readonly now: string; readonly each: string }>> = {
  day: { now: 'today', each: 'a day' },
  month: { now: 'this month', each: 'a month' },
};

const sources: Readonly<Record<LimitSource, string>> = {
  own: 'set personally',
  tenant: 'default here',
  service: 'service default',
};

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

/** "10 videos a day", "no limit on credits a month". */
export function limit({ unit, window, amount }: SetLimit): string {
  const { each } = windows[window];
  if (amount === null) return `no limit on ${unit === 'videos' ? 'videos' : 'credits'} ${each}`;
  return `${unit === 'videos' ? videos(amount) : credits(amount)} ${each}`;
}

export function limitWithSource(held: SetLimit & { readonly source: LimitSource }): string {
  return `${limit(held)} (${sources[held.source]})`;
}

const barChars = 5;

/** Numbers first, so that whoever listens has them before the bar. Moderators are told where the limit comes from. */
export function line(quota: QuotaLine, seesSource: boolean, nowMs: number): Text {
  const { unit, window, amount, used, held, left, resetsAtMs, source } = quota;
  const from = seesSource ? sources[source] : '';
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

/** Limits that no amount changes. */
export function atOnce(inFlightMax: number | null, requestsPerMinuteMax: number | null): string {
  const parts = [
    ...(inFlightMax === null ? [] : [`${videos(inFlightMax)} at a time`]),
    ...(requestsPerMinuteMax === null ? [] : [`${counted(requestsPerMinuteMax, 'request', 'requests')} a minute`]),
  ];
  return parts.length === 0 ? '' : `At most ${parts.join(' and ')}.`;
}

/** Below the default: who is not held to it. */
export function exceptions(names: readonly (string | null)[]): Text {
  if (names.length === 0) return say`Nobody has a quota of their own.`;
  return say`With a quota of their own: ${joinTexts(names.map(who), ', ')}. ${code('/video-admin quota show @NAME')} shows one.`;
}
