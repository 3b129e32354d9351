import { z } from 'zod';
import { buttonTextCharsMax, buttonValueCharsMax, optionCharsMax, textObjectCharsMax } from '../rules.ts';
import { actionId, anyText, confirm, plain, url } from './text.ts';

/** Interactive elements. */

const placeholder = plain(150).optional();
const focus = { focus_on_load: z.boolean().optional() };
const base = { action_id: actionId };
const style = z.enum(['primary', 'danger']).optional();

const option = z.strictObject({
  text: plain(optionCharsMax),
  value: z.string().min(1).max(optionCharsMax),
  description: plain(optionCharsMax).optional(),
});
/** In checkboxes and radio buttons. */
const richOption = z.strictObject({
  text: anyText(optionCharsMax),
  value: z.string().min(1).max(optionCharsMax),
  description: anyText(optionCharsMax).optional(),
});
const optionGroup = z.strictObject({ label: plain(optionCharsMax), options: z.array(option).min(1).max(100) });

const button = z.strictObject({
  type: z.literal('button'),
  ...base,
  text: plain(buttonTextCharsMax),
  value: z.string().max(buttonValueCharsMax).optional(),
  url: url.optional(),
  style,
  confirm,
  accessibility_label: z.string().max(75).optional(),
});

const choices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};

const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...base,
  ...focus,
  ...choices,
  placeholder,
  confirm,
  initial_option: option.optional(),
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...base,
  ...focus,
  ...choices,
  placeholder,
  confirm,
  initial_options: z.array(option).min(1).optional(),
  max_selected_items: z.int().min(1).optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...base,
  ...focus,
  placeholder,
  confirm,
  initial_user: z.string().min(1).optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...base,
  ...focus,
  placeholder,
  confirm,
  initial_users: z.array(z.string().min(1)).min(1).optional(),
  max_selected_items: z.int().min(1).optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...base,
  ...focus,
  placeholder,
  confirm,
  initial_conversation: z.string().min(1).optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .refine((filter) => Object.keys(filter).length > 0, 'must have at least one field')
    .optional(),
});
const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...base,
  ...focus,
  placeholder,
  confirm,
  initial_conversations: z.array(z.string().min(1)).min(1).optional(),
  max_selected_items: z.int().min(1).optional(),
  filter: conversationsSelect.shape.filter,
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...base,
  ...focus,
  placeholder,
  confirm,
  initial_channel: z.string().min(1).optional(),
  response_url_enabled: z.boolean().optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...base,
  confirm,
  options: z
    .array(z.strictObject({ ...option.shape, url: url.optional() }))
    .min(1)
    .max(5),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...base,
  ...focus,
  confirm,
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).min(1).optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...base,
  ...focus,
  confirm,
  options: z.array(richOption).min(1).max(10),
  initial_option: richOption.optional(),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...base,
  ...focus,
  placeholder,
  confirm,
  initial_date: z.iso.date().optional(),
});

const dispatching = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
};
const typed = { ...base, ...focus, ...dispatching, placeholder, initial_value: z.string().optional() };

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...typed,
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(textObjectCharsMax).optional(),
  max_length: z.int().min(1).max(textObjectCharsMax).optional(),
});
const numberText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .optional();
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  initial_value: numberText,
  is_decimal_allowed: z.boolean(),
  min_value: numberText,
  max_value: numberText,
});
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed });
const emailInput = z.strictObject({ type: z.literal('email_text_input'), ...typed });
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...base,
  filetypes: z
    .array(z.string().regex(/^[a-z0-9]+$/))
    .min(1)
    .optional(),
  max_files: z.int().min(1).max(10).optional(),
});

const choosers = [
  staticSelect,
  multiStaticSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  multiConversationsSelect,
  channelsSelect,
  checkboxes,
  radioButtons,
  datepicker,
] as const;

export const image = z.strictObject({
  type: z.literal('image'),
  image_url: url,
  alt_text: z.string().min(1).max(2000),
});
export const inActions = z.discriminatedUnion('type', [button, overflow, ...choosers]);
export const inSection = z.discriminatedUnion('type', [button, overflow, image, ...choosers]);
export const inInput = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  urlInput,
  emailInput,
  fileInput,
  ...choosers,
]);

export type ActionElement = z.output<typeof inActions>;
export type InputElement = z.output<typeof inInput>;
export type Element = ActionElement | InputElement | z.output<typeof image>;
