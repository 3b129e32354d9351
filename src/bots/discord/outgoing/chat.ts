import type { ClipId } from '../../../core/ids.ts';
import type { Chat } from '../../../core/ports/chat.ts';
import type { Clock, Log } from '../../../core/ports/world.ts';
import type { JobView } from '../../../core/request.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { Showing } from '../../view.ts';
import type { DiscordApi } from './api.ts';
import { createDeliver } from './deliver.ts';
import { createInputs } from './inputs.ts';
import { discordLimits } from './limits.ts';
import type { OpenAnswers } from '../open-answers.ts';
import { discordPlatform } from '../places.ts';
import type { RestSettings } from '../rest-settings.ts';
import { createRetract } from './retract.ts';
import { createShowApproval } from './show-approval.ts';
import { createShowStatus } from './show-status.ts';
import { createTargets } from './target.ts';
import { createTellUndelivered } from './tell-undelivered.ts';

type Deps = {
  readonly api: DiscordApi;
  readonly settings: Pick<RestSettings, 'apiUrl'>;
  readonly openAnswers: OpenAnswers;
  readonly clock: Clock;
  readonly log: Log;
  readonly offers: NonNullable<Showing['offers']>;
  readonly engines: NonNullable<Showing['engines']>;
  /** The whole address under which anybody can watch a clip; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
  /** Whether we may read back what is in a channel; null where that is not known. */
  readonly mayReadBack: (channelId: string) => boolean | null;
};

/** Discord as a chat: everything that goes out on our own account, whenever that is. */
export function createDiscordChat({
  api,
  settings,
  openAnswers,
  clock,
  log,
  offers,
  engines,
  clipUrl,
  mayReadBack,
}: Deps): Chat {
  const targets = createTargets(api);
  const showing = ({ request }: Pick<JobView, 'request'>): Showing => ({
    words: catalogueFor(request.locale),
    nowMs: clock.nowMs(),
    offers,
    engines,
  });
  return {
    platform: discordPlatform,
    limits: () => discordLimits,
    showStatus: createShowStatus({ api, targets, openAnswers, clock, showing }),
    showApproval: createShowApproval({ api, clock, log, showing }),
    deliver: createDeliver({ api, targets, clock, showing, clipUrl, mayReadBack }),
    tellUndelivered: createTellUndelivered({ api, targets, openAnswers, showing }),
    retract: createRetract({ api, clock }),
    openInput: createInputs({ api, settings }),
  };
}
