import type { ClipId } from '../../../core/ids.ts';
import type { Chat } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { JobView } from '../../../core/request.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { Showing } from '../../view.ts';
import { slackPlatform } from '../places.ts';
import type { Workspaces } from '../workspace.ts';
import { createDeliver } from './deliver.ts';
import { createInputs } from './inputs.ts';
import { slackLimits } from './limits.ts';
import { createRetract } from './retract.ts';
import { createShowApproval } from './show-approval.ts';
import { createShowStatus } from './show-status.ts';
import { createStatusMemory } from './status-memory.ts';
import { createStatusPace } from './status-pace.ts';
import { createTargets } from './target.ts';
import { createTellUndelivered } from './tell-undelivered.ts';

export type SlackChatDeps = {
  readonly workspaces: Workspaces;
  readonly clock: Clock;
  readonly offers: NonNullable<Showing['offers']>;
  readonly engines: NonNullable<Showing['engines']>;
  /** The whole address under which anybody can watch a clip; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
};

/** Slack as a chat: everything that goes out on our own account, whenever that is. */
export function createSlackChat({ workspaces, clock, offers, engines, clipUrl }: SlackChatDeps): Chat {
  const targets = createTargets(workspaces);
  const memory = createStatusMemory();
  const pace = createStatusPace(clock);
  const showing = ({ request }: JobView): Showing => ({
    words: catalogueFor(request.locale),
    nowMs: clock.nowMs(),
    offers,
    engines,
  });
  return {
    platform: slackPlatform,
    limits: ({ tenantId }) => ({ ...slackLimits, statusEveryMs: pace.everyMs(tenantId) }),
    showStatus: createShowStatus({ targets, clock, memory, pace, showing, clipUrl }),
    showApproval: createShowApproval({
      targets,
      showing: ({ request: { locale } }) => ({ words: catalogueFor(locale), nowMs: clock.nowMs(), offers, engines }),
    }),
    deliver: createDeliver({ targets, clock, memory, showing, clipUrl }),
    tellUndelivered: createTellUndelivered({ targets, showing }),
    retract: createRetract({ targets, clock }),
    openInput: createInputs({ workspaces }),
  };
}
