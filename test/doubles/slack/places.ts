import { createIds, createTimestamps } from './ids.ts';
import { fileBytesMax, usualScopes } from './rules.ts';
import type { Channel, ChannelKind, Group, Person, Token, Workspace } from './things.ts';
import type { World } from './world.ts';

/** Workspaces, people and conversations. */

export interface WorkspaceInput {
  readonly name: string;
  /** User groups are of paid plans alone. Default: paid. */
  readonly plan?: 'free' | 'paid';
  readonly uploads?: Workspace['uploads'];
  readonly fileBytesMax?: number;
}

export interface ChannelInput {
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly members?: readonly Person[];
  /** Default: no. */
  readonly botIsMember?: boolean;
}

export interface PersonInput {
  readonly name: string;
  readonly isAdmin?: boolean;
  readonly isOwner?: boolean;
  readonly locale?: string;
}

export function addWorkspace(world: World, input: WorkspaceInput): Workspace {
  const ids = createIds();
  const workspace: Workspace = {
    id: world.ids.next('T'),
    name: input.name,
    domain: input.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    ids,
    // The bot is the first user of each workspace, so that its id is the same in all of them.
    botUserId: ids.next('U'),
    botId: ids.next('B'),
    channels: new Map(),
    people: new Map(),
    files: new Map(),
    homes: new Map(),
    groups: input.plan === 'free' ? null : new Map(),
    uploads: input.uploads ?? 'allowed',
    fileBytesMax: input.fileBytesMax ?? fileBytesMax,
    forbiddenTypes: [],
    token: null,
  };
  world.workspaces.set(workspace.id, workspace);
  return workspace;
}

export function addPerson(workspace: Workspace, input: PersonInput): Person {
  const person: Person = {
    id: workspace.ids.next('U'),
    name: input.name,
    handle: input.name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '.'),
    workspace,
    locale: input.locale ?? 'en-US',
    isAdmin: input.isAdmin ?? input.isOwner ?? false,
    isOwner: input.isOwner ?? false,
    deactivated: false,
    modals: [],
  };
  workspace.people.set(person.id, person);
  return person;
}

export function addGroup(workspace: Workspace, handle: string, members: readonly Person[]): Group {
  if (workspace.groups === null) throw new Error(`The plan of ${workspace.name} has no user groups`);
  const group: Group = { id: workspace.ids.next('S'), handle, members: new Set(members), disabled: false };
  workspace.groups.set(group.id, group);
  return group;
}

export function addChannel(world: World, workspace: Workspace, input: ChannelInput): Channel {
  const channel = makeChannel(
    world,
    workspace,
    input.private === true ? 'private' : 'public',
    input.name,
    input.members,
  );
  channel.archived = input.archived ?? false;
  channel.botIsMember = input.botIsMember ?? false;
  return channel;
}

/** Private channels have ids that begin with C, as those of today do. */
const prefixes: Readonly<Record<ChannelKind, string>> = { public: 'C', private: 'C', group: 'G', dm: 'D' };

function makeChannel(
  world: World,
  workspace: Workspace,
  kind: ChannelKind,
  name: string,
  members: readonly Person[] = [],
): Channel {
  const channel: Channel = {
    id: workspace.ids.next(prefixes[kind]),
    kind,
    name,
    workspace,
    members: new Set(members),
    timestamp: createTimestamps(world.clock),
    botIsMember: false,
    archived: false,
    messages: new Map(),
  };
  workspace.channels.set(channel.id, channel);
  return channel;
}

/** The direct messages between the app and a person. */
export function botDm(workspace: Workspace, person: Person): Channel | null {
  return [...workspace.channels.values()].find((one) => isBotDm(one) && one.members.has(person)) ?? null;
}

export function openBotDm(world: World, workspace: Workspace, person: Person): Channel {
  const found = botDm(workspace, person);
  if (found) return found;
  const channel = makeChannel(world, workspace, 'dm', 'directmessage', [person]);
  channel.botIsMember = true;
  return channel;
}

function isBotDm(channel: Channel): boolean {
  return channel.kind === 'dm' && channel.botIsMember;
}

/** A conversation of people: of two it is a direct message, of more a group. */
export function openConversation(
  world: World,
  workspace: Workspace,
  people: readonly Person[],
  withBot = false,
): Channel {
  const members = people.length + (withBot ? 1 : 0);
  const group = members > 2;
  if (withBot && !group) throw new Error('Direct messages with the app: dmChannel(person)');
  const name = group ? `mpdm-${people.map((one) => one.handle).join('--')}-1` : 'directmessage';
  const channel = makeChannel(world, workspace, group ? 'group' : 'dm', name, people);
  channel.botIsMember = withBot;
  return channel;
}

/** Installs the app, or gives it more scopes where it is installed: those that it had stay. */
export function install(world: World, workspace: Workspace, scopes: readonly string[] = usualScopes): Token {
  const current = workspace.token;
  if (current?.state === 'good') {
    for (const scope of scopes) current.scopes.add(scope);
    return current;
  }
  const number = world.tokens.size + 1;
  const token: Token = {
    value: `xoxb-${workspace.id.slice(1)}-${number}-DoubleOfABotTokenOfSlack`,
    workspace,
    scopes: new Set(scopes),
    state: 'good',
  };
  workspace.token = token;
  world.tokens.set(token.value, token);
  return token;
}
