import { escapeText } from './markup.ts';
import type { Channel, Message, Person, StoredFile, View, Workspace } from './things.ts';
import type { World } from './world.ts';

/** How things look in answers and deliveries. */

type Json = Record<string, unknown>;

export function messageFields(world: World, message: Message): Json {
  const { workspace } = message.channel;
  const bot = message.author.kind === 'bot';
  // The first message of a thread names itself, once there are answers.
  const answered = [...message.channel.messages.values()].some((one) => one.threadTs === message.ts);
  const thread = message.threadTs ?? (answered ? message.ts : null);
  return {
    type: 'message',
    ...(message.files.length > 0 ? { subtype: 'file_share' } : {}),
    ...(bot ? { bot_id: workspace.botId, app_id: world.appId } : {}),
    user: message.author.kind === 'bot' ? workspace.botUserId : message.author.person.id,
    text: message.text,
    ts: message.ts,
    team: workspace.id,
    ...(thread === null ? {} : { thread_ts: thread }),
    ...(message.blocks.length === 0 ? {} : { blocks: escaped(message.blocks) }),
    ...(message.files.length === 0 ? {} : { files: message.files.map((file) => fileFields(world, file)) }),
    ...(message.metadata === null ? {} : { metadata: message.metadata }),
    ...(message.editedAtMs === null
      ? {}
      : { edited: { user: workspace.botUserId, ts: `${Math.floor(message.editedAtMs / 1000)}.000000` } }),
  };
}

/** Plain texts come back escaped, although nobody has to escape them. */
function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  const plain = 'type' in value && value.type === 'plain_text';
  return Object.fromEntries(
    Object.entries(value).map(([key, one]): [string, unknown] => [
      key,
      plain && key === 'text' ? escapeText(String(one)) : escaped(one),
    ]),
  );
}

export function conversationFields(channel: Channel): Json {
  return {
    id: channel.id,
    ...(channel.kind === 'dm' ? {} : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'dm',
    is_mpim: channel.kind === 'group',
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    is_general: false,
    is_shared: false,
    is_member: channel.botIsMember,
    context_team_id: channel.workspace.id,
    ...(channel.kind === 'dm' ? { user: [...channel.members][0]?.id } : {}),
  };
}

const typesByExtension: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain',
};

export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';
}

export function contentTypeOf(name: string): string {
  return typesByExtension[extensionOf(name)] ?? 'application/octet-stream';
}

export function fileFields(world: World, file: StoredFile): Json {
  const owner = file.owner.kind === 'bot' ? file.workspace.botUserId : file.owner.person.id;
  if (file.state === 'deleted') return { id: file.id, mode: 'tombstone' };
  const created = Math.floor(file.createdAtMs / 1000);
  const base = `${world.origin}/files-pri/${file.workspace.id}-${file.id}`;
  const name = encodeURIComponent(file.name);
  const listed = [...file.listed].filter((message) => !message.deleted);
  const ids = (kinds: readonly string[]): string[] => [
    ...new Set(listed.filter(({ channel }) => kinds.includes(channel.kind)).map(({ channel }) => channel.id)),
  ];
  return {
    id: file.id,
    created,
    timestamp: created,
    name: file.name,
    title: file.title,
    mimetype: file.contentType,
    filetype: extensionOf(file.name),
    pretty_type: extensionOf(file.name).toUpperCase(),
    user: owner,
    user_team: file.workspace.id,
    editable: false,
    size: file.sizeBytes,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: ids(['public']).length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    file_access: 'visible',
    url_private: `${base}/${name}`,
    url_private_download: `${base}/download/${name}`,
    permalink: `${world.origin}/files/${owner}/${file.id}/${name}`,
    channels: ids(['public']),
    groups: ids(['private', 'group']),
    ims: ids(['dm']),
    shares: shares(listed),
    ...(file.altText === null ? {} : { alt_txt: file.altText }),
  };
}

function shares(listed: readonly Message[]): Json {
  const of = (kinds: readonly string[]): Json => {
    const byChannel: Record<string, Json[]> = {};
    for (const message of listed) {
      const { channel } = message;
      if (!kinds.includes(channel.kind)) continue;
      (byChannel[channel.id] ??= []).push({
        ts: message.ts,
        ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
        ...(channel.kind === 'dm' ? {} : { channel_name: channel.name }),
        team_id: channel.workspace.id,
        reply_users: [],
        reply_users_count: 0,
        reply_count: 0,
      });
    }
    return byChannel;
  };
  const everybody = of(['public']);
  const some = of(['private', 'group', 'dm']);
  return {
    ...(Object.keys(everybody).length > 0 ? { public: everybody } : {}),
    ...(Object.keys(some).length > 0 ? { private: some } : {}),
  };
}

export function userFields(person: Person, withLocale: boolean): Json {
  return {
    id: person.id,
    team_id: person.workspace.id,
    name: person.handle,
    deleted: person.deactivated,
    real_name: person.name,
    tz: 'Europe/London',
    profile: { real_name: person.name, display_name: person.name, team: person.workspace.id },
    ...(person.deactivated
      ? {}
      : {
          is_admin: person.isAdmin,
          is_owner: person.isOwner,
          is_primary_owner: false,
          is_restricted: false,
          is_ultra_restricted: false,
        }),
    is_bot: false,
    is_app_user: false,
    ...(withLocale ? { locale: person.locale } : {}),
  };
}

export function botFields(world: World, workspace: Workspace): Json {
  return {
    id: workspace.botUserId,
    team_id: workspace.id,
    name: world.botName,
    deleted: false,
    real_name: world.botName,
    is_admin: false,
    is_owner: false,
    is_bot: true,
    is_app_user: false,
    profile: { real_name: world.botName, display_name: '', bot_id: workspace.botId, api_app_id: world.appId },
  };
}

export function teamFields(workspace: Workspace): Json {
  return { id: workspace.id, domain: workspace.domain };
}

export function viewFields(world: World, view: View, state: Json = {}): Json {
  const { fields, workspace } = view;
  return {
    id: view.id,
    team_id: workspace.id,
    app_id: world.appId,
    app_installed_team_id: workspace.id,
    bot_id: workspace.botId,
    ...fields,
    private_metadata: fields.private_metadata ?? '',
    callback_id: fields.callback_id ?? '',
    external_id: fields.external_id ?? '',
    title: fields.type === 'modal' ? fields.title : { type: 'plain_text', text: 'View Title' },
    close: fields.type === 'modal' ? (fields.close ?? null) : null,
    submit: fields.type === 'modal' ? (fields.submit ?? null) : null,
    clear_on_close: fields.type === 'modal' && fields.clear_on_close === true,
    notify_on_close: fields.type === 'modal' && fields.notify_on_close === true,
    state: { values: state },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
  };
}
