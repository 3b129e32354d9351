import type { TenantId, UserId } from './ids.ts';
import { DAY, HOUR } from './time.ts';

/** What a platform says about a member when they ask for something; null where it does not say. */
export type MemberNote = {
  /** The roles or groups that they have, by the platform's own ids. */
  readonly roles: readonly string[] | null;
  readonly joinedAtMs: number | null;
  /** When their account was made. */
  readonly accountMadeAtMs: number | null;
};

/** Null `untilMs`: until somebody lifts it. */
export type Block = { readonly sinceMs: number; readonly untilMs: number | null };

/** Member: a user in a tenant, as its platform last said and as its moderators decided. */
export type Member = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly roles: readonly string[];
  readonly joinedAtMs: number | null;
  readonly accountMadeAtMs: number | null;
  readonly block: Block | null;
  /** After several prompts that were not allowed. */
  readonly coolsUntilMs: number | null;
};

export function isBlocked({ block }: Pick<Member, 'block'>, nowMs: number): boolean {
  return block !== null && (block.untilMs === null || block.untilMs > nowMs);
}

/** A strike for each prompt that was not allowed; so many in so long, and its person waits for a while. */
export const strikeDefaults = { max: 3, withinMs: HOUR, coolMs: HOUR } as const;

/** Until when somebody waits after these strikes; null while they need not. `strikesAtMs`: in any order. */
export function coolsUntilMs(strikesAtMs: readonly number[], nowMs: number): number | null {
  const { max, withinMs, coolMs } = strikeDefaults;
  const times = strikesAtMs.toSorted((a, b) => a - b);
  const ends = times.flatMap((atMs, index) => {
    const first = times[index - max + 1];
    return first !== undefined && atMs - first < withinMs ? [atMs + coolMs] : [];
  });
  const until = Math.max(0, ...ends);
  return until > nowMs ? until : null;
}

/** How long whoever is new waits, unless moderators have set something for them. */
export const waitDefaults = { accountMs: 7 * DAY, memberMs: 24 * HOUR } as const;
