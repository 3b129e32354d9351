import { z } from 'zod';
import { textObjectCharsMax } from '../rules.ts';
import { image as imageElement, inActions, inInput, inSection } from './elements.ts';
import { richText } from './rich-text.ts';
import { anyText, blockId, mrkdwn, plain, url } from './text.ts';

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(textObjectCharsMax).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: inSection.optional(),
    expand: z.boolean().optional(),
  })
  .refine((one) => one.text !== undefined || one.fields !== undefined, 'must have text or fields');

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(inActions).min(1).max(25),
});

const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plain(textObjectCharsMax), mrkdwn(), imageElement]))
    .min(1)
    .max(10),
});

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inInput,
});

const image = z.strictObject({
  type: z.literal('image'),
  block_id: blockId,
  image_url: url,
  alt_text: z.string().min(1).max(2000),
  title: plain(2000).optional(),
});

/** The double knows no other types of blocks. */
export const block = z.discriminatedUnion('type', [
  section,
  actions,
  context,
  input,
  image,
  richText,
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plain(150) }),
  z.strictObject({ type: z.literal('markdown'), block_id: blockId, text: z.string().min(1).max(12_000) }),
]);

export type Block = z.output<typeof block>;
export type InputBlock = z.output<typeof input>;
