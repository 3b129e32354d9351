import type { Forgotten, PersonalData } from '../forgetting.ts';
import { markedUntilMs } from '../forgetting.ts';
import type { UserId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By } from '../role.ts';

/** What would be forgotten of whoever asks, and until when they would still be known by a mark. Changes nothing. */
export async function findForgettable(
  { userId }: { readonly userId: UserId },
  { store, clock }: { readonly store: Pick<Store, 'personalData'>; readonly clock: Clock },
): Promise<PersonalData & Pick<Forgotten, 'markedUntilMs'>> {
  return { ...(await store.personalData(userId)), markedUntilMs: markedUntilMs(clock.nowMs()) };
}

/**
 * Forgets whoever asks for it, in every tenant of their platform. What was posted goes away a moment later. It cannot be
 * undone; asking twice is the same as asking once.
 */
export function forgetPerson(
  by: By,
  { store, clock }: { readonly store: Pick<Store, 'forgetPerson'>; readonly clock: Clock },
): Promise<Forgotten> {
  return store.forgetPerson({ userId: by.userId, actor: actorOfRole(by), nowMs: clock.nowMs() });
}
