import { z } from 'zod';
import { idCharsMax, textObjectCharsMax } from '../rules.ts';

/** Text objects and what else many blocks have. */

export function plain(charsMax: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z
      .string()
      .min(1)
      .max(charsMax, `must be less than ${charsMax + 1} characters`),
    emoji: z.boolean().optional(),
  });
}

export function mrkdwn(charsMax: number = textObjectCharsMax) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z
      .string()
      .min(1)
      .max(charsMax, `must be less than ${charsMax + 1} characters`),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(charsMax: number = textObjectCharsMax) {
  return z.discriminatedUnion('type', [plain(charsMax), mrkdwn(charsMax)]);
}

export type TextObject = z.output<ReturnType<typeof anyText>>;

export const blockId = z.string().min(1).max(idCharsMax).optional();
export const actionId = z.string().min(1).max(idCharsMax).optional();
export const url = z.url({ protocol: /^https?$/ }).max(3000);

/** The documentation requires all four texts; that some have defaults is not written anywhere. */
export const confirm = z
  .strictObject({
    title: plain(100),
    text: anyText(300),
    confirm: plain(30),
    deny: plain(30),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .optional();
