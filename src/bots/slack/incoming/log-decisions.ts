import type { AuditLine } from '../../../core/audit.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { say, untrusted } from '../../messages/text.ts';
import { type PostDecision, tellDecisions } from '../../tell-decisions.ts';
import { spoken } from '../../view.ts';
import { drawSaid } from '../draw/draft.ts';
import { uncalled } from '../draw/uncalled.ts';
import { joining } from '../outgoing/joining.ts';
import { externalIdOf, slackPlatform, tenantOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import { readable } from './readable.ts';
import { localeHere } from './who-asks.ts';

/** What a moderator has decided with this event, for the log channel of their workspace. It calls nobody. */
export async function tellDecisionsOf(
  { teamId, userId, userName }: Came,
  sinceMs: number,
  workspace: Workspace,
  deps: Incoming,
): Promise<void> {
  const { api } = workspace;
  const post: PostDecision = async (channelId, line, signal) => {
    const at = { channelId, thread: null };
    const draft = drawSaid(uncalled(viewOf(line, userName ?? userId), await deps.groups.names(workspace)));
    const posted = await joining(api, channelId, () => api.postMessage(at, draft, signal), signal);
    return posted.kind === 'done' ? null : posted.detail;
  };
  // Whoever decided something as a moderator is known as one by now.
  if ((await deps.roleOf({ teamId, userId }, { mayAsk: false })) !== 'moderator') return;
  const externalId = externalIdOf(teamId, userId);
  await tellDecisions({ tenantId: tenantOf(teamId), platform: slackPlatform, externalId, sinceMs }, post, deps);
}

function viewOf({ about, actorName, ...line }: AuditLine, name: string) {
  const { admin } = catalogueFor(localeHere);
  const decision = admin.decision({ ...line, aboutName: about?.name ?? null });
  return readable(spoken([], [say`${untrusted(actorName ?? name)} · ${decision}`], 'note'));
}
