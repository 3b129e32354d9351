import type { APIMessageTopLevelComponent, APIApplicationCommand } from 'discord.js';
import type { Clock } from '../../../src/core/ports/world.ts';
import type { Snowflakes } from './snowflakes.ts';

/** Everything that the double knows. Only the files of this folder change it. */

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  directMessages: 'open' | 'closed';
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly mentionable: boolean;
  /** Made by Discord for a bot. */
  readonly managed: boolean;
}

export interface Member {
  readonly person: Person;
  readonly roleIds: string[];
  readonly joinedAtMs: number;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly ownerId: string;
  readonly everyone: Role;
  /** Gives people what they ordinarily may do; `@everyone` gives nothing, so that the bot has its own rights only. */
  readonly people: Role;
  readonly bot: Role;
  readonly roles: Map<string, Role>;
  readonly members: Map<string, Member>;
  readonly channels: Map<string, Channel>;
  readonly joinedAtMs: number;
  /** What it truly takes as a file from the bot. */
  uploadBytesMax: number;
  /** What interactions say that it takes, which can be more than it does. */
  attachmentSizeLimit: number;
  /** `out`: the bot was removed. */
  state: 'in' | 'unavailable' | 'out';
}

export type ChannelKind = 'text' | 'announcement' | 'voice' | 'forum' | 'thread' | 'private_thread' | 'dm';

export interface Overwrite {
  readonly id: string;
  readonly of: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Channel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly guild: Guild | null;
  /** A thread's. */
  readonly parent: Channel | null;
  /** A direct message's. */
  readonly person: Person | null;
  readonly ownerId: string | null;
  overwrites: Overwrite[];
  nsfw: boolean;
  archived: boolean;
  locked: boolean;
  rateLimitPerUser: number;
  deleted: boolean;
  readonly messages: Map<string, Message>;
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  description: string | null;
}

export interface Mentions {
  readonly everyone: boolean;
  readonly roles: readonly string[];
  readonly people: readonly string[];
}

export const nobody: Mentions = { everyone: false, roles: [], people: [] };

export interface Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: { readonly kind: 'bot' } | { readonly kind: 'person'; readonly person: Person };
  readonly createdAtMs: number;
  /** The interaction that made it. */
  readonly interaction: Interaction | null;
  readonly ephemeralFor: Person | null;
  readonly replyTo: string | null;
  readonly nonce: string | number | null;
  content: string;
  /** Everything that it ever said, the present content last. */
  readonly contents: string[];
  attachments: Attachment[];
  components: APIMessageTopLevelComponent[];
  /** Without EPHEMERAL and LOADING, which follow from the rest. */
  flags: number;
  loading: boolean;
  editedAtMs: number | null;
  /** Edits since it was an hour old, by the bot token. */
  readonly lateEditsAtMs: number[];
  /** Whom it notified when it was made, were the bot allowed to mention anybody. An edit notifies nobody. */
  readonly pings: Mentions;
  /** Whom it mentions now. */
  mentions: Mentions;
  deleted: boolean;
}

export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'form';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export type Acknowledgement =
  | { readonly kind: 'message' | 'deferred'; readonly ephemeral: boolean }
  | { readonly kind: 'update' | 'deferred_update' }
  | { readonly kind: 'form'; readonly form: ShownForm }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] };

export interface FormField {
  readonly customId: string;
  readonly label: string;
  readonly kind: 'text' | 'select' | 'files' | 'radio' | 'checkboxes' | 'checkbox';
  /** What is in it when it opens. */
  readonly value: string | readonly string[] | boolean | null;
  readonly required: boolean;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly min: number;
  readonly max: number;
  /** How it comes back: in a label, or in the row of older forms. */
  readonly wrapper: 'label' | 'row';
}

export interface ShownForm {
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly FormField[];
}

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly person: Person;
  readonly channel: Channel;
  readonly atMs: number;
  readonly commandName: string | null;
  /** The message whose menu the command was chosen from. */
  readonly menuOf: Message | null;
  /** The message that a button or menu sits on, and for a form the one whose button opened it. */
  readonly source: Message | null;
  /** Of a form: what opened it. */
  readonly opener: Interaction | null;
  /** When it was sent, and answered, in real time: for measuring. */
  readonly sentAtRealMs: number;
  acknowledgedAtRealMs: number | null;
  /** What goes over the gateway. */
  readonly payload: Readonly<Record<string, unknown>>;
  acknowledgement: Acknowledgement | null;
  /** The message that `@original` stands for. */
  original: Message | null;
  readonly followUps: Message[];
}

export interface Problem {
  /** `POST /channels/…/messages`, or `gateway`. */
  readonly where: string;
  readonly message: string;
}

export interface World {
  readonly clock: Clock;
  readonly snowflakes: Snowflakes;
  readonly applicationId: string;
  readonly botName: string;
  /** Null when it was revoked. */
  botToken: string | null;
  /** Set at Discord, it takes all interactions away from the gateway. */
  interactionsEndpointUrl: string | null;
  /** Addresses of attachments begin with this. */
  cdnUrl: string;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly people: Map<string, Person>;
  readonly directChannels: Map<string, Channel>;
  readonly interactions: Map<string, Interaction>;
  readonly interactionsByToken: Map<string, Interaction>;
  /** Every attachment by its id, also of messages that are gone: an address is good until it ends. */
  readonly files: Map<string, Attachment>;
  readonly nonces: Map<string, { readonly message: Message; readonly atMs: number }>;
  commands: APIApplicationCommand[];
  readonly guildCommands: Map<string, APIApplicationCommand[]>;
  readonly problems: Problem[];
  /** Words that the servers' moderation blocks. */
  readonly blockedWords: RegExp[];
  /** Sends an event to the shard of a server, or of direct messages. */
  dispatch: (guildId: string | null, event: string, data: unknown) => void;
  /** Tells those who wait that something is different. */
  changed: () => void;
}

export function createWorld(clock: Clock, snowflakes: Snowflakes): World {
  const applicationId = snowflakes.old();
  return {
    clock,
    snowflakes,
    applicationId,
    botName: 'Reelay',
    botToken: tokenFor(applicationId, 1),
    interactionsEndpointUrl: null,
    cdnUrl: '',
    guilds: new Map(),
    channels: new Map(),
    people: new Map(),
    directChannels: new Map(),
    interactions: new Map(),
    interactionsByToken: new Map(),
    files: new Map(),
    nonces: new Map(),
    commands: [],
    guildCommands: new Map(),
    problems: [],
    blockedWords: [],
    dispatch: () => undefined,
    changed: () => undefined,
  };
}

/** In the form of a real one: the id in base64, then two parts that mean nothing here. */
export function tokenFor(applicationId: string, generation: number): string {
  return `${Buffer.from(applicationId).toString('base64url')}.Double.${'t'.repeat(37)}${generation}`;
}

export function isThread(channel: Channel): boolean {
  return channel.kind === 'thread' || channel.kind === 'private_thread';
}
