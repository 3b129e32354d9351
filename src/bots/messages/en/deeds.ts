import type { AdmissionRefusal } from '../../../core/admission.ts';
import type { Approval } from '../../../core/approval.ts';
import type { OpenGrant } from '../../../core/grant.ts';
import type { Unit } from '../../../core/ledger.ts';
import type { Block } from '../../../core/member.ts';
import type { Pause } from '../../../core/tenant-settings.ts';
import { channel, code, joinTexts, option, say, type Text, untrusted } from '../text.ts';
import { counted, credits, creditsLeft, duration, videos, when } from './amounts.ts';
import { who } from './quota.ts';
import { refusal } from './refusals.ts';

/** What moderators did with one command, and what it means. */
export function granted(name: string | null, { unit, amount }: { readonly unit: Unit; readonly amount: number }): Text {
  return say`Gave ${who(name)} ${amountIs(unit, amount)} on top`;
}

function amountIs(unit: Unit, amount: number): string {
  return unit === 'videos' ? videos(amount) : credits(amount);
}

/** Below it: when it ends, and all that they have on top now. */
export function grantMeans(expiresAtMs: number | null, nowMs: number): Text {
  const end = expiresAtMs === null ? say`It does not end.` : say`It ends ${when(expiresAtMs, nowMs)}.`;
  return say`${end} It pays for whole videos once these no longer fit into the limits.`;
}

export function onTopNow(open: readonly OpenGrant[]): string {
  const sum = (unit: Unit): number => open.reduce((all, grant) => all + (grant.unit === unit ? grant.left : 0), 0);
  const parts = [
    ...(sum('videos') > 0 ? [videos(sum('videos'))] : []),
    ...(sum('usd_micro') > 0 ? [counted(creditsLeft(sum('usd_micro')), 'credit', 'credits')] : []),
  ];
  return parts.length === 0 ? '' : `On top they now have ${parts.join(' and ')}.`;
}

export function reset(name: string | null): Text {
  return say`The count of ${who(name)} starts anew`;
}

export function resetMeans(): string {
  return 'What was used in the present hour, day, week and month no longer counts against their limits. Videos on the way still do, and so does what the shared budget has paid.';
}

export function nothingToReset(name: string | null): Text {
  return say`${who(name)} has used nothing that counts now, so nothing changed`;
}

export function blocked(name: string | null, block: Block | null, nowMs: number): Text {
  const end =
    block === null || block.untilMs === null
      ? say`until somebody lifts it`
      : say`for ${duration(block.untilMs - nowMs)}`;
  return say`${who(name)} is blocked ${end}`;
}

export function blockMeans(): Text {
  return say`New requests of theirs are refused, and they are told so. Videos on the way go on; ${code('/video-admin remove @NAME --last 1h')} removes what is there. ${code('/video-admin unblock @NAME')} lifts it.`;
}

export function blockedBefore(name: string | null): Text {
  return say`${who(name)} was blocked like that already, so nothing changed`;
}

export function unblocked(name: string | null): Text {
  return say`${who(name)} can ask for videos again`;
}

export function notBlocked(name: string | null): Text {
  return say`${who(name)} is not blocked, so nothing changed`;
}

export function paused(where: string | null): Text {
  return where === null
    ? say`New videos are stopped everywhere here`
    : say`New videos are stopped in ${channel(where)}`;
}

export function pauseMeans(): Text {
  return say`Those on the way go on. Whoever asks is told to try later. ${code('/video-admin resume')} takes requests again.`;
}

export function resumed(where: string | null): Text {
  return where === null ? say`Requests are taken again` : say`Requests are taken again in ${channel(where)}`;
}

/** What is still stopped after one channel was let go. */
export function stillPaused({ everywhere, channels }: Pause): Text {
  if (everywhere) return say`Everything is still paused: ${code('/video-admin resume')} without a channel lifts that.`;
  return channels.length === 0 ? [] : say`Still paused: ${joinTexts(channels.map(channel), ', ')}.`;
}

/** Above what would be removed: nothing was yet. */
export function removePreview(count: number, name: string | null, lastMs: number): Text {
  return say`This would remove ${videos(count)} of ${who(name)} from the last ${duration(lastMs)}`;
}

export function removePreviewMeans(numbers: readonly number[], block: { readonly forMs: number | null } | null): Text {
  const shown = numbers.slice(0, shownMax).map((each) => `#${each}`);
  const more = numbers.length > shownMax ? ` and ${numbers.length - shownMax} more` : '';
  const too = block === null ? '' : ` They are blocked too, ${howLong(block.forMs)}.`;
  return say`${shown.join(', ')}${more}. Posts, files and links go; what is on the way is stopped or goes once it is made.${too} The button does it, or the same command once more with ${option('sure')}.`;
}

const shownMax = 15;

export function removedAll(count: number, name: string | null): Text {
  return say`Removed ${videos(count)} of ${who(name)}`;
}

export function removedAllMeans(): string {
  return 'Their files and links are gone, and their posts are being taken down. What was paid stays paid.';
}

/** So many that not all are removed at once. */
export function removeMore(): string {
  return 'There are more: the same command once more goes on with them.';
}

export function blockedToo(forMs: number | null): Text {
  return say`They are blocked ${howLong(forMs)}; ${code('/video-admin unblock @NAME')} lifts it.`;
}

function howLong(forMs: number | null): string {
  return forMs === null ? 'until somebody lifts it' : `for ${duration(forMs)}`;
}

export function nothingToRemove(lastMs: number): Text {
  return say`They have no videos from the last ${duration(lastMs)} that a moderator can remove`;
}

/** What became of a request that waited for a moderator. `numbers`: its videos. */
export function approved(numbers: readonly number[]): Text {
  return say`Approved: ${listed(numbers)} ${numbers.length === 1 ? 'starts' : 'start'} now. The asker is told.`;
}

export function approvedWith(numbers: readonly number[], microUsd: number): Text {
  return say`Approved with ${credits(microUsd)}: ${listed(numbers)} ${numbers.length === 1 ? 'starts' : 'start'} now. The asker is told.`;
}

export function gaveLess(microUsd: number, { quoteMicroUsd }: Pick<Approval, 'quoteMicroUsd'>): Text {
  return say`Gave ${credits(microUsd)}, less than the ${credits(quoteMicroUsd)} that it needs. That request ends; the asker is told what they have now and can ask for something smaller.`;
}

export function denied(): Text {
  return say`Denied. Nothing was charged, and the asker is told.`;
}

/** Somebody else was first, or it has ended. */
export function decidedAlready({ state }: Approval, nowMs: number): Text {
  switch (state.kind) {
    case 'approved':
      return say`${byName(state.byName)} approved it ${when(state.atMs, nowMs)}. The first decision holds.`;
    case 'denied':
      return say`${byName(state.byName)} denied it ${when(state.atMs, nowMs)}. The first decision holds.`;
    case 'expired':
      return say`It has ended: nobody decided within a day. The asker can ask once more.`;
    case 'withdrawn':
      return say`The asker took it back ${when(state.atMs, nowMs)}.`;
    case 'open':
      return say`It is still open.`;
  }
}

function byName(name: string | null): Text {
  return name === null ? say`Somebody else` : say`${untrusted(name)}`;
}

/** A yes cannot go over this. It goes on waiting. */
export function cannotApprove(why: AdmissionRefusal, nowMs: number): Text {
  if (why.kind === 'blocked') {
    return say`It cannot start: whoever asked is blocked here by now. ${code('/video-admin unblock @NAME')} lifts that; then say yes once more. It goes on waiting.`;
  }
  return say`It cannot start now, even with a yes: ${refusal(why, nowMs)} It goes on waiting.`;
}

export function noSuchAsk(number: number | null): Text {
  return number === null
    ? say`That request waits for nobody here any more.`
    : say`#${String(number)} does not wait for a moderator here. ${code('/videos show')} tells how a video stands.`;
}

function listed(numbers: readonly number[]): string {
  return numbers.map((each) => `#${each}`).join(', ');
}
