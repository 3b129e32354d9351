import { z } from 'zod';

/** What of Slack's answers we look at. */
export const anything = z.unknown();

const text = z.string();

export const selfShape = z
  .object({
    team_id: text,
    team: text.default(''),
    user_id: text,
    is_enterprise_install: z.boolean().default(false),
    response_metadata: z.object({ scopes: z.array(text).optional() }).default({}),
  })
  .transform((self) => ({
    teamId: self.team_id,
    teamName: self.team,
    userId: self.user_id,
    isOrgWide: self.is_enterprise_install,
    scopes: self.response_metadata.scopes ?? null,
  }));

export const postedShape = z.object({ channel: text, ts: text }).transform(({ channel: channelId, ts }) => ({
  channelId,
  ts,
}));

export const openedShape = z.object({ channel: z.object({ id: text }) }).transform(({ channel }) => channel.id);

const flag = z.boolean().default(false);

export const channelShape = z
  .object({ channel: z.object({ id: text, is_member: flag, is_private: flag, is_archived: flag }) })
  .transform(({ channel }) => ({
    id: channel.id,
    isMember: channel.is_member,
    isPrivate: channel.is_private,
    isArchived: channel.is_archived,
  }));

export const uploadUrlShape = z.object({ file_id: text, upload_url: text }).transform((place) => ({
  fileId: place.file_id,
  url: place.upload_url,
}));

/** Slack answers some empty objects with an empty list. */
const shares = z.preprocess(
  (value) => (Array.isArray(value) ? undefined : value),
  z.partialRecord(z.enum(['public', 'private']), z.record(text, z.array(z.object({ ts: text })))).default({}),
);

type Shares = z.infer<typeof shares>;

/** The message of a file in each channel, as far as Slack tells it by now. */
function messagesOf({ public: open = {}, private: closed = {} }: Shares): [string, string | null][] {
  return Object.entries({ ...open, ...closed }).map(([channelId, all]) => [channelId, all[0]?.ts ?? null]);
}

export const completedShape = z
  .object({ files: z.array(z.object({ shares: shares.optional() })).default([]) })
  .transform(({ files }) => new Map(messagesOf(files[0]?.shares ?? {})));

const channels = z.array(text).default([]);

export const fileShape = z
  .object({
    file: z.object({
      mode: text.nullish(),
      is_external: flag,
      url_private: text.nullish(),
      url_private_download: text.nullish(),
      shares: shares.optional(),
      channels,
      groups: channels,
      ims: channels,
    }),
  })
  .transform(({ file }) => ({
    url: file.is_external || file.mode === 'tombstone' ? null : (file.url_private_download ?? file.url_private ?? null),
    shares: new Map([
      ...[...file.channels, ...file.groups, ...file.ims].map((channelId) => [channelId, null] as const),
      ...messagesOf(file.shares ?? {}),
    ]),
  }));

export const userShape = z
  .object({
    user: z.object({
      id: text,
      name: text.default(''),
      real_name: text.nullish(),
      profile: z.object({ display_name: text.nullish(), real_name: text.nullish() }).default({}),
      is_admin: flag,
      is_owner: flag,
      is_primary_owner: flag,
      is_bot: flag,
      deleted: flag,
      is_restricted: flag,
      is_ultra_restricted: flag,
      team_id: text.nullish(),
      enterprise_user: z.object({ teams: z.array(text).default([]) }).nullish(),
    }),
  })
  .transform(({ user }) => ({
    id: user.id,
    // Names that nobody chose are empty.
    name: [user.profile.display_name, user.profile.real_name, user.real_name, user.name].find(Boolean) ?? user.id,
    isAdmin: user.is_admin,
    isOwner: user.is_owner || user.is_primary_owner,
    isBot: user.is_bot,
    isDeleted: user.deleted,
    isGuest: user.is_restricted || user.is_ultra_restricted,
    teamIds: [user.team_id ?? [], user.enterprise_user?.teams ?? []].flat(),
  }));

/** Groups that somebody switched off have no members that count. */
export const groupsShape = z
  .object({
    usergroups: z
      .array(
        z.object({
          id: text,
          handle: text.default(''),
          name: text.default(''),
          date_delete: z.number().nullish(),
          users: z.array(text).nullish(),
        }),
      )
      .default([]),
  })
  .transform(({ usergroups }) =>
    usergroups
      .filter(({ date_delete: deletedAt }) => (deletedAt ?? 0) === 0)
      .map(({ id, handle, name, users }) => ({
        id,
        name: [handle, name].find((each) => each !== '') ?? id,
        userIds: users ?? [],
      })),
  );
