import type { Block } from './blocks/blocks.ts';
import type { ViewFields } from './blocks/view.ts';
import type { Ids, Timestamps } from './ids.ts';

/** What there is in Slack. Only the files of this folder change it. */

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly ids: Ids;
  readonly botUserId: string;
  readonly botId: string;
  readonly channels: Map<string, Channel>;
  readonly people: Map<string, Person>;
  readonly files: Map<string, StoredFile>;
  /** The published Home tabs, by person. */
  readonly homes: Map<string, View>;
  /** User groups, by their ids; null where its plan has none. */
  groups: Map<string, Group> | null;
  uploads: 'allowed' | 'forbidden' | 'images_only';
  fileBytesMax: number;
  /** Extensions that may not be uploaded, such as `mp4`. */
  forbiddenTypes: readonly string[];
  token: Token | null;
}

/** A user group. */
export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly members: Set<Person>;
  disabled: boolean;
}

/** One that was issued; those that are revoked stay known. */
export interface Token {
  readonly value: string;
  readonly workspace: Workspace;
  readonly scopes: Set<string>;
  state: 'good' | 'revoked' | 'inactive';
}

export interface Person {
  readonly id: string;
  /** As people see it. */
  readonly name: string;
  /** As it is typed behind an @. */
  readonly handle: string;
  readonly workspace: Workspace;
  readonly locale: string;
  isAdmin: boolean;
  isOwner: boolean;
  deactivated: boolean;
  /** What is open on the screen, the top one last. */
  readonly modals: View[];
}

export type ChannelKind = 'public' | 'private' | 'dm' | 'group';

export interface Channel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly workspace: Workspace;
  readonly members: Set<Person>;
  readonly timestamp: Timestamps;
  botIsMember: boolean;
  archived: boolean;
  readonly messages: Map<string, Message>;
}

export interface Pings {
  readonly people: readonly string[];
  readonly broadcasts: readonly string[];
}

export interface Message {
  readonly ts: string;
  readonly channel: Channel;
  readonly author: { readonly kind: 'bot' } | { readonly kind: 'person'; readonly person: Person };
  readonly createdAtMs: number;
  readonly threadTs: string | null;
  readonly ephemeralFor: Person | null;
  /** The interaction whose answer it is, by acknowledgement or response_url. */
  readonly interaction: Interaction | null;
  readonly unfurls: boolean;
  text: string;
  blocks: readonly Block[];
  /** Everything that people read here, the present text last. */
  readonly shownTexts: string[];
  metadata: unknown;
  files: StoredFile[];
  editedAtMs: number | null;
  /** Whom it notified when it was made. An edit notifies nobody. */
  readonly pings: Pings;
  deleted: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly workspace: Workspace;
  readonly name: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly altText: string | null;
  readonly owner: { readonly kind: 'bot' } | { readonly kind: 'person'; readonly person: Person };
  readonly createdAtMs: number;
  title: string;
  /** `ticket`: nothing came yet. `uploaded`: the bytes are here. `complete`: a file that others can see. */
  state: 'ticket' | 'uploaded' | 'complete' | 'deleted';
  bytes: Buffer;
  /** Messages that it stands in. */
  readonly messages: Message[];
  /** What files.info says about them, which may lag. */
  readonly listed: Set<Message>;
  /** Given to the app in a form: the app may read it wherever it is. */
  givenToApp: boolean;
}

export interface View {
  readonly id: string;
  readonly workspace: Workspace;
  readonly person: Person;
  readonly rootId: string;
  readonly previousId: string | null;
  /** The conversation that was on the screen when it opened. */
  readonly channel: Channel | null;
  /** What its trigger came from. */
  readonly opener: Interaction | null;
  fields: ViewFields;
  hash: string;
  /** What the person filled in so far, by block id: it stays through errors and updates. */
  readonly filled: Map<string, FormValue>;
  /** Under a field, by block id, since the last submission. */
  errors: Readonly<Record<string, string>>;
  closed: boolean;
}

/** What goes into a field: text, what is chosen, or files. */
export type FormValue = string | readonly string[] | readonly GivenFile[] | null;

/** A file that a person gives along. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Default: by the name. */
  readonly contentType?: string;
}

export type InteractionKind =
  | 'command'
  | 'action'
  | 'message_shortcut'
  | 'shortcut'
  | 'submission'
  | 'closing'
  | 'event';

export type Acknowledgement =
  | { readonly kind: 'empty' }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'update' | 'push'; readonly view: View }
  | { readonly kind: 'clear' }
  /** `dispatch_failed`: nobody there, or an answer that Slack does not understand. */
  | { readonly kind: 'failed'; readonly why: string };

export interface OauthCode {
  readonly atMs: number;
  readonly workspace: Workspace;
  readonly person: Person;
  readonly scopes: readonly string[];
  readonly redirectUri: string | null;
  readonly orgWide: boolean;
  readonly rotating: boolean;
  used: boolean;
}

export interface Interaction {
  readonly id: string;
  readonly kind: InteractionKind;
  readonly workspace: Workspace;
  readonly person: Person | null;
  readonly channel: Channel | null;
  readonly atMs: number;
  /** What goes out, the same each time. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly trigger: Trigger | null;
  readonly responseUrl: ResponseUrl | null;
  readonly source: Message | null;
  /** The newest message there when it was made. */
  readonly afterTs: string;
  readonly view: View | null;
  acknowledgement: Acknowledgement | null;
  /** Three seconds went by before the answer came. */
  late: boolean;
  /** In real time, for measuring. */
  readonly sentAtRealMs: number;
  acknowledgedAtRealMs: number | null;
  /** As it went over HTTP the last time. */
  wire: { readonly body: string; readonly headers: Readonly<Record<string, string>> } | null;
}

export interface Trigger {
  readonly id: string;
  readonly atMs: number;
  readonly workspace: Workspace;
  readonly person: Person;
  used: boolean;
}

export interface ResponseUrl {
  readonly url: string;
  readonly path: string;
  readonly atMs: number;
  readonly workspace: Workspace;
  readonly channel: Channel;
  readonly person: Person;
  uses: number;
}
