import type { HomeView, KnownBlock } from '@slack/types';
import type { Store } from '../../../core/ports/store.ts';
import type { Ids } from '../../../core/ports/world.ts';
import { createTurns } from '../../in-turn.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { type Showing, spoken, type View } from '../../view.ts';
import { whyFailed } from '../../why-failed.ts';
import { askMsMax, askSlack } from '../incoming/ask-slack.ts';
import type { Came } from '../incoming/came.ts';
import type { Incoming } from '../incoming/deps.ts';
import { draftOf, tell } from '../incoming/tell.ts';
import { localeHere, roleOf } from '../incoming/who-asks.ts';
import { externalIdOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import { drawHome, drawTrouble } from './draw-home.ts';
import { gatherHome } from './gather.ts';
import { whatIsMissing } from './what-is-missing.ts';

export type HomeDeps = {
  readonly store: Store;
  readonly ids: Ids;
  readonly offers: NonNullable<Showing['offers']>;
};

const markBytes = 4;

/** `note`: what became of what they did there, above everything else; null where it was only opened. */
export type ShowHome = (came: Came, workspace: Workspace, note: View | null) => Promise<void>;

/** Publishes somebody's home as it is now. The last that is asked for is what they see. Never rejects. */
export function createShowHome(own: HomeDeps, incoming: Incoming): ShowHome {
  const inTurn = createTurns();
  const { clock, log, random, rules } = incoming;

  async function draw(came: Came, workspace: Workspace, note: View | null): Promise<HomeView> {
    const showing: Showing = {
      words: catalogueFor(localeHere),
      nowMs: clock.nowMs(),
      offers: own.offers,
      engines: incoming.engines,
    };
    const noteOf = (view: View | null): readonly KnownBlock[] =>
      view ? draftOf(view, { came, workspace, inPlace: false, belongsAt: null }, incoming).blocks : [];
    try {
      const shown = await gatherHome(came, { ...own, clock, rules, roleOf: () => roleOf(came, true, incoming) });
      const mark = random.secretHex(markBytes);
      const missing = shown.moderating ? await whatIsMissing(shown.moderating, workspace, incoming) : [];
      return drawHome({ shown, missing, note: noteOf(note), mark }, showing);
    } catch (error) {
      log.error('the home of somebody on Slack could not be put together', error);
      const why = spoken(whyFailed(error, showing.words, showing.nowMs), [], 'bad');
      return drawTrouble([...noteOf(note), ...noteOf(why)], showing);
    }
  }

  return async (came, workspace, note) =>
    inTurn(externalIdOf(came.teamId, came.userId), async () => {
      const view = await draw(came, workspace, note);
      const publish = (signal: AbortSignal) => workspace.api.publishView(came.userId, view, signal);
      const published = await askSlack(askMsMax.answer, publish, clock);
      if (published.kind === 'done') return;
      log.warn('the home of somebody on Slack could not be shown', { why: published.detail, kind: published.kind });
      if (note) await tell(note, { came, workspace, inPlace: false, belongsAt: null }, incoming);
    });
}
