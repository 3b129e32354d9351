import type { AdmissionQuestion, AdmissionRefusal } from '../admission.ts';
import type { Actor } from '../actor.ts';
import type { Attempt } from '../attempt.ts';
import type { AuditLine } from '../audit.ts';
import type { Clip } from '../clip.ts';
import type { MessageRef } from '../destination.ts';
import type { Post } from './chat.ts';
import type { Claim, ClaimAsk, EngineSlots } from './claims.ts';
import type { Delivery } from '../delivery.ts';
import type { CredentialRef, EngineId } from '../engine.ts';
import type { Forgotten, PersonalData } from '../forgetting.ts';
import type { ApprovalReason } from '../approval.ts';
import type {
  ApprovalId,
  AttemptId,
  ClipId,
  DeliveryId,
  GrantId,
  JobId,
  OwnerId,
  RequestId,
  TenantId,
  UserId,
} from '../ids.ts';
import type { Job, JobStateKind } from '../job.ts';
import type { DeliveryOutcome, JobOutcome, Lease, Recorded, StatusOutcome } from '../outcome.ts';
import type { AdmissionRules, MemberLimit, PolicyChange, PolicySubject, SetLimit } from '../policy.ts';
import type { MemberQuota, NamedUser, TenantUsage } from '../quota.ts';
import type { JobView, Request } from '../request.ts';
import type { ClipSpec } from '../spec.ts';
import type { ToldAlerts } from './alerts.ts';
import type { EngineStandings } from './engine-standings.ts';
import type { Installations } from './installations.ts';
import type { Approvals } from './approvals.ts';
import type { Grants } from './grants.ts';
import type { Members } from './members.ts';
import type { Moderators } from './moderators.ts';
import type { UsageReports } from './usage-report.ts';
import type { Status } from '../status.ts';
import type { JobStory } from '../story.ts';
import type { Tenant, TenantBudget } from '../tenant.ts';
import type { SettingsChange, TenantSettings } from '../tenant-settings.ts';
import type { TimeZone } from '../window.ts';

/** The database cannot be reached or stayed busy: refuse in words, never guess. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export type NewJob = {
  readonly id: JobId;
  readonly spec: ClipSpec;
  readonly engine: EngineId;
  readonly credential: CredentialRef;
  readonly quoteMicroUsd: number;
  readonly playMoney: boolean;
  /** See `Job`. */
  readonly cacheKey: string | null;
  /** Whether a clip that is there, or on its way to the same person, may stand in for it. */
  readonly mayReuse: boolean;
};

/** What of an approval is known when it is asked for. */
export type NewApproval = { readonly id: ApprovalId; readonly reason: ApprovalReason };

export type Admission =
  | { readonly kind: 'admitted'; readonly request: Request; readonly jobs: readonly Job[] }
  /** The inbound key is known: what was admitted then. */
  | { readonly kind: 'repeated'; readonly request: Request; readonly jobs: readonly Job[] }
  | { readonly kind: 'refused'; readonly refusal: AdmissionRefusal }
  /** The only video that is asked for is on its way to them already: nothing was admitted. */
  | { readonly kind: 'same_in_flight'; readonly request: Request; readonly job: Job }
  /** It may start, and costs more than is started without a question: nothing was admitted. */
  | { readonly kind: 'confirm'; readonly jobs: number; readonly copies: number; readonly quoteMicroUsd: number }
  /** Whoever asks was forgotten since they were identified: that has to be done anew. */
  | { readonly kind: 'unknown_person' }
  /** What was to be made once more has no words any more: its person was forgotten. */
  | { readonly kind: 'nothing_to_repeat' };

/** A deleted clip of which something may still be seen: its file, and the results that were posted. */
export type Remains = {
  readonly clip: Clip;
  readonly posts: readonly Post[];
};

export type DeleteResult =
  | { readonly kind: 'deleted'; readonly clip: Clip }
  /** It was deleted before. */
  | { readonly kind: 'already' }
  | { readonly kind: 'not_found' };

/** What a change of limits did: what holds for its subject before and after, wherever each number comes from. */
export type PolicyChanged = {
  /** False when all of it was set already: then nothing is written, and nothing is in the audit log. */
  readonly changed: boolean;
  readonly before: readonly MemberLimit[];
  readonly after: readonly MemberLimit[];
  /** What the member is called; null for the tenant's default, or without a name. */
  readonly name: string | null;
  /** Of a default, a role or a budget: how many members have a limit of their own where it changed. */
  readonly exceptions: number;
};

export type SettingsChanged = {
  readonly kind: 'done';
  /** False when all of it was set already. */
  readonly changed: boolean;
  readonly before: TenantSettings;
  readonly after: TenantSettings;
  readonly zoneBefore: TimeZone;
  readonly zoneAfter: TimeZone;
};

/** The time zone was changed so often lately that no more changes can be kept in mind; nothing was changed. */
export type TooManyZones = { readonly kind: 'too_many_zones'; readonly max: number; readonly freesAtMs: number };

/** Somebody that a name can mean. */
export type FoundUser = NamedUser & { readonly externalId: string | null };

export type JobFilter = {
  readonly tenantId: TenantId | null;
  readonly userId: UserId | null;
  readonly states: readonly JobStateKind[] | null;
  readonly limit: number;
};

/** What is wrong in the books. Empty lists mean that every credit is explained. */
export type LedgerReport = {
  readonly entrySets: number;
  /** Entry sets whose postings do not sum to zero. */
  readonly unbalanced: readonly string[];
  /** Jobs whose hold is not their quote although they wait for a verdict, or not zero although they have one or have ended. */
  readonly wrongHolds: readonly {
    readonly jobId: JobId;
    readonly unit: string;
    readonly expected: number;
    readonly found: number;
  }[];
  /** Usage counters that differ from the postings. */
  readonly wrongCounters: readonly { readonly counter: string; readonly expected: number; readonly found: number }[];
  /** Grants of which not as much is left as their postings say, or less than nothing. */
  readonly wrongGrants: readonly { readonly grantId: GrantId; readonly expected: number; readonly found: number }[];
};

/**
 * The store. Every method is one whole transaction and rejects with `StoreUnavailable` when that cannot be
 * had; nothing is half done. The rules are core's (`apply`, `decide`): a store reads, asks them, writes.
 * `test/contracts/store.ts` holds every implementation to this.
 */
export interface Store {
  readonly installations: Installations;
  readonly alerts: ToldAlerts;
  readonly engines: EngineStandings;
  readonly moderators: Moderators;
  readonly members: Members;
  readonly grants: Grants;
  readonly approvals: Approvals;
  readonly usageReports: UsageReports;

  /**
   * The user behind a platform's id, made on first sight. `name` is refreshed when given. Who was forgotten and still has
   * a mark is the same user again; unless somebody else only mentions them: then they stay forgotten. A mark that has
   * ended still holds for those about whom moderators have decided something: their limits, blocks, grants, or whether they moderate.
   */
  identify(who: {
    readonly platform: string;
    readonly externalId: string;
    readonly name: string | null;
    readonly newId: UserId;
    readonly nowMs: number;
    readonly isMentioned?: boolean;
  }): Promise<UserId>;
  /** The tenant, made on first sight with no budget. */
  tenant(id: TenantId, nowMs: number): Promise<Tenant>;
  /** The tenants of a platform, or all; those seen first come first. */
  tenants(of: { readonly platform: string | null }): Promise<readonly Tenant[]>;
  /** What its platform calls a tenant, which is made on first sight. */
  nameTenant(id: TenantId, name: string, nowMs: number): Promise<void>;
  /**
   * We are no longer in a tenant: what was not sent to an engine is cancelled, the rest is finished and kept. Nothing for
   * one that was never seen. Returns how many videos were cancelled.
   */
  leaveTenant(id: TenantId, nowMs: number): Promise<number>;
  /** We are in a tenant, perhaps again; it is made on first sight. A request from there means the same. */
  returnTenant(id: TenantId, nowMs: number): Promise<void>;
  /**
   * Empties one tenant that was left before: words, clips, limits, members, moderators, installation, settings, and the names of those
   * who in no other that is kept have asked for something, have limits of their own, grants or a block, or moderate; they leave a mark. The books
   * stay. At most `requestsMax` requests at a time; true when there is more to do.
   */
  emptyLeftTenant(ask: {
    readonly leftBeforeMs: number;
    readonly requestsMax: number;
    readonly nowMs: number;
  }): Promise<boolean>;
  /**
   * Changes how a tenant is set up, together with its line in the audit log. With another time zone the windows that are open
   * then count on, see `openWindowStartsMs`. Expects a zone that there is.
   */
  setSettings(ask: {
    readonly tenantId: TenantId;
    readonly change: SettingsChange;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
  }): Promise<SettingsChanged | TooManyZones>;
  /** Allows a tenant to use real engines up to a budget; null takes that back. */
  allowTenant(id: TenantId, budget: TenantBudget | null, actor: Actor, nowMs: number): Promise<Tenant>;

  /**
   * The users of a platform that a display name, in any case, or a platform's own id can mean: all of them, or none.
   * With a tenant, only those who asked for something there, or of whom was decided whether they moderate it.
   */
  findUser(of: {
    readonly platform: string;
    readonly tenantId: TenantId | null;
    readonly by: { readonly kind: 'name' | 'externalId'; readonly text: string };
  }): Promise<readonly FoundUser[]>;

  /** What a member may use and has used; without a member, what holds for everybody without limits of their own. */
  quota(of: {
    readonly tenantId: TenantId;
    readonly userId: UserId | null;
    readonly rules: AdmissionRules;
    readonly nowMs: number;
  }): Promise<MemberQuota>;
  /**
   * Changes the limits of a member, a role, a tenant's default or all of it together (`budget`), together with its line in the
   * audit log. Every admission after it is held to them, of other processes too.
   */
  setPolicy(ask: {
    readonly tenantId: TenantId;
    readonly subject: PolicySubject;
    readonly change: PolicyChange;
    readonly rules: AdmissionRules;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
    /** Writes nothing: what it would do. */
    readonly isPreview?: boolean;
  }): Promise<PolicyChanged>;
  /** What is set for a subject, in a fixed order. */
  limitsOf(of: { readonly tenantId: TenantId; readonly subject: PolicySubject }): Promise<readonly SetLimit[]>;
  /** What was decided in a tenant, or about one of its members there; newest first. */
  audit(of: {
    readonly tenantId: TenantId;
    readonly targetUserId: UserId | null;
    readonly limit: number;
  }): Promise<readonly AuditLine[]>;
  /** Who used how much of a tenant in its windows of now; `limit` bounds the members that are named. */
  usage(of: { readonly tenantId: TenantId; readonly nowMs: number; readonly limit: number }): Promise<TenantUsage>;

  /**
   * Admits all jobs of a request, with their holds, or none. Atomic against every other admission, also of
   * other processes. A known inbound key changes nothing and returns what it led to. A job whose clip is there becomes a
   * copy of it, free and without a hold: the newest with its key in the tenant, made within `cacheDefaults.keptMs` for
   * somebody who has not been forgotten, shown in a channel, not deleted and not a copy itself.
   */
  admit(ask: {
    readonly request: Request;
    readonly jobs: readonly NewJob[];
    readonly question: AdmissionQuestion;
    readonly rules: AdmissionRules;
    /** Its surface shows the first status itself and records that: workers leave it alone for a moment. */
    readonly isAnswered: boolean;
    /** The request whose words these are; null where they come from whoever asks now. */
    readonly repeats: RequestId | null;
    /** What costs more is not started; null where it is. */
    readonly confirmAboveMicroUsd: number | null;
    /** Set where it is to wait for a moderator's yes: then nothing is held, and no clip that is there stands in. */
    readonly ask: NewApproval | null;
  }): Promise<Admission>;

  /**
   * The next due step under a new lease, or null. Waiting jobs go by turns between users and only as many as
   * an engine has places. A `submitting` job whose lease ended is claimed as `reconcile`, never as `submit`.
   */
  claim(ask: ClaimAsk): Promise<Claim | null>;
  /**
   * Queued jobs that no place of `slots` can ever take, admitted before `admittedBeforeMs`: their engine or credential
   * is not among them. The oldest, 50 at most.
   */
  stranded(slots: readonly EngineSlots[], admittedBeforeMs: number): Promise<readonly JobId[]>;
  /** When the next step becomes due, in ms since the epoch, strictly after `nowMs`; null when none is planned. */
  nextDueAtMs(ask: { readonly nowMs: number; readonly only: RequestId | null }): Promise<number | null>;
  /**
   * Makes the steps of owners that are proven dead due at once: whose lock the operating system (or the
   * database server) has let go. Without that proof a lease runs out by itself. Returns the steps freed.
   */
  reclaim(nowMs: number): Promise<number>;
  /** Gives back the leases that this owner holds, when it stops in good order. */
  handBack(owner: OwnerId, nowMs: number): Promise<number>;

  /** Records what happened, by the rules of `life/`, and whose word it was when it was a person's. */
  record(outcome: JobOutcome, nowMs: number, actor?: Actor | null): Promise<Recorded<Job>>;
  recordDelivery(outcome: DeliveryOutcome, nowMs: number): Promise<Recorded<Delivery>>;
  /**
   * Notes what a delivery is about to show, before it does. Refused without its lease, and for a clip that was deleted: then
   * nothing may be shown.
   */
  noteUpload(
    ask: { readonly deliveryId: DeliveryId; readonly lease: Lease; readonly name: string },
    nowMs: number,
  ): Promise<Recorded<Delivery>>;
  /** A message that was not known yet is remembered even when the lease is lost: it is visible. */
  recordStatus(outcome: StatusOutcome, nowMs: number): Promise<Recorded<Status>>;
  /** Takes note of a provider's event once; false when it was seen before. */
  noteEvent(
    event: { readonly provider: string; readonly key: string; readonly attemptId: AttemptId },
    nowMs: number,
  ): Promise<boolean>;
  /** Remembers the status message of a request. */
  setStatusMessage(requestId: RequestId, message: MessageRef): Promise<void>;

  /**
   * Deletes a clip: a tombstone stays, what was not posted yet never will be, and its remains are due to be erased.
   * By somebody else's word than its owner's its copies are deleted as well; and what it is a copy of is given to nobody
   * any more. `actor` and `reason` go into the audit log.
   */
  deleteClip(ask: {
    readonly clipId: ClipId;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
  }): Promise<DeleteResult>;
  /** Deleted clips with remains that can be erased now, the oldest first; one that may be being posted is left for later. */
  remains(ask: { readonly limit: number; readonly except: readonly ClipId[] }): Promise<readonly Remains[]>;
  /** The file and the posts of a deleted clip are gone. Ignored when there is another post by now: that has to go too. */
  recordErased(remains: Remains, nowMs: number): Promise<void>;

  /** What would go if this person were forgotten now. */
  personalData(userId: UserId): Promise<PersonalData>;
  /**
   * Forgets a person: who they are at once, and from then on what they asked for, their clips, what our own chat keeps of
   * their words and why something was decided about them or by them are shown nowhere, until `emptyForgotten` has taken
   * them away. What was not sent to an engine is cancelled, the rest is finished and deleted when it comes. Books, counters
   * and the limits that moderators set for them stay, and that they were taken off the list of moderators; on it they are no
   * more. So do the ids of channels, and of messages there, since what was posted is taken away by them.
   */
  forgetPerson(ask: { readonly userId: UserId; readonly actor: Actor; readonly nowMs: number }): Promise<Forgotten>;
  /** Takes away what is still there of forgotten people, at most `limit` requests or messages; false once nothing is left. */
  emptyForgotten(ask: { readonly limit: number; readonly nowMs: number }): Promise<boolean>;
  /**
   * What was taken away may still stand where the database keeps what was written last: takes it away there as well. False
   * when it has to wait for somebody who reads.
   */
  dropTraces(): Promise<boolean>;
  /** Takes away the marks that have ended, but of those about whom moderators have decided something. Returns how many. */
  dropMarks(nowMs: number): Promise<number>;
  /**
   * Takes away those who were seen first before then and of whom nothing is kept: no request, limit, message or decision.
   * Looks at so many people after the given one; `next` is where to go on, null at the end.
   */
  dropOnlookers(ask: {
    readonly seenBeforeMs: number;
    readonly after: UserId | null;
    readonly limit: number;
  }): Promise<{ readonly dropped: number; readonly next: UserId | null }>;
  /** Files that nothing needs any more, and that nobody writes any more by now; the oldest first. */
  filesToErase(ask: {
    readonly limit: number;
    readonly except: readonly string[];
    readonly nowMs: number;
  }): Promise<readonly string[]>;
  recordFileErased(key: string): Promise<void>;

  attempt(id: AttemptId): Promise<Attempt | null>;
  /** The attempt that goes by a provider's name of a task, at any of its engines; the newest where credentials differ. */
  attemptOfTask(of: { readonly provider: string; readonly taskId: string }): Promise<Attempt | null>;
  job(id: JobId): Promise<Job | null>;
  /** A clip, also a deleted one. */
  clip(id: ClipId): Promise<Clip | null>;
  request(id: RequestId): Promise<{ readonly request: Request; readonly jobs: readonly Job[] } | null>;
  /** What an inbound key led to; null when nothing was admitted under it. */
  requestByKey(inboundKey: string): Promise<{ readonly request: Request; readonly jobs: readonly Job[] } | null>;
  /** One job by its number in its tenant; `number` null means the user's newest. */
  findJob(where: {
    readonly tenantId: TenantId;
    readonly number: number | null;
    readonly userId: UserId | null;
  }): Promise<Job | null>;
  view(jobId: JobId, rules: AdmissionRules, nowMs: number): Promise<JobView | null>;
  story(jobId: JobId, rules: AdmissionRules, nowMs: number): Promise<JobStory | null>;
  /** Newest first. */
  list(filter: JobFilter, rules: AdmissionRules, nowMs: number): Promise<readonly JobView[]>;

  /** How many jobs there are that have not ended, by engine and state. */
  openJobCounts(): Promise<readonly { readonly engine: EngineId; readonly state: string; readonly jobs: number }[]>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  checkLedger(): Promise<LedgerReport>;
  close(): Promise<void>;
}
