import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { DAY } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

/** Samples of what is said in Slack alone, when something is brought there. */
export function slackSamples({ buttons, slack }: Catalogue) {
  return {
    progress: [slack.progress(0.45)],
    ofVideo: [slack.ofVideo(buttons.remove, 412)],
    askedIn: [slack.askedIn('C024BE7LR')],
    clipLink: [slack.clipLink(nowMs + 7 * DAY, nowMs)],
    play: [slack.play(412)],
    undelivered: [slack.undelivered(412)],
    channelGone: slack.channelGone,
    fetchItThere: [slack.fetchItThere(412)],
  } as const;
}
