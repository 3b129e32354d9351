import type { EngineCapabilities, EngineId } from './engine.ts';
import type { Fundable, Funding } from './funding.ts';
import type { OpenGrant } from './grant.ts';
import type { JobId, TenantId, UserId } from './ids.ts';
import type { Unit } from './ledger.ts';
import type { Member, MemberNote } from './member.ts';
import type { SetLimit, SetLimits } from './policy.ts';
import type { Tenant } from './tenant.ts';
import type { UsageKey, UsageScope } from './usage.ts';
import type { WindowKind } from './window.ts';

/** Why nothing was admitted. The person is told which limit, when it frees up, and nothing was charged. */
export type AdmissionRefusal =
  | {
      readonly kind: 'limit';
      readonly scope: UsageScope['kind'];
      readonly unit: Unit;
      readonly window: WindowKind;
      readonly limit: number;
      readonly used: number;
      readonly asked: number;
      readonly freesAtMs: number;
      /** What the asker's grants would still pay, of the unit that is short; 0 without any. */
      readonly granted: number;
      /** The provider whose key it is about, where the scope is one. */
      readonly provider: string | null;
    }
  | { readonly kind: 'in_flight'; readonly limit: number; readonly running: number }
  | { readonly kind: 'rate'; readonly limit: number; readonly perMs: number; readonly freesAtMs: number }
  | { readonly kind: 'engine_hourly'; readonly engine: EngineId; readonly limit: number; readonly freesAtMs: number }
  | { readonly kind: 'tenant_not_allowed'; readonly engine: EngineId }
  | { readonly kind: 'disk_low' }
  /** Moderators take requests in these channels only. */
  | { readonly kind: 'channel_not_allowed'; readonly channels: readonly string[] }
  /** Moderators have stopped it for now, there or everywhere. */
  | { readonly kind: 'paused'; readonly isEverywhere: boolean }
  /** By a moderator; null: until they lift it. */
  | { readonly kind: 'blocked'; readonly untilMs: number | null }
  /** After several prompts that were not allowed. */
  | { readonly kind: 'cooling'; readonly untilMs: number }
  | { readonly kind: 'too_new'; readonly what: 'account' | 'member'; readonly untilMs: number }
  /** It costs more than may be asked for here without a moderator's yes. */
  | {
      readonly kind: 'over_price';
      readonly limitMicroUsd: number;
      readonly askedMicroUsd: number;
      /** What as many videos may cost now at most: that, or what the member's own limits leave; 0 where they leave too few. */
      readonly affordableMicroUsd: number;
    }
  /** They wait for a moderator's word already, about the video of this number. */
  | { readonly kind: 'ask_open'; readonly number: number };

/** What a request would draw at one engine. */
export type Draw = {
  readonly engine: Pick<EngineCapabilities, 'id' | 'playMoney' | 'videosPerHourMax'>;
  /** What each would cost. */
  readonly jobs: readonly Fundable[];
};

/** What a request would draw, before anything is written. */
export type AdmissionQuestion = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** Where it is asked: the channel, and the one that its thread belongs to where a thread is a channel of its own. */
  readonly channels: readonly string[];
  /** One for each engine; none where nothing has to be made. */
  readonly draws: readonly Draw[];
  /** The operator is held to the service's budget alone. */
  readonly asOperator: boolean;
  /** Whoever moderates waits neither for being new nor after prompts that were not allowed. */
  readonly asModerator: boolean;
  /** What their platform says of them now; null where it says nothing. */
  readonly member: MemberNote | null;
  readonly freeBytes: number;
  readonly nowMs: number;
};

/** How often something happened in the last while, and when the oldest of those was. */
export type Recent = { readonly count: number; readonly oldestAtMs: number };

/** What the store reads, in the same transaction that will write the hold. */
export type AdmissionFacts = {
  readonly tenant: Tenant;
  /** What moderators set for the member, their roles and the tenant. */
  readonly setLimits: SetLimits;
  /** What they set for all of the tenant together. */
  readonly budget: readonly SetLimit[];
  readonly member: Member;
  readonly grants: readonly OpenGrant[];
  readonly usage: (key: UsageKey) => number;
  /** What jobs on the way hold at a provider's engines, play money left out. Asked only where its key has a cap. */
  readonly heldAt: (provider: string) => number;
  readonly inFlight: number;
  readonly requestsInLastMinute: Recent;
  readonly engineVideosInLastHour: (engine: EngineId) => Recent;
  /** The number of a video of theirs in the tenant that waits for a moderator's yes; null for none. */
  readonly openAsk: number | null;
};

/** How a request comes in. */
export type AdmissionWay =
  | 'usual'
  /** It is to wait for a moderator's yes. */
  | 'ask'
  /** A moderator said yes: what does not fit is granted, but no budget is. */
  | 'approved';

export type AdmissionDecision =
  | {
      readonly kind: 'admit';
      readonly fundings: ReadonlyMap<JobId, Funding>;
    }
  /** Approved, and more than the member's own: these are paid by a grant made for them. */
  | { readonly kind: 'grant_first'; readonly videos: number }
  | { readonly kind: 'refuse'; readonly refusal: AdmissionRefusal };

/** What several draws come to together. */
export function sumOf(draws: readonly Draw[]): { readonly jobs: number; readonly quoteMicroUsd: number } {
  const jobs = draws.flatMap((draw) => draw.jobs);
  return { jobs: jobs.length, quoteMicroUsd: jobs.reduce((sum, { quoteMicroUsd }) => sum + quoteMicroUsd, 0) };
}
