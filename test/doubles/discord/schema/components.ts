import { ButtonStyle, ComponentType, SelectMenuDefaultValueType } from 'discord.js';
import { z } from 'zod';
import { buttonsPerRowMax, customIdCharsMax, rowsMax } from '../rules.ts';

/** Components of a message, without those of version 2. */

export const snowflake = z.string().regex(/^\d{15,20}$/, 'Value is not snowflake.');
export const customId = z.string().min(1).max(customIdCharsMax);
const numberId = z.int().min(0).optional();
const emoji = z.strictObject({
  id: snowflake.nullish(),
  name: z.string().min(1).max(32),
  animated: z.boolean().nullish(),
});

const buttonBase = {
  type: z.literal(ComponentType.Button),
  id: numberId,
  label: z.string().min(1).max(80).nullish(),
  emoji: emoji.nullish(),
  disabled: z.boolean().nullish(),
};

const button = z
  .union([
    z.strictObject({
      ...buttonBase,
      style: z.literal([ButtonStyle.Primary, ButtonStyle.Secondary, ButtonStyle.Success, ButtonStyle.Danger]),
      custom_id: customId,
    }),
    z.strictObject({
      ...buttonBase,
      style: z.literal(ButtonStyle.Link),
      url: z.url({ protocol: /^(https?|discord)$/ }).max(512),
    }),
  ])
  .refine((one) => typeof one.label === 'string' || one.emoji, 'A button must have a label or an emoji.');

const selectOption = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  default: z.boolean().nullish(),
  emoji: emoji.nullish(),
});

const selectBase = {
  id: numberId,
  custom_id: customId,
  placeholder: z.string().max(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
};

export const stringSelect = z
  .strictObject({
    ...selectBase,
    type: z.literal(ComponentType.StringSelect),
    options: z.array(selectOption).min(1).max(25),
  })
  .superRefine((select, context) => {
    const values = select.options.map((option) => option.value);
    if (new Set(values).size < values.length) {
      context.addIssue({ code: 'custom', path: ['options'], message: 'The specified option value is already used.' });
    }
    if (select.options.filter((option) => option.default).length > (select.max_values ?? 1)) {
      context.addIssue({ code: 'custom', path: ['options'], message: 'More defaults than can be chosen.' });
    }
    if ((select.max_values ?? 1) > values.length) {
      context.addIssue({ code: 'custom', path: ['max_values'], message: 'More values than there are options.' });
    }
  });

const entitySelect = z
  .strictObject({
    ...selectBase,
    type: z.literal([
      ComponentType.UserSelect,
      ComponentType.RoleSelect,
      ComponentType.MentionableSelect,
      ComponentType.ChannelSelect,
    ]),
    channel_types: z.array(z.int()).optional(),
    default_values: z
      .array(z.strictObject({ id: snowflake, type: z.enum(SelectMenuDefaultValueType) }))
      .max(25)
      .optional(),
  })
  .superRefine(({ type, channel_types: types, default_values: values, min_values: min, max_values: max }, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (types && type !== ComponentType.ChannelSelect) issue('channel_types', 'Only a menu of channels has types.');
    if (!values || values.length === 0) return;
    if (values.length < (min ?? 1) || values.length > (max ?? 1)) {
      issue('default_values', 'Must be as many as can be chosen.');
    }
    if (
      type === ComponentType.ChannelSelect &&
      values.some((value) => value.type !== SelectMenuDefaultValueType.Channel)
    ) {
      issue('default_values', 'A menu of channels has channels.');
    }
    if (new Set(values.map(({ id }) => id)).size < values.length)
      issue('default_values', 'One of them is there twice.');
  });

const row = z.strictObject({
  type: z.literal(ComponentType.ActionRow),
  id: numberId,
  components: z.union([z.array(button).min(1).max(buttonsPerRowMax), z.tuple([stringSelect]), z.tuple([entitySelect])]),
});

export const rows = z
  .array(row)
  .max(rowsMax)
  .superRefine((all, context) => {
    const ids = all.flatMap((one) =>
      one.components.flatMap((inside) => ('custom_id' in inside ? [inside.custom_id] : [])),
    );
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) {
      context.addIssue({ code: 'custom', message: `Component custom id cannot be duplicated: ${twice}` });
    }
  });
