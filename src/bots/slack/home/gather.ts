import type { UserId } from '../../../core/ids.ts';
import type { Moderator } from '../../../core/ports/moderators.ts';
import type { Store } from '../../../core/ports/store.ts';
import type { Clock, Ids } from '../../../core/ports/world.ts';
import type { AdmissionRules } from '../../../core/policy.ts';
import type { MemberQuota } from '../../../core/quota.ts';
import type { JobView } from '../../../core/request.ts';
import type { By, Role } from '../../../core/role.ts';
import { listApprovals, type OpenApproval } from '../../../core/usecases/list-approvals.ts';
import { list } from '../../../core/usecases/list.ts';
import { listModerators } from '../../../core/usecases/list-moderators.ts';
import { showQuota } from '../../../core/usecases/show-quota.ts';
import { showSettings } from '../../../core/usecases/show-settings.ts';
import { knownUserId } from '../../known-user.ts';
import type { ShownSettings } from '../../set-up.ts';
import { externalIdOf, type PersonAt, slackPlatform, tenantOf } from '../places.ts';

/** What a moderator sees beside what everybody does. */
export type Moderating = {
  readonly moderators: readonly Moderator[];
  /** How the workspace is set up, with what everybody may use who has no quota of their own. */
  readonly settings: ShownSettings;
  /** Who waits for a yes, the longest first. */
  readonly asks: readonly OpenApproval[];
};

/** What somebody's home is made of. */
export type HomeShown = {
  readonly userId: UserId;
  readonly quota: MemberQuota;
  /** Their latest videos, the newest first. */
  readonly videos: readonly JobView[];
  /** Null for who does not moderate. */
  readonly moderating: Moderating | null;
};

export type GatherDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: AdmissionRules;
  readonly roleOf: () => Promise<Role>;
};

const videosMax = 5;

/**
 * Everything that somebody's home shows, by the same use cases as the commands. To look at it is no contact of a person who
 * was forgotten: they stay so.
 */
export async function gatherHome(person: PersonAt, deps: GatherDeps): Promise<HomeShown> {
  const { store, clock, ids } = deps;
  const tenantId = tenantOf(person.teamId);
  const externalId = externalIdOf(person.teamId, person.userId);
  const who = { platform: slackPlatform, externalId, name: null, newId: ids.next('user'), nowMs: clock.nowMs() };
  const userId = await store.identify({ ...who, isMentioned: true });
  const isKnown = (await knownUserId(slackPlatform, externalId, store)) !== null;
  const by: By = { userId, tenantId, role: isKnown ? await deps.roleOf() : 'member' };
  const [own, videos, moderating] = await Promise.all([
    showQuota({ by, tenantId, userId }, deps),
    list({ tenantId, userId, states: null, limit: videosMax }, deps),
    gatherModerating(by, deps),
  ]);
  if (own.kind === 'not_allowed') throw new Error(`expected ${userId} to see their own quota`);
  // What was forgotten is nobody's any more, whatever its books still say.
  return { userId, quota: own.quota, videos: videos.filter(({ request }) => request.prompt !== null), moderating };
}

async function gatherModerating(by: By, deps: GatherDeps): Promise<Moderating | null> {
  const { tenantId } = by;
  if (by.role === 'member') return null;
  const ask = { by, tenantId };
  const [listed, settings, asks] = await Promise.all([
    listModerators(ask, deps),
    showSettings(ask, deps),
    listApprovals(ask, deps),
  ]);
  if (listed.kind === 'not_allowed' || settings.kind === 'not_allowed' || asks.kind === 'not_allowed') return null;
  return { moderators: listed.moderators, settings, asks: asks.open };
}
