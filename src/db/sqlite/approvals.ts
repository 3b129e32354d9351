import { and, asc, desc, eq, isNotNull, lt, ne, sql } from 'drizzle-orm';
import type { Approval } from '../../core/approval.ts';
import type { ApprovalId, RequestId, TenantId, UserId } from '../../core/ids.ts';
import type { Approvals, Earlier } from '../../core/ports/approvals.ts';
import {
  type ApprovalRow,
  approvalOf,
  type Said,
  stateColumns,
  storedStateOf,
  type StoredApprovalState,
} from '../rows/approval-row.ts';
import { joinJobState } from '../rows/job-row.ts';
import { jsonField } from '../json-field.ts';
import { deciderOf } from '../tables/approvals.ts';
import type { Db } from './connection.ts';
import { rowPlaceholders, textPlaceholder } from './placeholders.ts';
import type { Requests } from './requests.ts';
import { approvals, jobs, requests } from './schema.ts';
import type { Users } from './users.ts';

type ShownAsk = Parameters<Approvals['shown']>[0];
type NotShownAsk = Parameters<Approvals['notShown']>[0];

/** So many of what somebody asked for before are told. */
const earlierMax = 3;

const withoutReason = { stateData: sql`json_set(${approvals.stateData}, '$.reason', null)` };
const hasReason = isNotNull(jsonField(approvals.stateData, '$.reason'));

export type ApprovalRows = ReturnType<typeof approvalRowsOn>;

/** Requests that wait for a moderator's yes, for use inside a transaction. */
export function approvalRowsOn(
  db: Db,
  { users, requests: asked }: { readonly users: Users; readonly requests: Requests },
) {
  const insertOne = db.insert(approvals).values(rowPlaceholders(approvals)).prepare();
  const selectOfRequest = db
    .select()
    .from(approvals)
    .where(eq(approvals.requestId, textPlaceholder('requestId')))
    .orderBy(desc(approvals.askedAtMs), desc(approvals.id))
    .prepare();
  const selectOpenAsk = db
    .select({ number: jobs.number })
    .from(approvals)
    .innerJoin(jobs, eq(jobs.requestId, approvals.requestId))
    .where(
      and(
        // Written as in its partial index.
        sql`${approvals.state} = 'open'`,
        eq(approvals.userId, textPlaceholder('userId')),
        eq(approvals.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .orderBy(asc(jobs.number))
    .prepare();
  const selectToShow = db
    .select()
    .from(approvals)
    // Written as in its partial index.
    .where(sql`${approvals.showAtMs} is not null and ${approvals.showAtMs} <= ${sql.placeholder('nowMs')}`)
    .orderBy(asc(approvals.showAtMs))
    .limit(sql.placeholder('max'))
    .prepare();

  /** Why it was decided is free text, and may name whom it is about, or who decided it. */
  function saidOf({ requestId }: ApprovalRow): Said {
    const isForgotten = asked.find(requestId)?.prompt === null;
    return {
      nameOf: (by) => (by.kind === 'user' ? users.nameOf(by.userId) : null),
      isReasonGone: ({ by, atMs }) =>
        isForgotten || (by.kind === 'user' && atMs <= (users.forgottenAtMs(by.userId) ?? -Infinity)),
    };
  }

  const read = (row: ApprovalRow): Approval => approvalOf(row, saidOf(row));
  const rowOf = (id: ApprovalId): ApprovalRow | null =>
    db.select().from(approvals).where(eq(approvals.id, id)).get() ?? null;

  function set(id: ApprovalId, values: Partial<ApprovalRow>): void {
    db.update(approvals).set(values).where(eq(approvals.id, id)).run();
  }

  /** What moderators see is old from now on. A try that is under way, or a pause after one, is waited for. */
  function touch({ id, channel, version, showAtMs, retries }: ApprovalRow, nowMs: number): void {
    if (channel === null) return;
    set(id, { version: version + 1, showAtMs: showAtMs ?? nowMs, retries: showAtMs === null ? 0 : retries });
  }

  return {
    read,

    find(id: ApprovalId): Approval | null {
      const row = rowOf(id);
      return row && read(row);
    },

    /** The newest of a request. */
    ofRequest(requestId: RequestId): Approval | null {
      const row = selectOfRequest.get({ requestId });
      return row ? read(row) : null;
    },

    /** Those of a tenant that are open, the oldest first. */
    open(tenantId: TenantId): Approval[] {
      return db
        .select()
        .from(approvals)
        .where(and(sql`${approvals.state} = 'open'`, eq(approvals.tenantId, tenantId)))
        .orderBy(asc(approvals.askedAtMs), asc(approvals.id))
        .all()
        .map(read);
    },

    /** The number of the first video of theirs that waits for a yes there; null for none. */
    openAskOf: (userId: UserId, tenantId: TenantId): number | null =>
      selectOpenAsk.get({ userId, tenantId })?.number ?? null,

    insert({ state, ...approval }: Approval, nowMs: number): void {
      const shown = { version: 1, showAtMs: approval.channel === null ? null : nowMs, mayBeShown: false, retries: 0 };
      insertOne.run({ ...approval, ...stateColumns(state), ...shown });
    },

    /** It ends so, unless it has ended. Its new state is to be shown. */
    end(id: ApprovalId, state: Exclude<StoredApprovalState, { kind: 'open' }>, nowMs: number): void {
      const row = rowOf(id);
      if (!row || storedStateOf(row).kind !== 'open') return;
      set(id, stateColumns(state));
      touch(row, nowMs);
    },

    /** Something that moderators see of a request has changed. */
    touchOf(requestId: RequestId, nowMs: number): void {
      for (const row of selectOfRequest.all({ requestId })) touch(row, nowMs);
    },

    isToShow: (nowMs: number): boolean => selectToShow.all({ nowMs, max: 1 }).length > 0,

    /** What is to be shown now, leased. */
    claimToShow({ nowMs, leaseMs, limit }: Omit<Parameters<Approvals['toShow']>[0], 'rules'>): ApprovalRow[] {
      const rows = selectToShow.all({ nowMs, max: limit });
      for (const { id } of rows) set(id, { showAtMs: nowMs + leaseMs, mayBeShown: true });
      return rows;
    },

    shown({ id, version, message, nowMs }: ShownAsk): void {
      const row = rowOf(id);
      if (!row) return;
      // What was shown late may stand over what has been shown since: that is shown again.
      const showAtMs = version === row.version ? null : nowMs;
      set(id, { showAtMs, retries: 0, ...(message !== null && { message, mayBeShown: false }) });
    },

    notShown({ id, version, mayBeShown, dueAtMs }: NotShownAsk): void {
      const row = rowOf(id);
      if (!row) return;
      const showAtMs = version === row.version ? dueAtMs : (dueAtMs ?? row.showAtMs);
      set(id, { showAtMs, retries: row.retries + 1, mayBeShown: row.mayBeShown && mayBeShown });
    },

    /** What somebody asked for before a request, the newest first. */
    earlier({ requestId, userId, tenantId }: Pick<Approval, 'requestId' | 'userId' | 'tenantId'>): Earlier[] {
      const rows = db
        .select({
          number: jobs.number,
          state: jobs.state,
          stateData: jobs.stateData,
          admittedAtMs: jobs.admittedAtMs,
          requestId: jobs.requestId,
        })
        .from(jobs)
        .innerJoin(requests, eq(requests.id, jobs.requestId))
        .where(
          and(
            eq(requests.userId, userId),
            eq(requests.tenantId, tenantId),
            ne(requests.id, requestId),
            lt(requests.createdAtMs, asked.get(requestId).createdAtMs + 1),
          ),
        )
        .orderBy(desc(requests.createdAtMs), desc(jobs.number))
        .limit(earlierMax)
        .all();
      return rows.map(({ number, admittedAtMs, requestId: of, ...state }) => {
        const { prompt, visibility } = asked.get(of);
        const { kind } = joinJobState(state);
        return { number, state: kind, admittedAtMs, prompt: visibility === 'private' ? null : prompt };
      });
    },

    /** Nobody sees them there any more. */
    hideIn(tenantId: TenantId): void {
      db.update(approvals)
        .set({ showAtMs: null })
        .where(and(eq(approvals.tenantId, tenantId), isNotNull(approvals.showAtMs)))
        .run();
    },

    /** Takes away why something was decided: by somebody, or in a tenant. */
    forgetReasons(of: { readonly decidedBy: UserId } | { readonly tenantId: TenantId }): void {
      const isMeant = 'tenantId' in of ? eq(approvals.tenantId, of.tenantId) : eq(deciderOf(approvals), of.decidedBy);
      db.update(approvals).set(withoutReason).where(and(isMeant, hasReason)).run();
    },

    /** Takes away why something was decided about a request; moderators are shown it without its words. Returns what was decided. */
    forgetReasonsOf(requestId: RequestId, nowMs: number): ApprovalId[] {
      const rows = selectOfRequest.all({ requestId });
      db.update(approvals)
        .set(withoutReason)
        .where(and(eq(approvals.requestId, requestId), hasReason))
        .run();
      for (const row of rows) touch(row, nowMs);
      return rows.map(({ id }) => id);
    },
  };
}
