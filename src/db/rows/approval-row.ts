import { z } from 'zod';
import type { Approval, ApprovalState } from '../../core/approval.ts';
import type { Tables } from '../tables.ts';
import { joinState, readRow, splitState } from './readable.ts';
import { actorSchema } from './request-row.ts';

export type ApprovalRow = Tables['approvals']['$inferSelect'];

const decision = { by: actorSchema, atMs: z.int(), reason: z.string().nullable() };
const ended = { atMs: z.int() };

const stateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('approved'), grantedMicroUsd: z.int().nullable(), ...decision }),
  z.object({ kind: z.literal('denied'), ...decision }),
  z.object({ kind: z.literal('expired'), ...ended }),
  z.object({ kind: z.literal('withdrawn'), ...ended }),
]);

/** As it is stored: what people are called is not. */
export type StoredApprovalState = z.infer<typeof stateSchema>;

/** What is said beside the words of the row itself. */
export type Said = {
  /** What whoever decided is called. */
  readonly nameOf: (by: Extract<StoredApprovalState, { kind: 'approved' | 'denied' }>['by']) => string | null;
  /** Whether their reason is as good as gone. */
  readonly isReasonGone: (state: Extract<StoredApprovalState, { kind: 'approved' | 'denied' }>) => boolean;
};

export function storedStateOf(row: Pick<ApprovalRow, 'id' | 'state' | 'stateData'>): StoredApprovalState {
  return readRow('approvals', row.id, () => joinState(stateSchema, row));
}

export function stateColumns(state: StoredApprovalState): Pick<ApprovalRow, 'state' | 'stateData'> {
  return splitState(state);
}

export function approvalOf(row: ApprovalRow, said: Said): Approval {
  const { id, tenantId, requestId, userId, reason, quoteMicroUsd, jobs, playMoney, askedAtMs, expiresAtMs } = row;
  const { channel, message } = row;
  const asked = { id, tenantId, requestId, userId, reason, quoteMicroUsd, jobs, playMoney, askedAtMs, expiresAtMs };
  return { ...asked, state: stateOf(storedStateOf(row), said), channel, message };
}

function stateOf(state: StoredApprovalState, { nameOf, isReasonGone }: Said): ApprovalState {
  switch (state.kind) {
    case 'approved':
    case 'denied':
      return { ...state, byName: nameOf(state.by), reason: isReasonGone(state) ? null : state.reason };
    case 'open':
    case 'expired':
    case 'withdrawn':
      return state;
  }
}
