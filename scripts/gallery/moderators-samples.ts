import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { Moderator } from '../../src/core/ports/moderators.ts';
import { idOf } from './sample-views.ts';

const ada: Moderator = { userId: idOf('user'), name: 'Ada', externalId: 'T1:U1' };
export const bo: Moderator = { userId: idOf('user'), name: 'Bo <!channel>', externalId: 'T1:U2' };
const nameless: Moderator = { userId: idOf('user'), name: null, externalId: 'T1:U3' };

export const sampleModerators = [ada, bo, nameless];

/** Samples of the words about who moderates. */
export function moderatorsSamples({ moderators }: Catalogue) {
  return {
    heading: [moderators.heading()],
    one: [moderators.one(ada), moderators.one(bo), moderators.one(nameless)],
    none: [moderators.none()],
    howToChange: [moderators.howToChange()],
    added: [moderators.added(bo)],
    whatTheyMay: [moderators.whatTheyMay()],
    isOneAlready: [moderators.isOneAlready(bo)],
    removed: [moderators.removed(bo)],
    keptOff: [moderators.keptOff(bo)],
    staysOff: [moderators.staysOff()],
    isNoneAlready: [moderators.isNoneAlready(bo)],
    notYourself: [moderators.notYourself()],
    askAnother: [moderators.askAnother()],
    lastOne: [moderators.lastOne(ada)],
    addAnotherFirst: [moderators.addAnotherFirst()],
    notKeptHere: [moderators.notKeptHere()],
    platformDecides: [moderators.platformDecides()],
  } as const;
}
