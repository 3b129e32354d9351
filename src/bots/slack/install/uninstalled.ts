import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Clock, Log, Random } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { createPersistence } from '../../persistence.ts';
import { isTeamId } from '../places.ts';
import type { SlackWorkspaces } from './workspaces.ts';

type Deps = {
  readonly workspaces: Pick<SlackWorkspaces, 'removed'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Aborts when we stop: what is not done by then, Slack's refusals tell us again. */
  readonly stopping: AbortSignal;
};

const newsSchema = z.object({ team_id: z.string().refine(isTeamId), event_time: z.number() });
const revokedSchema = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) });

/** Listens for our being removed from a workspace. Both events come then, in no order, each perhaps twice. */
export function listenForUninstalls(app: App, { workspaces, clock, random, log, stopping }: Deps): void {
  const keepTrying = createPersistence({ clock, random, log });

  async function forget(body: unknown): Promise<void> {
    const read = newsSchema.safeParse(body);
    if (!read.success) {
      log.warn('Slack sent an event that is not known', { why: z.prettifyError(read.error) });
      return;
    }
    const { team_id: teamId, event_time: atSeconds } = read.data;
    const what = 'forgetting a workspace that has removed us';
    await keepTrying(what, () => workspaces.removed(teamId, atSeconds * SECOND, stopping), stopping);
  }

  app.event('app_uninstalled', ({ body }) => forget(body));
  app.event('tokens_revoked', async ({ body, event }) => {
    // Tokens of people are none of ours.
    const bots = revokedSchema.safeParse(event).data?.tokens.bot ?? [];
    if (bots.length > 0) await forget(body);
  });
}
