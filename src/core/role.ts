import type { Actor } from './actor.ts';
import type { TenantId, UserId } from './ids.ts';

/** What somebody may do where they ask, by the word of their platform at that moment. */
export type Role = 'member' | 'moderator' | 'operator';

/** Who asks for something that needs a role, and the tenant in which they have it. */
export type By = { readonly userId: UserId; readonly role: Role; readonly tenantId: TenantId };

export type NotAllowed = { readonly kind: 'not_allowed' };

/** Moderators decide in their own tenant, the operator everywhere. */
export function mayModerate(by: By, tenantId: TenantId): boolean {
  switch (by.role) {
    case 'member':
      return false;
    case 'moderator':
      return by.tenantId === tenantId;
    case 'operator':
      return true;
  }
}

/** Whose word a decision is, as it is written down. */
export function actorOfRole({ role, userId }: By): Actor {
  return role === 'operator' ? { kind: 'operator' } : { kind: 'user', userId };
}
