import type { AuditLine } from '../core/audit.ts';
import type { MemberLimit } from '../core/policy.ts';
import type { PolicyChanged } from '../core/ports/store.ts';
import type { TenantUsage } from '../core/quota.ts';
import type { TenantBudget } from '../core/tenant.ts';
import type { FindPersonResult } from '../core/usecases/find-person.ts';
import type { DeleteClipResult } from '../core/usecases/delete-clip.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type ConfirmButton, type Showing, spoken, type View } from './view.ts';

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

/** For whom a change is: somebody by name, or all that it concerns. */
export type ChangedFor =
  | { readonly kind: 'person'; readonly name: string | null }
  | { readonly kind: 'everybody' }
  | { readonly kind: 'role'; readonly id: string }
  | { readonly kind: 'budget' };

/** What a change did, old and new, and whom it is for. `budget`: what the operator allows there. */
export function presentChanged(
  done: PolicyChanged,
  whose: ChangedFor,
  { words }: Showing,
  budget: TenantBudget | null = null,
): View {
  const { admin, quota } = words;
  const { changes, others } = sortedChanges(done, whose, words);
  if (!done.changed) return spoken(partsOf(admin.sameAlready()), others, 'note');
  const [title, holds] = titleAndScope(whose, done, words);
  const isLifted = done.after.some(
    ({ amount, unit }) => amount === null && (unit === 'videos' || unit === 'usd_micro'),
  );
  const ceiling = isLifted ? [partsOf(quota.ceiling(budget))] : [];
  return spoken(title, [...changes, ...others, partsOf(holds), ...ceiling], 'good');
}

/** What a change would do that concerns many, with the button that does it. */
export function presentPreview(
  would: PolicyChanged,
  whose: ChangedFor,
  again: { readonly command: string; readonly typed: string },
  { words }: Showing,
): View {
  const { admin, buttons } = words;
  const { changes, others } = sortedChanges(would, whose, words);
  if (!would.changed) return spoken(partsOf(admin.sameAlready()), others, 'note');
  const confirm: ConfirmButton = {
    action: 'confirm',
    label: buttons.changeForAll,
    style: 'primary',
    ...again,
    agreedMicroUsd: null,
  };
  const kept = partsOf(admin.wouldKeep(would.exceptions));
  const lines = [whoseIs(whose, words), ...changes, ...others, kept, admin.previewMeans()];
  return spoken(
    partsOf(admin.previewHeading()),
    lines.filter((line) => line.length > 0),
    'note',
    [confirm],
  );
}

type Words = Showing['words'];

function whoseIs(whose: ChangedFor, { quota }: Words): Text {
  switch (whose.kind) {
    case 'person':
      return quota.of(whose.name);
    case 'everybody':
      return partsOf(quota.ofEverybody());
    case 'role':
      return quota.ofRole(whose.id);
    case 'budget':
      return partsOf(quota.ofBudget());
  }
}

function titleAndScope(whose: ChangedFor, { exceptions }: PolicyChanged, { admin }: Words): readonly [Text, string] {
  switch (whose.kind) {
    case 'person':
      return [admin.changed(whose.name), admin.holdsAtOnce()];
    case 'everybody':
      return [partsOf(admin.changedEverybody()), admin.holdsForEverybody(exceptions)];
    case 'role':
      return [admin.changedRole(whose.id), admin.holdsForRole(exceptions)];
    case 'budget':
      return [partsOf(admin.changedBudget()), admin.holdsForAll()];
  }
}

function sortedChanges(
  done: PolicyChanged,
  { kind }: ChangedFor,
  { admin }: Words,
): { readonly changes: Text[]; readonly others: Text[] } {
  const changes: Text[] = [];
  const others: Text[] = [];
  for (const { before, after } of sideBySide(done.before, done.after)) {
    const isOfSet = kind === 'role' || kind === 'budget';
    if (isOfSet ? before?.amount !== after?.amount : isDifferent(before, after)) {
      changes.push(isOfSet ? partsOf(admin.changeOfSet(before, after)) : admin.change(before, after));
    } else if (isOfSet && after) others.push(partsOf(admin.staysSet(after)));
    else if (after !== null && after.amount !== null && !isCap(after)) others.push(admin.stays(after));
  }
  return { changes, others };
}

/** How many at once and how fast: told only where it changes. */
function isCap({ unit }: MemberLimit): boolean {
  return unit === 'jobs' || unit === 'requests';
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
