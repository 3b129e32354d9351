import type { Store } from '../../../core/ports/store.ts';
import type { View } from '../../view.ts';
import { drawSaid } from '../draw/draft.ts';
import type { SlackWorkspaces } from '../install/workspaces.ts';
import { slackPlatform, teamIdOf } from '../places.ts';
import { joining } from './joining.ts';

type Deps = {
  readonly workspaces: Pick<SlackWorkspaces, 'of' | 'ownTeamId'>;
  readonly store: Pick<Store, 'tenants'>;
};

/** Posts to the operator into the channel, which is in our own workspace, or else in one of those that have installed us. */
export function createTellOperator({ workspaces, store }: Deps) {
  return async (channelId: string, view: View, signal: AbortSignal): Promise<void> => {
    const own = workspaces.ownTeamId();
    const teams =
      own === null ? (await store.tenants({ platform: slackPlatform })).map(({ id }) => teamIdOf(id)) : [own];
    const failures: string[] = [];
    for (const teamId of teams) {
      const found = teamId === null ? null : await workspaces.of(teamId);
      if (found?.kind !== 'workspace') continue;
      const { api } = found.workspace;
      const at = { channelId, thread: null };
      const posted = await joining(api, channelId, () => api.postMessage(at, drawSaid(view), signal), signal);
      if (posted.kind === 'done') return;
      failures.push(posted.detail);
    }
    throw new Error(
      `expected a workspace with the channel of ALERT_TO, got ${failures.join('; ') || 'none that is installed'}`,
    );
  };
}
