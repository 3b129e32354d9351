import * as places from './places.ts';
import type { SeenMessage } from './people/sight.ts';
import { consent, type Consent } from './web/oauth.ts';
import type { Channel, Group, Person, Token, Workspace } from './things.ts';
import type { World } from './world.ts';

/** The part of the language that says what there is. */
export function createSetting(world: World) {
  return {
    addWorkspace: (input: places.WorkspaceInput): Workspace => places.addWorkspace(world, input),
    addChannel: (workspace: Workspace, input: places.ChannelInput): Channel =>
      places.addChannel(world, workspace, input),
    addUser: (workspace: Workspace, input: places.PersonInput): Person => places.addPerson(workspace, input),
    /** A user group, mentioned as `@handle`. */
    addGroup: (workspace: Workspace, handle: string, members: readonly Person[] = []): Group =>
      places.addGroup(workspace, handle, members),
    /** Direct messages between people, or a group of them; the app is in it only where `bot` says so. */
    addConversation: (people: readonly Person[], input: { readonly bot?: boolean } = {}): Channel => {
      const [first] = people;
      if (!first) throw new Error('A conversation needs people');
      return places.openConversation(world, first.workspace, people, input.bot);
    },
    /** The direct messages between the app and a person. */
    dmChannel: (person: Person): Channel => places.openBotDm(world, person.workspace, person),
    /** Installs the app without OAuth and gives its token. */
    install: (workspace: Workspace, input: { readonly scopes?: readonly string[] } = {}): string =>
      places.install(world, workspace, input.scopes).value,
    tokenOf(workspace: Workspace): Token {
      if (!workspace.token) throw new Error(`The app is not installed in ${workspace.name}`);
      return workspace.token;
    },
    join(person: Person, channel: Channel): void {
      channel.members.add(person);
    },
    leave(person: Person, channel: Channel): void {
      channel.members.delete(person);
    },
    /** `/invite @reelay`. */
    invite(channel: Channel): void {
      channel.botIsMember = true;
    },
    /** The app is removed from a conversation. */
    kick(channel: Channel): void {
      channel.botIsMember = false;
    },
    archive(channel: Channel): void {
      channel.archived = true;
    },
    unarchive(channel: Channel): void {
      channel.archived = false;
    },
    deactivate(person: Person): void {
      person.deactivated = true;
    },
    deleteMessage(message: SeenMessage): void {
      const channel = world.workspaces.get(message.workspaceId)?.channels.get(message.channelId);
      const found = channel?.messages.get(message.ts);
      if (!channel || !found) throw new Error(`The message is gone: "${message.shownText}"`);
      found.deleted = true;
      channel.messages.delete(found.ts);
      world.changed();
    },
    /** Whether the app has a Home tab, and takes direct messages. */
    setAppHome(has: { readonly homeTab?: boolean; readonly messagesTab?: boolean }): void {
      world.homeTab = has.homeTab ?? world.homeTab;
      world.messagesTab = has.messagesTab ?? world.messagesTab;
    },
    /** Where OAuth may lead back to; null: anywhere that is https or this machine. */
    setRedirectUrls(urls: readonly string[] | null): void {
      world.redirectUrls = urls;
    },
    /** A person allows the app on the page at `url`, or not: the address where their browser goes next. */
    consent: (url: string, person: Person, how: Consent = {}): string => consent(world, url, person, how),
    /**
     * How long a shared file takes until people see it, and until files.info tells where it stands, by the double's
     * clock. `Infinity` is never.
     */
    setShareLag(lag: { readonly visibleMs?: number; readonly listedMs?: number }): void {
      const visibleMs = lag.visibleMs ?? 0;
      world.shareLag = { visibleMs, listedMs: lag.listedMs ?? visibleMs };
    },
  };
}
