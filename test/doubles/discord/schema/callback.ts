import { InteractionResponseType, MessageFlags } from 'discord.js';
import { z } from 'zod';
import type { InteractionKind } from '../world.ts';
import { form } from './form.ts';
import { interactionMessage, interactionMessageEdit } from './message.ts';

const localized = z.record(z.string(), z.string().min(1).max(100)).nullish();

const choice = z.strictObject({
  name: z.string().min(1).max(100),
  name_localizations: localized,
  value: z.union([
    z.string().max(100),
    z
      .number()
      .min(-(2 ** 53))
      .max(2 ** 53),
  ]),
});

const deferredFlags = z
  .strictObject({
    flags: z
      .literal([0, MessageFlags.Ephemeral], 'Of the flags only EPHEMERAL can be set on a deferred answer.')
      .nullish(),
  })
  .nullish();

const message = z.strictObject({
  type: z.literal(InteractionResponseType.ChannelMessageWithSource),
  data: interactionMessage,
});
const deferred = z.strictObject({
  type: z.literal(InteractionResponseType.DeferredChannelMessageWithSource),
  data: deferredFlags,
});
const deferredUpdate = z.strictObject({
  type: z.literal(InteractionResponseType.DeferredMessageUpdate),
  data: z.strictObject({}).nullish(),
});
const update = z.strictObject({ type: z.literal(InteractionResponseType.UpdateMessage), data: interactionMessageEdit });
const choices = z.strictObject({
  type: z.literal(InteractionResponseType.ApplicationCommandAutocompleteResult),
  data: z.strictObject({ choices: z.array(choice).max(25) }),
});
const modal = z.strictObject({ type: z.literal(InteractionResponseType.Modal), data: form });

export type Callback = z.output<
  typeof message | typeof deferred | typeof deferredUpdate | typeof update | typeof choices | typeof modal
>;

/** What each kind of interaction may be answered with. A form answers with an update only if a message opened it. */
export function callbackFor(kind: InteractionKind, hasSource: boolean): z.ZodType<Callback> {
  switch (kind) {
    case 'autocomplete':
      return choices;
    case 'command':
      return z.discriminatedUnion('type', [message, deferred, modal]);
    case 'component':
      return z.discriminatedUnion('type', [message, deferred, deferredUpdate, update, modal]);
    case 'form':
      return hasSource
        ? z.discriminatedUnion('type', [message, deferred, deferredUpdate, update])
        : z.discriminatedUnion('type', [message, deferred]);
  }
}

export const callbackQuery = z.strictObject({ with_response: z.enum(['true', 'false']).optional() });
