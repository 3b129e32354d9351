import type { UserId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports/store.ts';
import type { Clock, Ids } from '../../../core/ports/world.ts';
import type { Role } from '../../../core/role.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { createTurns } from '../../in-turn.ts';
import { createRecent } from '../../recent.ts';
import { externalIdOf, type PersonAt, slackPlatform, tenantOf } from '../places.ts';
import type { Workspaces } from '../workspace.ts';

/** Somebody who moderates from the start. */
export type NamedModerator = {
  /** Null for the workspace of our own token. */
  readonly teamId: string | null;
  readonly userId: string;
};

type Deps = {
  readonly store: Pick<Store, 'identify' | 'moderators'>;
  readonly workspaces: Workspaces;
  /** The workspace of our own token; null without one, or while it is not known. */
  readonly ownTeamId: () => string | null;
  readonly named: readonly NamedModerator[];
  readonly clock: Clock;
  readonly ids: Ids;
};

/** How long somebody counts as no admin before Slack is asked again. */
const notAdminMs = 5 * MINUTE;
const askMsMax = 10 * SECOND;

/**
 * Who moderates a workspace. Slack gives apps no roles, so each workspace has a list in our database; whoever was never
 * decided about is put on it for being named in the settings, or an owner or admin at Slack.
 */
export function createModerators({ store, workspaces, ownTeamId, named, clock, ids }: Deps) {
  /** Until when somebody counts as no admin. */
  const notAdmins = createRecent<number>();
  const inTurn = createTurns();

  const userOf = ({ teamId, userId }: PersonAt): Promise<UserId> =>
    store.identify({
      platform: slackPlatform,
      externalId: externalIdOf(teamId, userId),
      name: null,
      newId: ids.next('user'),
      nowMs: clock.nowMs(),
    });

  async function isNamed({ teamId, userId }: PersonAt): Promise<boolean> {
    const mine = named.filter((one) => one.userId === userId);
    // Until then it may not be known whose our own token is.
    if (mine.length > 0) await workspaces.of(teamId);
    return mine.some((one) => (one.teamId ?? ownTeamId()) === teamId);
  }

  /** By the word of Slack. Somebody of another workspace, in a channel that both share, may be an admin there. */
  async function isAdmin({ teamId, userId }: PersonAt): Promise<boolean> {
    const name = externalIdOf(teamId, userId);
    if ((notAdmins.get(name) ?? 0) > clock.nowMs()) return false;
    const found = await workspaces.of(teamId);
    if (found.kind !== 'workspace') return false;
    const asked = await found.workspace.api.userInfo(userId, AbortSignal.timeout(askMsMax));
    // What cannot be told now gives no right, and is asked again the next time.
    if (asked.kind !== 'done') return false;
    const { isOwner, isAdmin: isTheirAdmin, teamIds, isBot, isDeleted, isGuest } = asked.value;
    if ((isOwner || isTheirAdmin) && teamIds.includes(teamId) && !isBot && !isDeleted && !isGuest) return true;
    notAdmins.keep(name, clock.nowMs() + notAdminMs);
    return false;
  }

  /** Holds only where nobody has decided about them before. */
  async function seed(person: PersonAt, userId: UserId): Promise<void> {
    await store.moderators.decide({
      tenantId: tenantOf(person.teamId),
      userId,
      isModerator: true,
      actor: { kind: 'system' },
      nowMs: clock.nowMs(),
    });
  }

  async function decidedOf(person: PersonAt, mayAsk: boolean): Promise<boolean> {
    const userId = await userOf(person);
    const tenantId = tenantOf(person.teamId);
    const decided = await store.moderators.of(tenantId, userId);
    if (decided !== null) return decided;
    if (!(await isNamed(person)) && !(mayAsk && (await isAdmin(person)))) return false;
    await seed(person, userId);
    return (await store.moderators.of(tenantId, userId)) ?? false;
  }

  return {
    /** `mayAsk`: whether Slack may be asked, which is worth it only where a moderator is needed. */
    async roleOf(person: PersonAt, { mayAsk }: { readonly mayAsk: boolean }): Promise<Exclude<Role, 'operator'>> {
      const isModerator = await inTurn(externalIdOf(person.teamId, person.userId), () => decidedOf(person, mayAsk));
      return isModerator ? 'moderator' : 'member';
    },

    /**
     * Whoever installs us moderates, where nobody does by now: in most workspaces any member may install once more what is
     * installed, and would take it over by that.
     */
    async installedBy(person: PersonAt): Promise<void> {
      const known = await store.moderators.list(tenantOf(person.teamId));
      if (known.length === 0) await seed(person, await userOf(person));
    },
  };
}

export type SlackModerators = ReturnType<typeof createModerators>;
