import type { UserId } from '../core/ids.ts';
import { StoreUnavailable } from '../core/ports/store.ts';
import { createOffers } from '../core/offers.ts';
import type { Standing } from '../core/usecases/access.ts';
import type { RequestDeps, RequestInput } from '../core/usecases/request.ts';
import type { Asker } from './asker.ts';
import { catalogueFor } from './messages/catalogue.ts';
import { type Showing, spoken, type View } from './view.ts';
import { whyFailed } from './why-failed.ts';

/** An asker as the core knows them. */
export type Known = { readonly userId: UserId; readonly who: Standing };

export function showingFor(
  asker: Asker,
  { clock, engines, media }: Pick<RequestDeps, 'clock' | 'engines' | 'media'>,
): Showing {
  return { words: catalogueFor(asker.locale), nowMs: clock.nowMs(), offers: createOffers(engines, media), engines };
}

/** Notes the person, and puts their role and place into the terms of the use cases. */
export async function knownAs(
  { person, role, destination }: Asker,
  { store, clock, ids }: Pick<RequestDeps, 'store' | 'clock' | 'ids'>,
): Promise<Known> {
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs: clock.nowMs() });
  const at = destination;
  switch (role) {
    case 'member':
      return { userId, who: { actor: { kind: 'user', userId }, at } };
    case 'moderator':
      return { userId, who: { actor: { kind: 'user', userId }, moderates: at.tenantId, at } };
    case 'operator':
      return { userId, who: { actor: { kind: 'operator' }, self: userId, at } };
  }
}

export function requestOf(asker: Asker): Omit<RequestInput, 'asks'> {
  const { inboundKey, person, role, destination, locale, answersWithStatus = false, parentChannel = null } = asker;
  const { member = null, isAdultPlace = false, asksModerator = null } = asker;
  const as = role === 'operator' ? 'operator' : 'user';
  const isModerator = role === 'moderator';
  const there = { destination, parentChannel, isAdultPlace };
  return { inboundKey, person, as, isModerator, member, ...there, locale, answersWithStatus, asksModerator };
}

/** Whatever goes wrong is told in words, and logged once, without what was typed. */
export async function inWords<T>(
  asker: Asker,
  deps: Pick<RequestDeps, 'clock' | 'engines' | 'media' | 'log'>,
  attempt: () => Promise<T>,
): Promise<T | { readonly kind: 'said'; readonly view: View }> {
  try {
    return await attempt();
  } catch (error) {
    const { words } = showingFor(asker, deps);
    if (error instanceof StoreUnavailable) {
      deps.log.error('a command was refused because the store cannot be reached', error);
    } else {
      deps.log.error('a command failed', error, { platform: asker.destination.platform, inboundKey: asker.inboundKey });
    }
    return { kind: 'said', view: spoken(whyFailed(error, words, deps.clock.nowMs()), [], 'bad') };
  }
}
