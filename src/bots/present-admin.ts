import type { AuditLine } from '../core/audit.ts';
import type { MemberLimit } from '../core/policy.ts';
import type { PolicyChanged } from '../core/ports/store.ts';
import type { TenantUsage } from '../core/quota.ts';
import type { FindPersonResult } from '../core/usecases/find-person.ts';
import type { DeleteClipResult } from '../core/usecases/delete-clip.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

export function presentNotAllowed({ words }: Showing): View {
  return spoken(words.admin.notAllowed(), [], 'bad');
}

/** Why nobody, or more than one, was found by what was typed. */
/** Whose quota was to be set, where that was not asked for by its name. */
export type MeantSet = { readonly who: string; readonly amount: string };

export function presentNotFound(
  result: Exclude<FindPersonResult, { kind: 'person' }>,
  { raw: typed, meant }: { readonly raw: string; readonly meant: MeantSet | null },
  { words }: Showing,
): View {
  const why =
    result.kind === 'nobody'
      ? words.admin.nobody(typed)
      : words.admin.several(
          typed,
          result.people.map(({ externalId }) => externalId),
        );
  const instead = meant ? [words.admin.meantSet(meant.who, meant.amount)] : [];
  return spoken(partsOf(words.admin.nothingDone()), [why, ...instead], 'bad');
}

/** What a change did, old and new, and whom it is for. `whose` is a name, or `everybody`. */
export function presentChanged(
  done: PolicyChanged,
  whose: { readonly name: string | null } | 'everybody',
  { words }: Showing,
): View {
  const { admin } = words;
  const changes: Text[] = [];
  const others: Text[] = [];
  for (const { before, after } of sideBySide(done.before, done.after)) {
    if (isDifferent(before, after)) changes.push(partsOf(admin.change(before, after)));
    else if (after !== null && after.amount !== null) others.push(partsOf(admin.stays(after)));
  }
  if (!done.changed) return spoken(partsOf(admin.sameAlready()), others, 'note');
  const title = whose === 'everybody' ? partsOf(admin.changedEverybody()) : admin.changed(whose.name);
  const holds = whose === 'everybody' ? admin.holdsForEverybody(done.exceptions) : admin.holdsAtOnce();
  return spoken(title, [...changes, ...others, partsOf(holds)], 'good');
}

type Pair = { readonly before: MemberLimit | null; readonly after: MemberLimit | null };

function sideBySide(before: readonly MemberLimit[], after: readonly MemberLimit[]): Pair[] {
  const isSame = (a: MemberLimit, b: MemberLimit): boolean => a.unit === b.unit && a.window === b.window;
  const gone = before.filter((limit) => !after.some((other) => isSame(limit, other)));
  return [
    ...after.map((limit) => ({ before: before.find((other) => isSame(limit, other)) ?? null, after: limit })),
    ...gone.map((limit) => ({ before: limit, after: null })),
  ];
}

/** Having no limit is the same, whether somebody said so or nobody said anything. */
function isDifferent(before: MemberLimit | null, after: MemberLimit | null): boolean {
  const [was, is] = [before?.amount ?? null, after?.amount ?? null];
  return was !== is || (is !== null && before?.source !== after?.source);
}

export function presentUsage(usage: TenantUsage, { words, nowMs }: Showing): View {
  const { admin } = words;
  const { members, others, today, thisMonth, paidTodayMicroUsd, paidThisMonthMicroUsd, budget } = usage;
  if (members.length === 0) return spoken(partsOf(admin.usageHeading()), [partsOf(admin.noUsage())], 'note');
  const lines = [
    partsOf(admin.usageTotal(today, thisMonth)),
    partsOf(admin.usageBudget(paidTodayMicroUsd, paidThisMonthMicroUsd, budget)),
    ...members.map((member) => admin.usageMember(member, nowMs)),
    ...(others === 0 ? [] : [partsOf(admin.usageOthers(others))]),
  ];
  return spoken(partsOf(admin.usageHeading()), lines, 'note');
}

export function presentAudit(lines: readonly AuditLine[], isAboutOne: boolean, { words, nowMs }: Showing): View {
  const { admin } = words;
  const shown = lines.map(({ about: person, ...line }) =>
    admin.auditLine({ ...line, aboutName: person?.name ?? null }, nowMs),
  );
  return spoken(
    partsOf(isAboutOne ? admin.auditOfOne() : admin.auditHeading()),
    shown.length === 0 ? [partsOf(admin.noAudit())] : shown,
    'note',
  );
}

export function presentRemoved(result: DeleteClipResult, number: number, { words }: Showing): View {
  const { admin } = words;
  switch (result.kind) {
    case 'deleted':
      return spoken(partsOf(admin.removed(number)), [], 'good');
    case 'already':
      return spoken(partsOf(admin.removedBefore(number)), [], 'note');
    case 'no_clip':
      return spoken(partsOf(admin.nothingToRemove(number)), [], 'bad');
    case 'not_found':
    case 'not_yours':
      return spoken(partsOf(admin.noSuchVideo(number)), [], 'bad');
  }
}
