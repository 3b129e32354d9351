import type { Actor } from '../actor.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Job } from '../job.ts';
import type { Store } from '../ports/store.ts';

/** Which clip is meant: a number in a tenant, or the person's newest. */
export type JobChoice = { readonly tenantId: TenantId; readonly number: number | null };

export type NoAccess = { readonly kind: 'not_found' } | { readonly kind: 'not_yours' };

/** Whether this actor may act on somebody's job. Decided from the stored job, never from what a button says. */
export function mayActOn(actor: Actor, ownerId: UserId): boolean {
  switch (actor.kind) {
    case 'user':
      return actor.userId === ownerId;
    case 'operator':
    case 'system':
      return true;
    case 'webhook':
      return false;
  }
}

/** The chosen job, if the actor may act on it. */
export async function findOwnJob(
  choice: JobChoice,
  actor: Actor,
  store: Store,
): Promise<{ readonly kind: 'found'; readonly job: Job } | NoAccess> {
  const userId = choice.number === null && actor.kind === 'user' ? actor.userId : null;
  const job = await store.findJob({ ...choice, userId });
  if (!job) return { kind: 'not_found' };
  return mayActOn(actor, job.userId) ? { kind: 'found', job } : { kind: 'not_yours' };
}
