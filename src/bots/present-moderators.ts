import type { Moderator } from '../core/ports/moderators.ts';
import type { SetModeratorResult } from '../core/usecases/set-moderator.ts';
import { partsOf } from './messages/text.ts';
import { presentNotAllowed } from './present-admin.ts';
import { type Showing, spoken, type View } from './view.ts';

export function presentModerators(moderators: readonly Moderator[], { words }: Showing): View {
  const { heading, none, one, howToChange } = words.moderators;
  const lines = moderators.length === 0 ? [partsOf(none())] : moderators.map(one);
  return spoken(partsOf(heading()), [...lines, howToChange()], 'note');
}

/** What became of the wish that somebody moderates, or does not. */
export function presentModeratorSet(result: SetModeratorResult, isWanted: boolean, showing: Showing): View {
  const { moderators } = showing.words;
  switch (result.kind) {
    case 'not_allowed':
      return presentNotAllowed(showing);
    case 'yourself':
      return spoken(partsOf(moderators.notYourself()), [partsOf(moderators.askAnother())], 'bad');
    case 'last_one':
      return spoken(moderators.lastOne(result.person), [partsOf(moderators.addAnotherFirst())], 'bad');
    case 'decided': {
      const { person, before, changed } = result;
      if (!changed) {
        return spoken(isWanted ? moderators.isOneAlready(person) : moderators.isNoneAlready(person), [], 'note');
      }
      if (isWanted) return spoken(moderators.added(person), [partsOf(moderators.whatTheyMay())], 'good');
      const title = before === null ? moderators.keptOff(person) : moderators.removed(person);
      return spoken(title, [partsOf(moderators.staysOff())], 'good');
    }
  }
}

export function presentNoModeratorList({ words }: Showing): View {
  const { notKeptHere, platformDecides } = words.moderators;
  return spoken(partsOf(notKeptHere()), [partsOf(platformDecides())], 'note');
}
