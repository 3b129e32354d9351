import type { Destination } from '../../../core/destination.ts';
import type { JobView } from '../../../core/request.ts';
import { createRecent } from '../../recent.ts';
import { isChannelId, isTs, personOf, type PostAt, teamIdOf } from '../places.ts';
import type { Workspaces } from '../workspace.ts';
import type { ApiProblem } from './api-error.ts';
import type { SlackApi } from './api.ts';

/** What can be asked in the workspace of a tenant. */
export type Installed =
  | { readonly kind: 'installed'; readonly api: SlackApi }
  /** We are not installed there, or not any more. */
  | { readonly kind: 'uninstalled' }
  | ApiProblem;

/** Where something about a job is shown. */
export type Target =
  | { readonly kind: 'place'; readonly api: SlackApi; readonly at: PostAt }
  /** This person takes no direct messages of ours, or is no longer known. */
  | { readonly kind: 'closed' }
  | Exclude<Installed, { kind: 'installed' }>;

export type Targets = {
  workspaceOf(destination: Pick<Destination, 'tenantId'>): Promise<Installed>;
  /** Its destination; for a private request the direct messages with whoever asked. */
  of(view: JobView, destination: Destination, signal: AbortSignal): Promise<Target>;
  /** The direct messages with whoever asked. */
  directTo(view: JobView, signal: AbortSignal): Promise<Target>;
};

export function createTargets(workspaces: Workspaces): Targets {
  /** By workspace and person. */
  const opened = createRecent<string>();

  async function workspaceOf({ tenantId }: Pick<Destination, 'tenantId'>): Promise<Installed> {
    const teamId = teamIdOf(tenantId);
    if (teamId === null) return nowhere('the destination names no workspace of Slack');
    const found = await workspaces.of(teamId);
    switch (found.kind) {
      case 'workspace':
        return { kind: 'installed', api: found.workspace.api };
      case 'none':
        return { kind: 'uninstalled' };
      case 'unknown':
        return { kind: 'not_done', detail: found.detail, code: null };
    }
  }

  async function directTo(view: JobView, signal: AbortSignal): Promise<Target> {
    const { destination } = view.request;
    const installed = await workspaceOf(destination);
    if (installed.kind !== 'installed') return installed;
    const { api } = installed;
    const person = personOf(view);
    if (person === null) return { kind: 'closed' };
    const name = `${destination.tenantId}/${person.userId}`;
    const known = opened.get(name);
    const answer = known === null ? await api.openDm(person.userId, signal) : ({ kind: 'done', value: known } as const);
    if (answer.kind === 'gone' || answer.kind === 'not_allowed') return { kind: 'closed' };
    // Opened is not posted: trying again is harmless.
    if (answer.kind !== 'done') return answer.kind === 'ambiguous' ? { ...answer, kind: 'not_done' } : answer;
    opened.keep(name, answer.value);
    const thread = answer.value === destination.channel ? threadOf(destination) : null;
    return { kind: 'place', api, at: { channelId: answer.value, thread } };
  }

  return {
    workspaceOf,
    directTo,
    of: async (view, destination, signal) => {
      if (view.request.visibility === 'private') return directTo(view, signal);
      const installed = await workspaceOf(destination);
      if (installed.kind !== 'installed') return installed;
      const { channel } = destination;
      if (!isChannelId(channel)) return nowhere('the destination names no channel of Slack');
      return { kind: 'place', api: installed.api, at: { channelId: channel, thread: threadOf(destination) } };
    },
  };
}

function threadOf({ thread }: Destination): string | null {
  return thread !== null && isTs(thread) ? thread : null;
}

function nowhere(detail: string): ApiProblem {
  return { kind: 'gone', detail, code: null };
}
