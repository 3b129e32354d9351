import { z } from 'zod';
import { isLoopback } from './core/loopback.ts';

/** Where the operator is told what has to be known: an address that takes JSON, or a channel of a chat. */
export type AlertTo =
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'channel'; readonly platform: 'discord' | 'slack'; readonly channel: string };

const expected =
  'expected the address of a webhook, or a channel such as discord:1234567890123456789 or slack:C0123456789';

/** The address of a webhook is a secret: whoever has it can post there. */
export const alertTo = z.string().transform((text, context): AlertTo => {
  const [, platform, channel] = /^(discord|slack):([A-Z\d]{9,20})$/.exec(text.trim()) ?? [];
  if ((platform === 'discord' || platform === 'slack') && channel !== undefined) {
    return { kind: 'channel', platform, channel };
  }
  const url = URL.parse(text.trim());
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url && isSafe) return { kind: 'webhook', url: url.href };
  context.addIssue({ code: 'custom', message: expected });
  return z.NEVER;
});
