import type { MemberNote } from '../../../core/member.ts';
import type { Clock, Log } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { within } from '../../within.ts';
import type { ApiProblem } from '../outgoing/api-error.ts';
import type { UserGroup } from '../outgoing/api.ts';
import type { Workspace } from '../workspace.ts';
import { askMsMax, askSlack } from './ask-slack.ts';

export type GroupsFound =
  | { readonly kind: 'known'; readonly groups: readonly UserGroup[] }
  /** It was installed before we asked for that scope. */
  | { readonly kind: 'no_scope' }
  /** Only paid plans of Slack have user groups. */
  | { readonly kind: 'not_in_plan' }
  | { readonly kind: 'unknown' };

type Kept = { readonly found: GroupsFound; readonly untilMs: number };

/** Somebody may be put into a group at any time; Slack takes about 20 such questions a minute. */
const keptMs = 3 * MINUTE;
const askAgainMs = 30 * SECOND;
/** For everything that is kept of them, so that no workspace fills our memory. */
const workspacesMax = 500;
const membershipsMax = 50_000;

/** The user groups of each workspace, as Slack told them a few minutes ago at most. Those who want to know at once ask once. */
export function createGroups({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<GroupsFound>>();

  async function ask({ teamId, api }: Workspace): Promise<GroupsFound> {
    const answer = await askSlack(askMsMax.answer, (signal) => api.userGroups(signal), clock);
    const found = answer.kind === 'done' ? bounded(teamId, answer.value) : whyNot(answer);
    kept.delete(teamId);
    kept.set(teamId, { found, untilMs: clock.nowMs() + (found.kind === 'unknown' ? askAgainMs : keptMs) });
    const [oldest] = kept.keys();
    if (kept.size > workspacesMax && oldest !== undefined) kept.delete(oldest);
    return found;
  }

  function bounded(teamId: string, groups: readonly UserGroup[]): GroupsFound {
    const memberships = groups.reduce((sum, { userIds }) => sum + userIds.length, groups.length);
    if (memberships <= membershipsMax) return { kind: 'known', groups };
    log.warn('a workspace has too many members in user groups', { workspace: teamId, memberships });
    return { kind: 'unknown' };
  }

  /** What Slack does not tell within a second is not known: nobody waits longer for it. */
  async function of(workspace: Workspace): Promise<GroupsFound> {
    const { teamId } = workspace;
    const known = kept.get(teamId);
    if (known && known.untilMs > clock.nowMs()) return known.found;
    const asked = asking.get(teamId) ?? ask(workspace).finally(() => asking.delete(teamId));
    asking.set(teamId, asked);
    const answer = await within(askMsMax.name, asked, clock);
    return answer.inTime ? answer.value : { kind: 'unknown' };
  }

  return {
    of,

    /** Empty where they are not known. */
    async names(workspace: Workspace): Promise<ReadonlyMap<string, string>> {
      const found = await of(workspace);
      return new Map(found.kind === 'known' ? found.groups.map(({ id, name }) => [id, name]) : []);
    },

    /** What Slack says of a member: nothing of when they came. Roles null leave what was known before. */
    async noteOf(userId: string, workspace: Workspace): Promise<MemberNote> {
      return { roles: rolesIn(await of(workspace), userId), joinedAtMs: null, accountMadeAtMs: null };
    },
  };
}

export type Groups = ReturnType<typeof createGroups>;

function rolesIn(found: GroupsFound, userId: string): readonly string[] | null {
  switch (found.kind) {
    case 'known':
      return found.groups.filter(({ userIds }) => userIds.includes(userId)).map(({ id }) => id);
    case 'not_in_plan':
      return [];
    case 'no_scope':
    case 'unknown':
      return null;
  }
}

function whyNot({ code }: ApiProblem): GroupsFound {
  if (code === 'missing_scope') return { kind: 'no_scope' };
  return { kind: code === 'plan_upgrade_required' ? 'not_in_plan' : 'unknown' };
}
