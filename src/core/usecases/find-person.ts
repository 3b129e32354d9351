import type { TenantId, UserId } from '../ids.ts';
import type { FoundUser, Store } from '../ports/store.ts';
import type { Clock, Ids } from '../ports/world.ts';

/** How somebody is named: by what people call them, or by the platform's own id, as its mentions hold it. */
export type PersonName = { readonly kind: 'name' | 'externalId'; readonly text: string };

export type FindPersonResult =
  | { readonly kind: 'person'; readonly userId: UserId }
  | { readonly kind: 'nobody' }
  /** Several have that name; their ids tell them apart. */
  | { readonly kind: 'several'; readonly people: readonly FoundUser[] };

/**
 * The person that is meant. Where a platform has many tenants, a name finds only those who asked for something in
 * this one; whom the platform itself mentions is taken at its word, also when they never asked for anything.
 */
export async function findPerson(
  ask: { readonly platform: string; readonly tenantId: TenantId; readonly by: PersonName },
  {
    store,
    clock,
    ids,
  }: { readonly store: Pick<Store, 'findUser' | 'identify'>; readonly clock: Clock; readonly ids: Ids },
): Promise<FindPersonResult> {
  const { platform, tenantId, by } = ask;
  const isOnlyTenant = tenantId === platform;
  if (by.kind === 'externalId' && !isOnlyTenant) {
    const who = { platform, externalId: by.text, name: null, newId: ids.next('user'), nowMs: clock.nowMs() };
    return { kind: 'person', userId: await store.identify({ ...who, isMentioned: true }) };
  }
  const people = await store.findUser({ platform, tenantId: isOnlyTenant ? null : tenantId, by });
  const [only, ...others] = people;
  if (!only) return { kind: 'nobody' };
  return others.length === 0 ? { kind: 'person', userId: only.userId } : { kind: 'several', people };
}
