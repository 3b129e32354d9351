import { isOpen } from '../core/grant.ts';
import { isBlocked, type Member } from '../core/member.ts';
import type { PolicySubject, SetLimit } from '../core/policy.ts';
import type { MemberQuota, QuotaLine } from '../core/quota.ts';
import type { Tenant } from '../core/tenant.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

/** To whom a quota is shown: themselves, or a moderator, who is told where each number comes from. */
export type QuotaReader = {
  readonly isOwn: boolean;
  readonly seesSources: boolean;
  /** Held to no limit of members. */
  readonly isOperator: boolean;
};

/** One person's quota. `tenant`: where it holds; without it nothing is told of how long new people wait. */
export function presentQuota(
  quota: MemberQuota,
  { isOwn, seesSources, isOperator }: QuotaReader,
  showing: Showing,
  tenant: Pick<Tenant, 'settings'> | null = null,
): View {
  const { words, nowMs } = showing;
  const title = isOwn ? partsOf(words.quota.yours()) : words.quota.of(quota.user?.name ?? null);
  const lines = worthALine(quota.lines).map((line) => words.quota.line(line, seesSources, nowMs));
  const grants = quota.grants.filter((grant) => isOpen(grant, nowMs));
  const all: Text[] = [
    ...(isOwn && isOperator ? [partsOf(words.quota.asOperator())] : []),
    ...standing(quota, { isOwn, tenant }, showing),
    ...(lines.length === 0 ? [partsOf(words.quota.nothingLimited())] : lines),
    words.quota.caps(quota.caps, seesSources),
    ...grants.map((grant) => words.quota.grant(grant, nowMs)),
    partsOf(grants.length === 0 ? '' : words.quota.grantsPay()),
    partsOf(seesSources && !isOwn ? words.quota.precedence() : ''),
  ];
  const isUsedUp = quota.lines.some(({ left }) => left === 0) && grants.length === 0;
  return spoken(
    title,
    all.filter((line) => line.length > 0),
    isOwn && isUsedUp && !isOperator ? 'bad' : 'note',
  );
}

/** Whether they may ask for anything now, where they may not. */
function standing(
  { member, caps, lines, grants }: MemberQuota,
  { isOwn, tenant }: { readonly isOwn: boolean; readonly tenant: Pick<Tenant, 'settings'> | null },
  { words, nowMs }: Showing,
): Text[] {
  if (!member) return [];
  if (isBlocked(member, nowMs)) return [words.quota.blocked(member.block?.untilMs ?? null, nowMs, isOwn)];
  if (member.coolsUntilMs !== null && member.coolsUntilMs > nowMs) {
    return [words.quota.cooling(member.coolsUntilMs, nowMs)];
  }
  // Whom moderators have given something does not wait.
  const isKnown =
    [...lines, ...caps].some(({ source }) => source === 'own') || grants.some((one) => isOpen(one, nowMs));
  const untilMs = tenant && !isKnown ? waitsUntilMs(member, tenant) : 0;
  return untilMs > nowMs ? [words.quota.waiting(untilMs, nowMs, isOwn)] : [];
}

function waitsUntilMs(
  { accountMadeAtMs, joinedAtMs }: Member,
  { settings: { accountAgeMsMin, memberAgeMsMin } }: Pick<Tenant, 'settings'>,
): number {
  return Math.max((accountMadeAtMs ?? 0) + accountAgeMsMin, (joinedAtMs ?? 0) + memberAgeMsMin);
}

/** What holds for everybody without limits of their own, and who has some. */
export function presentDefaultQuota(quota: MemberQuota, { words }: Showing): View {
  const lines = worthALine(quota.lines).map((line) => words.quota.limitWithSource(line));
  const names = quota.exceptions.map(({ name }) => name);
  return spoken(
    partsOf(words.quota.ofEverybody()),
    [
      ...(lines.length === 0 ? [partsOf(words.quota.nothingLimited())] : lines),
      ...withText(words.quota.caps(quota.caps, true)),
      words.quota.exceptions(names),
    ],
    'note',
  );
}

function withText(line: Text): Text[] {
  return line.length === 0 ? [] : [line];
}

/** What is set for a role, or for all members together. */
export function presentSetLimits(
  subject: Exclude<PolicySubject, 'default'>,
  limits: readonly SetLimit[],
  budget: Tenant['budget'],
  { words }: Showing,
): View {
  const [, role] = /^role:(.+)$/su.exec(subject) ?? [];
  const title = role === undefined ? partsOf(words.quota.ofBudget()) : words.quota.ofRole(role);
  const set = limits.map((limit) => partsOf(words.quota.limit(limit)));
  return spoken(
    title,
    [
      ...(set.length === 0 ? [partsOf(words.quota.nothingSet())] : set),
      partsOf(role === undefined ? words.quota.operatorAllows(budget) : words.quota.precedence()),
    ],
    'note',
  );
}

/** Where a unit has no limit in any window, one line says so: that of the day. */
export function worthALine(lines: readonly QuotaLine[]): QuotaLine[] {
  return lines.filter((line) => {
    if (line.amount !== null) return true;
    const alike = lines.filter(({ unit }) => unit === line.unit);
    const told = alike.find(({ window }) => window === 'day') ?? alike[0];
    return line === told && alike.every(({ amount }) => amount === null);
  });
}
