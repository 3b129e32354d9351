import type { MessageRef } from '../../src/core/destination.ts';
import type { DeliverAsk, StatusAsk } from '../../src/core/ports/chat.ts';
import { approvalDefaults } from '../../src/core/approval.ts';
import { formatId } from '../../src/core/ids.ts';
import type { ApprovalToShow } from '../../src/core/ports/approvals.ts';
import type { JobView } from '../../src/core/request.ts';

/** A status to be shown: for the first time where its message is not known and nothing else is said. */
export function statusAsk(message: MessageRef | null, jobs: readonly JobView[], mayBeShown = false): StatusAsk {
  return { message, jobs, mayBeShown };
}

/** What a delivery is asked for with when it was never tried. */
export const firstTry = {
  mayBePosted: false,
  upload: null,
  note: async (): Promise<void> => undefined,
} as const satisfies Partial<DeliverAsk>;

/** An ask for a moderator's yes that was never shown. */
export function approvalToShow({ job, request, ...view }: JobView, nowMs: number): ApprovalToShow {
  const { id: requestId, tenantId, userId } = request;
  return {
    approval: {
      id: formatId('approval', '01jd0000000000000000000000'),
      tenantId,
      requestId,
      userId,
      reason: 'over_quota',
      quoteMicroUsd: job.quoteMicroUsd,
      jobs: 1,
      playMoney: job.playMoney,
      askedAtMs: nowMs,
      expiresAtMs: nowMs + approvalDefaults.expiresAfterMs,
      state: { kind: 'open' },
      channel: null,
      message: null,
    },
    request,
    jobs: [{ ...view, request, clip: null, job: { ...job, state: { kind: 'awaiting_approval' } } }],
    lately: [],
    version: 1,
    mayBeShown: false,
    retries: 0,
  };
}
