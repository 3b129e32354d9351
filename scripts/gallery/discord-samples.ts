import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { DAY } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

/** Samples of what is said at Discord alone, when something is brought there. */
export function discordSamples({ discord }: Catalogue) {
  const { attachFiles, sendMessages } = discord.rights;
  return {
    rights: discord.rights,
    rightsMissing: [discord.rightsMissing([attachFiles]), discord.rightsMissing([sendMessages, attachFiles])],
    progress: [discord.progress(0.45)],
    askedIn: [discord.askedIn('81384788765712384')],
    clipLink: [discord.clipLink(nowMs + 7 * DAY, nowMs)],
    undelivered: [discord.undelivered(412)],
    fetchItThere: [discord.fetchItThere(412)],
    directClosed: [discord.directClosed(412)],
  } as const;
}
