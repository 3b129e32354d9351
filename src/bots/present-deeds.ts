import type { Decided } from '../core/ports/approvals.ts';
import type { Blocked } from '../core/ports/members.ts';
import type { ResetDone } from '../core/ports/grants.ts';
import type { Pause } from '../core/tenant-settings.ts';
import type { GrantResult } from '../core/usecases/grant.ts';
import type { Gift } from './grammar/value.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type ConfirmButton, type Showing, spoken, type View } from './view.ts';

/** What moderators did about somebody, and what that means. */
export function presentGranted(
  done: Exclude<GrantResult, { kind: 'not_allowed' }>,
  gift: Gift & { readonly expiresAtMs: number | null },
  { words: { admin, deeds }, nowMs }: Showing,
): View {
  // Both are read from one clock: it could only have ended by a clock that jumped.
  if (done.kind === 'ended') return spoken(partsOf(admin.nothingDone()), [], 'bad');
  const lines = [deeds.grantMeans(gift.expiresAtMs, nowMs), partsOf(deeds.onTopNow(done.open))];
  return spoken(deeds.granted(done.name, gift), withText(lines), 'good');
}

export function presentReset(
  { changed, after }: Pick<ResetDone, 'changed' | 'after'>,
  { words: { deeds } }: Showing,
): View {
  const name = after.user?.name ?? null;
  return changed
    ? spoken(deeds.reset(name), [partsOf(deeds.resetMeans())], 'good')
    : spoken(deeds.nothingToReset(name), [], 'note');
}

export function presentBlocked(
  { changed, after, name }: Blocked,
  isWanted: boolean,
  { words: { deeds }, nowMs }: Showing,
): View {
  if (isWanted) {
    return changed
      ? spoken(deeds.blocked(name, after, nowMs), [deeds.blockMeans()], 'good')
      : spoken(deeds.blockedBefore(name), [], 'note');
  }
  return changed ? spoken(deeds.unblocked(name), [], 'good') : spoken(deeds.notBlocked(name), [], 'note');
}

export function presentPaused(
  { changed, pause }: { readonly changed: boolean; readonly pause: Pause },
  { channel, isPaused }: { readonly channel: string | null; readonly isPaused: boolean },
  { words: { admin, deeds } }: Showing,
): View {
  const still = isPaused ? [] : withText([deeds.stillPaused(pause)]);
  if (!changed) return spoken(partsOf(admin.sameAlready()), still, 'note');
  return isPaused
    ? spoken(deeds.paused(channel), [deeds.pauseMeans()], 'good')
    : spoken(deeds.resumed(channel), still, 'good');
}

/** What removing all of somebody's lately did, or with `again` would do. */
export function presentRemovedAll(
  {
    numbers,
    isMore,
    name,
  }: {
    readonly numbers: readonly number[];
    readonly isMore: boolean;
    readonly name: string | null;
  },
  {
    lastMs,
    block,
    again,
  }: {
    readonly lastMs: number;
    readonly block: { readonly forMs: number | null } | null;
    /** The command that does it; null once it is done. */
    readonly again: { readonly command: string; readonly typed: string } | null;
  },
  { words: { deeds, buttons } }: Showing,
): View {
  const count = numbers.length;
  const more = partsOf(isMore ? deeds.removeMore() : '');
  if (!again) {
    const blocked = block === null ? [] : deeds.blockedToo(block.forMs);
    if (count === 0) return spoken(deeds.nothingToRemove(lastMs), withText([blocked]), 'note');
    return spoken(deeds.removedAll(count, name), withText([partsOf(deeds.removedAllMeans()), blocked, more]), 'good');
  }
  // Whoever has nothing there can be blocked all the same, by the command for that.
  if (count === 0) return spoken(deeds.nothingToRemove(lastMs), [], 'note');
  const confirm: ConfirmButton = {
    action: 'confirm',
    label: buttons.removeAll(count),
    style: 'primary',
    ...again,
    agreedMicroUsd: null,
  };
  const lines = withText([deeds.removePreviewMeans(numbers, block), more]);
  return spoken(deeds.removePreview(count, name, lastMs), lines, 'note', [confirm]);
}

/** What became of a request that waited for a moderator's yes. `number`: how it was named; null by a button. */
export function presentDecided(done: Decided, number: number | null, { words: { deeds }, nowMs }: Showing): View {
  switch (done.kind) {
    case 'approved': {
      const numbers = done.jobs.map((job) => job.number);
      const { state } = done.approval;
      const microUsd = state.kind === 'approved' ? state.grantedMicroUsd : null;
      return spoken(microUsd === null ? deeds.approved(numbers) : deeds.approvedWith(numbers, microUsd), [], 'good');
    }
    case 'gave_less': {
      const { state } = done.approval;
      const microUsd = state.kind === 'approved' ? (state.grantedMicroUsd ?? 0) : 0;
      return spoken(deeds.gaveLess(microUsd, done.approval), [], 'good');
    }
    case 'denied':
      return spoken(deeds.denied(), [], 'good');
    case 'already':
      return spoken(deeds.decidedAlready(done.approval, nowMs), [], 'note');
    case 'refused':
      return spoken(deeds.cannotApprove(done.refusal, nowMs), [], 'bad');
    case 'not_found':
      return spoken(deeds.noSuchAsk(number), [], 'bad');
  }
}

function withText(lines: readonly Text[]): Text[] {
  return lines.filter((line) => line.length > 0);
}
