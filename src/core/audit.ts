import type { Actor } from './actor.ts';
import type { UserId } from './ids.ts';
import type { Unit } from './ledger.ts';
import type { Block } from './member.ts';
import type { PolicySubject, SetLimit } from './policy.ts';
import type { NamedUser } from './quota.ts';
import type { TenantBudget } from './tenant.ts';
import type { TenantSettings } from './tenant-settings.ts';
import type { TimeZone } from './window.ts';

/** What was decided. Of what is not known here, only its name is told. */
export type AuditedChange =
  | {
      readonly kind: 'quota';
      readonly subject: PolicySubject;
      readonly before: readonly SetLimit[];
      readonly after: readonly SetLimit[];
    }
  | { readonly kind: 'tenant_budget'; readonly before: TenantBudget | null; readonly after: TenantBudget | null }
  | {
      readonly kind: 'settings';
      readonly before: TenantSettings;
      readonly after: TenantSettings;
      /** Both null where the zone stayed as it was. */
      readonly zoneBefore: TimeZone | null;
      readonly zoneAfter: TimeZone | null;
    }
  | { readonly kind: 'moderator'; readonly isModerator: boolean }
  | { readonly kind: 'clip_deleted'; readonly number: number | null }
  | {
      readonly kind: 'grant';
      readonly userId: UserId;
      readonly unit: Unit;
      readonly amount: number;
      readonly expiresAtMs: number | null;
    }
  | { readonly kind: 'reset'; readonly userId: UserId }
  | { readonly kind: 'block'; readonly userId: UserId; readonly before: Block | null; readonly after: Block | null }
  | {
      readonly kind: 'approval';
      readonly number: number | null;
      readonly verdict: 'approved' | 'denied';
      readonly grantedMicroUsd: number | null;
    }
  | { readonly kind: 'cool_down'; readonly userId: UserId; readonly untilMs: number }
  | { readonly kind: 'other'; readonly what: string };

/** One line of the audit log: who decided what, and why. Append-only. */
export type AuditLine = {
  readonly atMs: number;
  readonly actor: Actor;
  /** Of the actor, where it is a person who has one. */
  readonly actorName: string | null;
  /** Whom it is about; null where it is about no single person. */
  readonly about: NamedUser | null;
  readonly change: AuditedChange;
  readonly reason: string | null;
};
