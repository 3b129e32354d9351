import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { presentApproval } from '../../src/bots/present-approval.ts';
import { presentStatus } from '../../src/bots/presenter.ts';
import type { Showing, View } from '../../src/bots/view.ts';
import type { Approval, ApprovalState } from '../../src/core/approval.ts';
import type { Job } from '../../src/core/job.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { ApprovalToShow, Earlier } from '../../src/core/ports/approvals.ts';
import type { JobView } from '../../src/core/request.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { idOf, nowMs, sampleJob, sampleView } from './sample-views.ts';

const credits = (amount: number): number => amount * CREDIT_MICRO_USD;
const decision = { by: { kind: 'user', userId: idOf('user') }, byName: 'Mo <@1>', atMs: nowMs, reason: null } as const;
const because = 'for the *launch*';
const yes = { kind: 'approved', grantedMicroUsd: null, ...decision } as const;
const no = { kind: 'denied', ...decision } as const;

const states: Readonly<Record<string, Exclude<ApprovalState, { kind: 'open' }>>> = {
  approved: yes,
  'given less': { ...yes, grantedMicroUsd: credits(180), reason: because },
  denied: { ...no, reason: because },
  'denied by nobody who has a name': { ...no, byName: null },
  expired: { kind: 'expired', atMs: nowMs },
  withdrawn: { kind: 'withdrawn', atMs: nowMs },
};

const earlier: readonly Earlier[] = [
  { number: 409, prompt: 'a boat', state: 'ready', admittedAtMs: nowMs - HOUR },
  { number: 405, prompt: null, state: 'failed', admittedAtMs: nowMs - DAY },
];

const asker = { name: 'Ada', externalId: '7' };
const nobody = { name: null, externalId: null };

/** An ask, as it is shown to moderators. */
function asked(more: Partial<Approval> = {}, lately = earlier): ApprovalToShow {
  const quoteMicroUsd = credits(300);
  const view = sampleView({ state: { kind: 'awaiting_approval' }, quoteMicroUsd });
  return {
    approval: {
      id: idOf('approval'),
      tenantId: sampleJob.tenantId,
      requestId: sampleJob.requestId,
      userId: sampleJob.userId,
      reason: 'over_quota',
      quoteMicroUsd,
      jobs: 1,
      playMoney: false,
      askedAtMs: nowMs - HOUR,
      expiresAtMs: nowMs + 23 * HOUR,
      state: { kind: 'open' },
      channel: '9',
      message: null,
      ...more,
    },
    request: view.request,
    jobs: [view],
    lately,
    version: 1,
    mayBeShown: false,
    retries: 0,
  };
}

const refused = { kind: 'refused', reason: 'approval_denied' } as const;
const answerOf = (state: ApprovalState, job: Partial<Job>): JobView =>
  sampleView({ quoteMicroUsd: credits(300), ...job }, { approval: asked({ state }).approval });

const answers: Readonly<Record<string, JobView>> = {
  waits: answerOf({ kind: 'open' }, { state: { kind: 'awaiting_approval' } }),
  approved: answerOf(yes, { state: { kind: 'queued' } }),
  denied: answerOf({ ...no, reason: because }, { state: refused }),
  'given less': answerOf({ ...yes, grantedMicroUsd: credits(180) }, { state: refused }),
};

/** What moderators are shown of what waits for them, and what became of it. */
export function approvalViews(showing: Showing): readonly (readonly [string, View])[] {
  const open = asked();
  const hidden = { ...open, request: { ...open.request, visibility: 'private' } as const };
  const gone = { ...open, request: { ...open.request, prompt: null } };
  return [
    ['To moderators: over quota', presentApproval(open, showing)],
    ['To moderators: over the price, from somebody new', presentApproval(asked({ reason: 'over_price' }, []), showing)],
    ['To moderators: asked in private', presentApproval(hidden, showing)],
    ...Object.entries(states).map(
      ([name, state]) => [`To moderators: ${name}`, presentApproval(asked({ state }), showing)] as const,
    ),
    ...Object.entries(answers).map(
      ([name, view]) => [`To the asker: ${name}`, presentStatus([view], showing)] as const,
    ),
    [
      'To moderators: denied, its person forgotten',
      presentApproval({ ...gone, approval: asked({ state: no }).approval }, showing),
    ],
  ];
}

/** Samples of the words about what waits for a moderator's yes. */
export function approvalSamples({ approvals }: Catalogue) {
  const isOver = Object.values(states).map((state) => approvals.isOver([412], state));
  return {
    asks: [approvals.asks(asker, [412]), approvals.asks(nobody, [412, 413])],
    isOver: [approvals.isOver([412, 413], yes), ...isOver],
    askedBy: [approvals.askedBy(asker), approvals.askedBy(nobody)],
    isPrivate: approvals.isPrivate,
    costs: [approvals.costs(1, 'Runway gen4.5', credits(300), false), approvals.costs(2, 'Demo', credits(1), true)],
    because: approvals.because,
    theyHave: [
      approvals.theyHave({ leftMicroUsd: credits(20), videosLeft: 0, resetsAtMs: null }),
      approvals.theyHave({ leftMicroUsd: null, videosLeft: 1, resetsAtMs: null }),
    ],
    before: [approvals.before(earlier), approvals.before([])],
    endsAt: [approvals.endsAt(nowMs + 23 * HOUR, nowMs)],
    typed: [approvals.typed(412)],
    why: [approvals.why(because)],
    buttons: approvals.buttons,
    saidYes: [approvals.saidYes(yes), approvals.saidYes({ ...yes, byName: null, reason: because })],
    saidNo: [approvals.saidNo(no), approvals.saidNo({ ...no, byName: null, reason: because })],
    gaveLess: [
      approvals.gaveLess(credits(180), credits(300), null),
      approvals.gaveLess(credits(180), credits(300), because),
    ],
  } as const;
}
