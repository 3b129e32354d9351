import type { Actor } from '../actor.ts';
import type { AdmissionRefusal } from '../admission.ts';
import type { Approval, Verdict } from '../approval.ts';
import type { MessageRef } from '../destination.ts';
import type { EngineCapabilities, EngineId } from '../engine.ts';
import type { ApprovalId, GrantId, JobId, RequestId, TenantId } from '../ids.ts';
import type { Job, JobStateKind } from '../job.ts';
import type { AdmissionRules } from '../policy.ts';
import type { JobView, Request } from '../request.ts';

export type Decided =
  /** It starts now. */
  | { readonly kind: 'approved'; readonly approval: Approval; readonly jobs: readonly Job[] }
  /** Less was given than it costs: they were told, and may ask for something smaller. It ends with that. */
  | { readonly kind: 'gave_less'; readonly approval: Approval }
  | { readonly kind: 'denied'; readonly approval: Approval }
  /** Somebody else was first, or it has ended. */
  | { readonly kind: 'already'; readonly approval: Approval }
  /** Neither a yes of moderators can go over this; it goes on waiting. */
  | { readonly kind: 'refused'; readonly approval: Approval; readonly refusal: AdmissionRefusal }
  | { readonly kind: 'not_found' };

/** What somebody asked for earlier; its words are null after they asked to be forgotten. */
export type Earlier = {
  readonly number: number;
  readonly prompt: string | null;
  readonly state: JobStateKind;
  readonly admittedAtMs: number;
};

/** What is to be shown to moderators now: an ask that is new, or how it ended. */
export type ApprovalToShow = {
  readonly approval: Approval;
  readonly request: Request;
  readonly jobs: readonly JobView[];
  /** What the asker asked for in the tenant before it, the newest first; a few at most. */
  readonly lately: readonly Earlier[];
  /** What is shown by this; see `shown`. */
  readonly version: number;
  /** An earlier try was begun and its answer never heard: it may be seen already although its message is not known. */
  readonly mayBeShown: boolean;
  /** Failures to show it in a row. */
  readonly retries: number;
};

/**
 * Requests that wait for a moderator's yes. They come into being by `Store.admit` and end by themselves by the outcome
 * `approval_expired`, and by `cancel_requested` of their last job. A part of the store; `test/contracts/approvals.ts` holds every
 * implementation to this. Each call is one whole transaction.
 */
export interface Approvals {
  /** The newest of a request, of a job or by its own id. */
  find(
    of: { readonly id: ApprovalId } | { readonly jobId: JobId } | { readonly requestId: RequestId },
  ): Promise<Approval | null>;
  /** Those of a tenant that are open, the oldest first. */
  open(tenantId: TenantId): Promise<readonly Approval[]>;
  /**
   * A moderator's word, with its line in the audit log; the first one holds. With a yes the jobs are held and prepared in the same
   * transaction: from the asker's own where they fit, else from a grant made for them under `grantId`. Tenant, service and
   * providers' budgets hold in any case.
   */
  decide(ask: {
    readonly id: ApprovalId;
    readonly verdict: Verdict;
    readonly grantId: GrantId;
    readonly engines: ReadonlyMap<EngineId, Pick<EngineCapabilities, 'id' | 'playMoney' | 'videosPerHourMax'>>;
    readonly rules: AdmissionRules;
    readonly freeBytes: number;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
  }): Promise<Decided>;
  /**
   * What has to be shown where moderators are asked, the longest waiting first; nobody else gets it before `leaseMs` have passed.
   * A try counts as begun with this.
   */
  toShow(ask: {
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly limit: number;
    readonly rules: AdmissionRules;
  }): Promise<readonly ApprovalToShow[]>;
  /** It is seen there. `message` null where the chat has none for it. */
  shown(of: {
    readonly id: ApprovalId;
    readonly version: number;
    readonly message: MessageRef | null;
    readonly nowMs: number;
  }): Promise<void>;
  /** It could not be shown: again from `dueAtMs` on, or never (null). `mayBeShown` false when this try has certainly shown nothing. */
  notShown(of: {
    readonly id: ApprovalId;
    readonly version: number;
    readonly mayBeShown: boolean;
    readonly dueAtMs: number | null;
  }): Promise<void>;
}
