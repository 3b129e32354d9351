import { catalogueFor } from '../bots/messages/catalogue.ts';
import { personNameOf } from '../bots/grammar/person.ts';
import { isId, type TenantId, type UserId } from '../core/ids.ts';
import type { FoundUser, Store } from '../core/ports/store.ts';

const { operator } = catalogueFor('en');

export type FoundMember =
  | { readonly kind: 'member'; readonly userId: UserId; readonly name: string | null }
  | { readonly kind: 'wrong'; readonly why: string };

/** The person that was typed: a name, the platform's own id, or ours. Where no tenant is named, of any. */
export async function findMember(
  store: Pick<Store, 'findUser' | 'tenants'>,
  tenantId: TenantId | null,
  text: string,
): Promise<FoundMember> {
  if (isId('user', text)) return { kind: 'member', userId: text, name: null };
  const meant = personNameOf({ kind: 'person', raw: text });
  const platforms = new Set((await store.tenants({ platform: null })).map(({ id }) => platformOf(id)));
  const found = new Map<UserId, FoundUser>();
  for (const platform of tenantId === null ? platforms : [platformOf(tenantId)]) {
    const within = tenantId === platform ? null : tenantId;
    for (const kind of new Set([meant.kind, 'externalId'] as const)) {
      const people = await store.findUser({ platform, tenantId: within, by: { kind, text: meant.text } });
      for (const person of people) found.set(person.userId, person);
    }
  }
  const [only, ...others] = found.values();
  if (!only) return { kind: 'wrong', why: operator.nobody(text, tenantId) };
  if (others.length > 0)
    return {
      kind: 'wrong',
      why: operator.severalPeople(
        text,
        [only, ...others].map(({ userId }) => userId),
      ),
    };
  return { kind: 'member', userId: only.userId, name: only.name };
}

function platformOf(tenantId: TenantId): string {
  return tenantId.split(':')[0] ?? tenantId;
}
