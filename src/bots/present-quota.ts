import type { Policy } from '../core/policy.ts';
import type { MemberQuota, QuotaLine } from '../core/quota.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

/** To whom a quota is shown: themselves, or a moderator, who is told where each number comes from. */
export type QuotaReader = {
  readonly isOwn: boolean;
  readonly seesSources: boolean;
  /** Held to no limit of members. */
  readonly isOperator: boolean;
};

/** One person's quota. */
export function presentQuota(
  quota: MemberQuota,
  member: Pick<Policy, 'inFlightMax' | 'requestsPerMinuteMax'>,
  { isOwn, seesSources, isOperator }: QuotaReader,
  { words, nowMs }: Showing,
): View {
  const title = isOwn ? partsOf(words.quota.yours()) : words.quota.of(quota.user?.name ?? null);
  const lines = worthALine(quota.lines).map((line) => words.quota.line(line, seesSources, nowMs));
  const besides = partsOf(words.quota.atOnce(member.inFlightMax, member.requestsPerMinuteMax));
  const all: Text[] = [
    ...(isOwn && isOperator ? [partsOf(words.quota.asOperator())] : []),
    ...(lines.length === 0 ? [partsOf(words.quota.nothingLimited())] : lines),
    besides,
  ];
  const isUsedUp = quota.lines.some(({ left }) => left === 0);
  return spoken(
    title,
    all.filter((line) => line.length > 0),
    isOwn && isUsedUp && !isOperator ? 'bad' : 'note',
  );
}

/** What holds for everybody without limits of their own, and who has some. */
export function presentDefaultQuota(quota: MemberQuota, { words }: Showing): View {
  const lines = worthALine(quota.lines).map((line) => partsOf(words.quota.limitWithSource(line)));
  const names = quota.exceptions.map(({ name }) => name);
  return spoken(
    partsOf(words.quota.ofEverybody()),
    [...(lines.length === 0 ? [partsOf(words.quota.nothingLimited())] : lines), words.quota.exceptions(names)],
    'note',
  );
}

/** Where a unit has no limit in any window, one line says so. */
export function worthALine(lines: readonly QuotaLine[]): QuotaLine[] {
  return lines.filter((line, index) => {
    const earlier = lines.slice(0, index).filter(({ unit }) => unit === line.unit);
    return line.amount !== null || !earlier.some(({ amount }) => amount === null);
  });
}
