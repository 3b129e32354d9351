import type { Role } from '../../core/role.ts';
import type { UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Clock, Ids } from '../../core/ports/world.ts';
import type { Person } from '../../core/usecases/request.ts';
import { consolePlatform } from './channels.ts';

/** Somebody who uses the console. `who` is what a session says. */
export type ConsolePerson = { readonly who: string; readonly name: string; readonly role: Role };

const operator: ConsolePerson = { who: 'operator', name: 'Operator', role: 'operator' };

const played: readonly [ConsolePerson, ...ConsolePerson[]] = [
  { who: 'ada', name: 'Ada', role: 'member' },
  { who: 'bo', name: 'Bo', role: 'member' },
  { who: 'mo', name: 'Mo', role: 'moderator' },
];

/** Who there can be: the operator alone once something is real, else people to act as. The first is who one starts as. */
export function peopleOf(isPlay: boolean): readonly [ConsolePerson, ...ConsolePerson[]] {
  return isPlay ? played : [operator];
}

export function personOf({ who, name }: ConsolePerson): Person {
  return { platform: consolePlatform, externalId: who, name };
}

/** Looks a person's user up once. What could not be looked up is tried again the next time. */
export function createUsers({
  store,
  ids,
  clock,
}: {
  readonly store: Pick<Store, 'identify'>;
  readonly ids: Ids;
  readonly clock: Clock;
}): (person: ConsolePerson) => Promise<UserId> {
  const known = new Map<string, UserId>();
  return async (person) => {
    const earlier = known.get(person.who);
    if (earlier !== undefined) return earlier;
    const found = await store.identify({ ...personOf(person), newId: ids.next('user'), nowMs: clock.nowMs() });
    known.set(person.who, found);
    return found;
  };
}
