import type { BaseInteraction } from 'discord.js';
import { catalogueFor } from '../../messages/catalogue.ts';
import { whyFailed } from '../../why-failed.ts';
import type { Incoming } from './deps.ts';
import { type Reply, textReply } from './reply.ts';

/** What goes wrong on our side is said in words, and logged once without what was typed. */
export async function inWords(
  { locale, id }: BaseInteraction,
  perform: () => Promise<Reply>,
  { clock, log }: Pick<Incoming, 'clock' | 'log'>,
): Promise<Reply> {
  try {
    return await perform();
  } catch (error) {
    log.error('an event from Discord could not be dealt with', error, { interaction: id });
    return textReply(whyFailed(error, catalogueFor(locale), clock.nowMs()));
  }
}
