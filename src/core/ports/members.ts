import type { Actor } from '../actor.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Block, Member, MemberNote } from '../member.ts';

/** For which prompt somebody got a strike. */
export type StrikeKind = 'blocklist' | 'judged' | 'engine';

export type Blocked = {
  /** False when it was so already. */
  readonly changed: boolean;
  readonly before: Block | null;
  readonly after: Block | null;
  /** What the member is called; null without a name. */
  readonly name: string | null;
};

/**
 * What is known of members, and decided about them beside their limits. A part of the store; `test/contracts/members.ts` holds
 * every implementation to this. Each call is one whole transaction.
 */
export interface Members {
  /** Remembers what a platform says of a member. What it does not say stays as it was. Writes nothing where nothing is new. */
  note(of: { readonly tenantId: TenantId; readonly userId: UserId; readonly note: MemberNote }): Promise<void>;
  /** Also of somebody of whom nothing is known yet. */
  of(of: { readonly tenantId: TenantId; readonly userId: UserId; readonly nowMs: number }): Promise<Member>;
  /**
   * Blocks a member, or lifts that (`block` null), together with its line in the audit log. Every admission after it is held to
   * it, of other processes too. What is on its way goes on.
   */
  block(ask: {
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly block: Pick<Block, 'untilMs'> | null;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
  }): Promise<Blocked>;
  /**
   * Notes that a prompt was not allowed, once for each `key`. Until when its person waits by that; null while they need not.
   * Operators and moderators get none: leave it out for them.
   */
  strike(ask: {
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly key: string;
    readonly kind: StrikeKind;
    readonly nowMs: number;
  }): Promise<number | null>;
}
