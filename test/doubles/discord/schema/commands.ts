import { ApplicationCommandOptionType as Option, ApplicationCommandType, Locale } from 'discord.js';
import { z } from 'zod';
import { snowflake } from './components.ts';

/** Definitions of commands, with the limits of Discord's documentation on application commands. */

const wordOf = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u, 'Command name is invalid.')
  .refine((name) => name === name.toLowerCase(), 'Command name must be lower case.');
const description = z.string().min(1).max(100);

function localized(of: z.ZodString): z.ZodType<Partial<Record<Locale, string>> | null | undefined> {
  return z.partialRecord(z.enum(Locale), of).nullish();
}

const named = {
  name: wordOf,
  name_localizations: localized(wordOf),
  description,
  description_localizations: localized(description),
};
const optional = { ...named, required: z.boolean().nullish() };
const choiceBase = { name: z.string().min(1).max(100), name_localizations: localized(description) };

function choices(value: z.ZodString | z.ZodNumber): z.ZodType {
  return z
    .array(z.strictObject({ ...choiceBase, value }))
    .max(25)
    .superRefine((all, context) => {
      for (const key of ['name', 'value'] as const) {
        if (new Set(all.map((one) => one[key])).size < all.length) {
          context.addIssue({ code: 'custom', message: `Two choices have the same ${key}.` });
        }
      }
    })
    .nullish();
}

const whole = z.int();
const basic = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...optional,
      type: z.literal(Option.String),
      autocomplete: z.boolean().nullish(),
      choices: choices(z.string().min(1).max(100)),
      min_length: z.int().min(0).max(6000).nullish(),
      max_length: z.int().min(1).max(6000).nullish(),
    }),
    z.strictObject({
      ...optional,
      type: z.literal(Option.Integer),
      autocomplete: z.boolean().nullish(),
      choices: choices(whole),
      min_value: whole.nullish(),
      max_value: whole.nullish(),
    }),
    z.strictObject({
      ...optional,
      type: z.literal(Option.Number),
      autocomplete: z.boolean().nullish(),
      choices: choices(z.number()),
      min_value: z.number().nullish(),
      max_value: z.number().nullish(),
    }),
    z.strictObject({
      ...optional,
      type: z.literal(Option.Channel),
      channel_types: z.array(z.int().min(0).max(16)).nullish(),
    }),
    z.strictObject({
      ...optional,
      type: z.literal(Option.Attachment),
      file_types: z
        .array(z.string().regex(/^(image|video|audio|document|\.[a-z0-9]+)$/i))
        .max(10)
        .optional(),
    }),
    z.strictObject({ ...optional, type: z.literal([Option.Boolean, Option.User, Option.Role, Option.Mentionable]) }),
  ])
  .superRefine((option, context) => {
    const wrong = (message: string): void => {
      context.addIssue({ code: 'custom', message: `${option.name}: ${message}` });
    };
    if ('choices' in option && Array.isArray(option.choices) && option.choices.length > 0 && option.autocomplete) {
      wrong('choices and autocomplete exclude each other.');
    }
    if ('min_value' in option && (option.min_value ?? -Infinity) > (option.max_value ?? Infinity))
      wrong('min_value is above max_value.');
    if ('min_length' in option && (option.min_length ?? 0) > (option.max_length ?? Infinity))
      wrong('min_length is above max_length.');
  });

const basics = optionsOf(basic).superRefine((all, context) => {
  const firstOptional = all.findIndex((one) => !one.required);
  if (firstOptional >= 0 && all.slice(firstOptional).some((one) => one.required)) {
    context.addIssue({ code: 'custom', message: 'Required options must be placed before non-required options.' });
  }
});

const subcommand = z.strictObject({ ...named, type: z.literal(Option.Subcommand), options: basics.nullish() });
const group = z.strictObject({
  ...named,
  type: z.literal(Option.SubcommandGroup),
  options: optionsOf(subcommand).min(1),
});

const options = z.union([basics, optionsOf(z.discriminatedUnion('type', [subcommand, group]))]);

const everyCommand = {
  id: snowflake.optional(),
  nsfw: z.boolean().nullish(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: z.boolean().nullish(),
  integration_types: z
    .array(z.literal([0, 1]))
    .min(1)
    .nullish(),
  contexts: z
    .array(z.literal([0, 1, 2]))
    .min(1)
    .nullish(),
};

const chatInput = z
  .strictObject({
    ...named,
    ...everyCommand,
    type: z.literal(ApplicationCommandType.ChatInput).default(ApplicationCommandType.ChatInput),
    options: options.nullish(),
  })
  .refine((command) => charsOf(command) <= 8000, 'The command is longer than 8000 characters in all.');

const menuName = z.string().min(1).max(32);
const menu = z.strictObject({
  ...everyCommand,
  type: z.literal([ApplicationCommandType.User, ApplicationCommandType.Message]),
  name: menuName,
  name_localizations: localized(menuName),
  description: z.literal('').optional(),
  options: z.array(z.unknown()).max(0).nullish(),
});

export const command = z.union([menu, chatInput]);
export type Command = z.output<typeof command>;

/** The whole of what is registered in one scope. */
export const commands = z.array(command).superRefine((all, context) => {
  const keys = all.map((one) => `${one.type} ${one.name}`);
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) {
    context.addIssue({ code: 'custom', message: `Application command names must be unique: ${twice}` });
  }
  for (const [type, max] of [
    [ApplicationCommandType.ChatInput, 100],
    [ApplicationCommandType.User, 15],
    [ApplicationCommandType.Message, 15],
  ] as const) {
    if (all.filter((one) => one.type === type).length > max) {
      context.addIssue({ code: 'custom', message: `There can be at most ${max} commands of type ${type}.` });
    }
  }
});

function optionsOf<T extends z.ZodType<{ readonly name: string }>>(option: T): z.ZodArray<T> {
  return z
    .array(option)
    .max(25)
    .superRefine((all, context) => {
      if (new Set(all.map((one) => one.name)).size < all.length) {
        context.addIssue({ code: 'custom', message: 'Option names must be unique.' });
      }
    });
}

/** Names, descriptions and values, of each its longest localisation. */
function charsOf(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0;
  const fields = Object.entries(part);
  return fields.reduce((chars, [key, value]) => {
    if (Array.isArray(value)) return chars + value.reduce((sum: number, one: unknown) => sum + charsOf(one), 0);
    if (typeof value !== 'string' || !['name', 'description', 'value'].includes(key)) return chars;
    const translations: unknown = fields.find(([other]) => other === `${key}_localizations`)?.[1];
    const lengths = Object.values(translations ?? {}).map((text) => (typeof text === 'string' ? text.length : 0));
    return chars + Math.max(value.length, ...lengths);
  }, 0);
}
