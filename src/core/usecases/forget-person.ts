import type { Forgotten, PersonalData } from '../forgetting.ts';
import { markedUntilMs } from '../forgetting.ts';
import type { UserId } from '../ids.ts';
import { type Store, StoreUnavailable } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By } from '../role.ts';

/** What would be forgotten of whoever asks, and until when they would still be known by a mark. Changes nothing. */
export async function findForgettable(
  { userId }: { readonly userId: UserId },
  { store, clock }: { readonly store: Pick<Store, 'personalData'>; readonly clock: Clock },
): Promise<PersonalData & Pick<Forgotten, 'markedUntilMs'>> {
  return { ...(await store.personalData(userId)), markedUntilMs: markedUntilMs(clock.nowMs()) };
}

/** So many at a time, so that others have their turns in between. */
const atOnceMax = 50;

/**
 * Forgets whoever asks for it, in every tenant of their platform. What was posted goes away a moment later. It cannot be
 * undone; asking twice is the same as asking once.
 */
export async function forgetPerson(
  by: By,
  {
    store,
    clock,
  }: { readonly store: Pick<Store, 'forgetPerson' | 'emptyForgotten' | 'dropTraces'>; readonly clock: Clock },
): Promise<Forgotten> {
  const forgotten = await store.forgetPerson({ userId: by.userId, actor: actorOfRole(by), nowMs: clock.nowMs() });
  try {
    while (await store.emptyForgotten({ limit: atOnceMax, nowMs: clock.nowMs() }));
    await store.dropTraces();
  } catch (error) {
    // They are forgotten; what is left to be taken away is shown nowhere, and a worker goes on with it.
    if (!(error instanceof StoreUnavailable)) throw error;
  }
  return forgotten;
}
