import type { Destination } from '../../../core/destination.ts';
import type { JobView } from '../../../core/request.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi } from './api.ts';
import { guildIdOf, isSnowflake, personIdOf } from '../places.ts';
import { createRecent } from '../../recent.ts';

/** The channel where something about a job is shown. */
export type Target =
  | { readonly kind: 'channel'; readonly channelId: string }
  /** This person takes no direct messages of ours, or is no longer known. */
  | { readonly kind: 'closed' }
  | ApiProblem;

export type Targets = {
  /** Its destination; for a private request the direct messages with whoever asked. */
  of(view: JobView, destination: Destination, signal: AbortSignal): Promise<Target>;
  /** The direct messages with whoever asked. */
  directTo(view: JobView, signal: AbortSignal): Promise<Target>;
};

export function createTargets(api: Pick<DiscordApi, 'openDm'>): Targets {
  /** By person. Discord counts how often somebody opens them. */
  const opened = createRecent<string>();

  async function directTo(view: JobView, signal: AbortSignal): Promise<Target> {
    const userId = personIdOf(view);
    if (userId === null) return { kind: 'closed' };
    const known = opened.get(userId);
    if (known !== null) return { kind: 'channel', channelId: known };
    const answer = await api.openDm(userId, signal);
    if (answer.kind === 'gone' || answer.kind === 'not_allowed') return { kind: 'closed' };
    if (answer.kind !== 'done') return answer;
    opened.keep(userId, answer.value);
    return { kind: 'channel', channelId: answer.value };
  }

  return {
    directTo,
    of: async (view, destination, signal) => {
      const isPrivate = view.request.visibility === 'private' && guildIdOf(destination.tenantId) !== null;
      if (isPrivate) return directTo(view, signal);
      return isSnowflake(destination.channel)
        ? { kind: 'channel', channelId: destination.channel }
        : { kind: 'gone', detail: 'the destination names no channel of Discord' };
    },
  };
}
