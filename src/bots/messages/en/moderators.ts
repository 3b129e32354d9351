import type { Moderator } from '../../../core/ports/moderators.ts';
import { code, person, say, type Text } from '../text.ts';

type Person = Pick<Moderator, 'name' | 'externalId'>;

/** Who is meant, in a sentence. */
function called({ name, externalId }: Person): Text {
  return [person(name ?? 'somebody', externalId)];
}

export function heading(): string {
  return 'Who moderates here';
}

export function one(moderator: Person): Text {
  return called(moderator);
}

export function none(): string {
  return 'Nobody yet. Owners and admins of the workspace are put on the list as soon as they need to be.';
}

/** Beneath the list. */
export function howToChange(): Text {
  return say`${code('/video-admin moderators add @Ada')} puts somebody on the list, ${code('/video-admin moderators remove @Ada')} takes them off.`;
}

export function added(who: Person): Text {
  return say`${called(who)} may moderate here from now on`;
}

export function whatTheyMay(): string {
  return 'They see, stop and remove videos that are not private, set quotas, and decide who else moderates.';
}

export function isOneAlready(who: Person): Text {
  return say`${called(who)} moderates here already, so nothing changed`;
}

export function removed(who: Person): Text {
  return say`${called(who)} may no longer moderate here`;
}

/** Of somebody who was never on the list. */
export function keptOff(who: Person): Text {
  return say`${called(who)} did not moderate here, and will not`;
}

export function staysOff(): string {
  return 'It stays so, also for owners and admins of the workspace, until a moderator adds them.';
}

export function isNoneAlready(who: Person): Text {
  return say`${called(who)} does not moderate here, so nothing changed`;
}

export function notYourself(): string {
  return 'You cannot take yourself off the list';
}

export function askAnother(): string {
  return 'So that somebody is always left who can undo it, another moderator has to do that.';
}

export function lastOne(who: Person): Text {
  return say`${called(who)} is the last moderator here and stays one`;
}

export function addAnotherFirst(): string {
  return 'Add another one first.';
}

/** Where the platform itself says who moderates. */
export function notKeptHere(): string {
  return 'There is no list of moderators here';
}

export function platformDecides(): string {
  return 'Whoever has the rights of a moderator on this platform is one here, too.';
}
