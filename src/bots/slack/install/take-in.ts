import type { Clock, Log } from '../../../core/ports/world.ts';
import type { Grant } from './exchange.ts';
import type { SlackInstallations } from './installations.ts';
import type { SlackModerators } from './moderators.ts';
import type { SlackTenants } from './tenants.ts';

type Deps = {
  readonly installations: SlackInstallations;
  readonly tenants: SlackTenants;
  readonly moderators: Pick<SlackModerators, 'installedBy'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Keeps what a workspace has given us, for the first time or again; whoever did that first moderates it. Twice is the same as once. */
export function createTakeIn({ installations, tenants, moderators, clock, log }: Deps) {
  return async function takeIn({ teamId, teamName, botToken, botUserId, installerId }: Grant): Promise<void> {
    // Before what it knows of us is kept: a workspace that is new is told of.
    await tenants.isIn(teamId, teamName === '' ? null : teamName);
    await installations.keep(teamId, { botToken, botUserId, installedAtMs: clock.nowMs() });
    await moderators.installedBy({ teamId, userId: installerId });
    log.info('a workspace has installed us', { workspace: teamId });
  };
}
