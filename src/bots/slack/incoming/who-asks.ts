import type { Destination } from '../../../core/destination.ts';
import type { MemberNote } from '../../../core/member.ts';
import type { Role } from '../../../core/role.ts';
import type { Asker } from '../../asker.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import { within } from '../../within.ts';
import { destinationOf, externalIdOf, inboundKeyOf, readExternalId, slackPlatform } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import { askMsMax } from './ask-slack.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';

/** Slack tells it of nobody with what they type. */
export const localeHere = 'en';

export type Entered =
  | { readonly kind: 'in'; readonly workspace: Workspace }
  | { readonly kind: 'refused'; readonly why: Text };

/** Whether we are there at all for whoever did this, and in which workspace. */
export async function enter(
  came: Came,
  { workspaces, clock }: Pick<Incoming, 'workspaces' | 'clock'>,
): Promise<Entered> {
  const { slackCommands: say } = catalogueFor(localeHere);
  const refused = (why: Text | string): Entered => ({ kind: 'refused', why: partsOf(why) });
  if (came.isOrgWide) return refused(say.orgWide());
  const found = await within(askMsMax.lookUp, workspaces.of(came.teamId), clock);
  if (!found.inTime || found.value.kind === 'unknown') return refused(say.workspaceUnknown());
  if (found.value.kind === 'none') return refused(say.notInstalled());
  if (came.userTeamId !== null && came.userTeamId !== came.teamId) return refused(say.otherWorkspace());
  return { kind: 'in', workspace: found.value.workspace };
}

/** Who typed or pressed something, and where what comes of it belongs. */
export function askerOf(came: Came, role: Role, destination: Destination = destinationOfEvent(came)): Asker {
  return {
    person: { platform: slackPlatform, externalId: externalIdOf(came.teamId, came.userId), name: came.userName },
    role,
    destination,
    locale: localeHere,
    keepsModerators: true,
    filesInFormAlone: true,
    inboundKey: inboundKeyOf(came.teamId, came.name),
  };
}

/** Where it happened; for what happens nowhere in particular, the person themselves. */
function destinationOfEvent({ teamId, userId, at }: Came): Destination {
  return destinationOf(teamId, at?.channelId ?? userId, at?.thread ?? null);
}

/** With what Slack says of them as a member, asked only where limits may depend on it. */
export async function asMember(
  asker: Asker,
  matters: boolean,
  workspace: Workspace,
  { groups }: Pick<Incoming, 'groups'>,
): Promise<Asker> {
  const noteOf = async (externalId: string): Promise<MemberNote | null> => {
    const person = readExternalId(externalId);
    return person?.teamId === workspace.teamId ? groups.noteOf(person.userId, workspace) : null;
  };
  const member = matters ? await noteOf(asker.person.externalId) : null;
  return { ...asker, member, memberOf: noteOf, hasRoles: slackPlatform };
}

/** What they may do here, asked only where it matters. What cannot be told in time gives no right. */
export async function roleOf(
  { teamId, userId }: Came,
  matters: boolean,
  deps: Pick<Incoming, 'roleOf' | 'clock'>,
  withinMs: number = askMsMax.lookUp,
): Promise<Role> {
  if (!matters) return 'member';
  const role = await within(withinMs, deps.roleOf({ teamId, userId }, { mayAsk: true }), deps.clock);
  return role.inTime ? role.value : 'member';
}
