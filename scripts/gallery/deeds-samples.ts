import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { Approval, ApprovalState } from '../../src/core/approval.ts';
import { formatId } from '../../src/core/ids.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { sampleGrant } from './admin-samples.ts';
import { nowMs } from './sample-views.ts';

const body = '01jd0000000000000000000000';
const by = { by: { kind: 'user', userId: sampleGrant.userId }, atMs: nowMs - HOUR, reason: null } as const;

/** A request that waited for a moderator, with what became of it. */
function sampleApproval(state: ApprovalState): Approval {
  return {
    id: formatId('approval', body),
    tenantId: sampleGrant.tenantId,
    requestId: formatId('request', body),
    userId: sampleGrant.userId,
    reason: 'over_quota',
    quoteMicroUsd: 240 * CREDIT_MICRO_USD,
    jobs: 2,
    playMoney: false,
    askedAtMs: nowMs - 2 * HOUR,
    expiresAtMs: nowMs + 22 * HOUR,
    state,
    channel: 'mods',
    message: null,
  };
}

export const endedApprovals: readonly [Approval, ...Approval[]] = [
  sampleApproval({ kind: 'approved', grantedMicroUsd: null, byName: 'Mo', ...by }),
  sampleApproval({ kind: 'denied', byName: null, ...by }),
  sampleApproval({ kind: 'expired', atMs: nowMs - HOUR }),
  sampleApproval({ kind: 'withdrawn', atMs: nowMs - HOUR }),
  sampleApproval({ kind: 'open' }),
];

/** Samples of the words about what moderators did with one command. */
export function deedsSamples({ deeds }: Catalogue) {
  const [firstEnded, ...otherEnded] = endedApprovals;
  return {
    granted: [
      deeds.granted('Bo', { unit: 'usd_micro', amount: 50 * CREDIT_MICRO_USD }),
      deeds.granted(null, { unit: 'videos', amount: 3 }),
    ],
    grantMeans: [deeds.grantMeans(nowMs + 7 * DAY, nowMs), deeds.grantMeans(null, nowMs)],
    onTopNow: [deeds.onTopNow([sampleGrant, { ...sampleGrant, unit: 'videos', left: 3 }]), deeds.onTopNow([])],
    reset: [deeds.reset('Bo')],
    resetMeans: [deeds.resetMeans()],
    nothingToReset: [deeds.nothingToReset('Bo')],
    blocked: [
      deeds.blocked('Bo', { sinceMs: nowMs, untilMs: nowMs + 2 * DAY }, nowMs),
      deeds.blocked('Bo', { sinceMs: nowMs, untilMs: null }, nowMs),
    ],
    blockMeans: [deeds.blockMeans()],
    blockedBefore: [deeds.blockedBefore('Bo')],
    unblocked: [deeds.unblocked('Bo')],
    notBlocked: [deeds.notBlocked('Bo')],
    paused: [deeds.paused(null), deeds.paused('videos')],
    pauseMeans: [deeds.pauseMeans()],
    resumed: [deeds.resumed(null), deeds.resumed('videos')],
    stillPaused: [
      deeds.stillPaused({ everywhere: true, channels: [] }),
      deeds.stillPaused({ everywhere: false, channels: ['bots'] }),
    ],
    removePreview: [deeds.removePreview(3, 'Bo', HOUR)],
    removePreviewMeans: [
      deeds.removePreviewMeans([414, 413, 412], null),
      deeds.removePreviewMeans(
        Array.from({ length: 20 }, (_, index) => 420 - index),
        { forMs: 2 * DAY },
      ),
    ],
    removedAll: [deeds.removedAll(3, 'Bo')],
    removedAllMeans: [deeds.removedAllMeans()],
    removeMore: [deeds.removeMore()],
    blockedToo: [deeds.blockedToo(2 * DAY), deeds.blockedToo(null)],
    nothingToRemove: [deeds.nothingToRemove(HOUR)],
    approved: [deeds.approved([412]), deeds.approved([412, 413])],
    approvedWith: [deeds.approvedWith([412], 180 * CREDIT_MICRO_USD)],
    gaveLess: [deeds.gaveLess(180 * CREDIT_MICRO_USD, firstEnded)],
    denied: [deeds.denied()],
    decidedAlready: [
      deeds.decidedAlready(firstEnded, nowMs),
      ...otherEnded.map((approval) => deeds.decidedAlready(approval, nowMs)),
    ],
    cannotApprove: [
      deeds.cannotApprove({ kind: 'disk_low' }, nowMs),
      deeds.cannotApprove({ kind: 'blocked', untilMs: null }, nowMs),
    ],
    noSuchAsk: [deeds.noSuchAsk(412), deeds.noSuchAsk(null)],
  } as const;
}
