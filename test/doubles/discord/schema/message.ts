import { MessageFlags } from 'discord.js';
import { z } from 'zod';
import { attachmentDescriptionCharsMax, contentCharsMax, filesMax, nonceCharsMax } from '../rules.ts';
import { rows, snowflake } from './components.ts';

const mentionTypes = z.enum(['roles', 'users', 'everyone']);

const allowedMentions = z
  .strictObject({
    parse: z.array(mentionTypes).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .superRefine((allowed, context) => {
    for (const key of ['users', 'roles'] as const) {
      const list = allowed[key] ?? [];
      if (new Set(list).size < list.length) {
        context.addIssue({ code: 'custom', path: [key], message: 'The array has values twice.' });
      }
      if (list.length > 0 && allowed.parse?.includes(key)) {
        context.addIssue({
          code: 'custom',
          path: ['parse'],
          message: `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
        });
      }
    }
  });

export type AllowedMentions = z.output<typeof allowedMentions>;

const attachment = z.strictObject({
  id: z.union([z.string().regex(/^\d{1,20}$/), z.int().min(0)]).transform(String),
  filename: z.string().min(1).max(1024).nullish(),
  title: z.string().max(1024).nullish(),
  description: z.string().max(attachmentDescriptionCharsMax).nullish(),
  is_spoiler: z.boolean().nullish(),
});

const channelFlags = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications;

function flags(legal: number): z.ZodType<number | null | undefined> {
  return z
    .int()
    .refine((value) => (value & MessageFlags.IsComponentsV2) === 0, 'The double knows no components of version 2.')
    .refine((value) => (value & ~legal) === 0, `Only the flags ${legal} can be set here.`)
    .nullish();
}

const fields = {
  content: z.string().max(contentCharsMax, `Must be ${contentCharsMax} or fewer in length.`).nullish(),
  embeds: z.array(z.unknown()).max(0, 'The double knows no embeds.').nullish(),
  allowed_mentions: allowedMentions.nullish(),
  components: rows.nullish(),
  attachments: z
    .array(attachment)
    .max(filesMax)
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'An attachment is listed twice.')
    .nullish(),
};

export const channelMessage = z.strictObject({
  ...fields,
  tts: z.boolean().nullish(),
  flags: flags(channelFlags),
  nonce: z.union([z.string().max(nonceCharsMax), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: z
    .strictObject({
      type: z.literal(0).nullish(),
      message_id: snowflake,
      channel_id: snowflake.nullish(),
      guild_id: snowflake.nullish(),
      fail_if_not_exists: z.boolean().nullish(),
    })
    .nullish(),
});

/** discord.js sends these two with every message, and PATCH knows neither; they mean nothing there. */
const discordJs = { tts: z.literal(false).optional(), enforce_nonce: z.literal(false).optional() };

export const channelMessageEdit = z.strictObject({
  ...fields,
  ...discordJs,
  flags: flags(MessageFlags.SuppressEmbeds),
});

export const interactionMessage = z.strictObject({
  ...fields,
  tts: z.boolean().nullish(),
  enforce_nonce: z.literal(false).optional(),
  flags: flags(channelFlags | MessageFlags.Ephemeral),
});

/** An update may carry EPHEMERAL: it is ignored, since a message stays what it was made as. */
export const interactionMessageEdit = z.strictObject({
  ...fields,
  ...discordJs,
  flags: flags(MessageFlags.SuppressEmbeds | MessageFlags.Ephemeral),
});

export type MessageFields = {
  readonly [K in keyof typeof fields]?: z.output<(typeof fields)[K]>;
} & { readonly flags?: number | null | undefined };
