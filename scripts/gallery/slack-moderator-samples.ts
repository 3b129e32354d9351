import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { channel } from '../../src/bots/messages/text.ts';

/** What moderators are told and asked on Slack alone. */
export function slackModeratorSamples({ slackModerators }: Catalogue) {
  return {
    ...slackModerators,
    fileByMessage: [slackModerators.fileByMessage()],
    hereIsFile: [slackModerators.hereIsFile()],
    fileNotTaken: [slackModerators.fileNotTaken(true), slackModerators.fileNotTaken(false)],
    noVideoThere: [slackModerators.noVideoThere()],
    removeAsked: [slackModerators.removeAsked(412)],
    removeMeans: [slackModerators.removeMeans()],
    removeNow: [slackModerators.removeNow(412)],
    removeAndBlock: [slackModerators.removeAndBlock()],
    noGroups: [slackModerators.noGroups()],
    channelMissing: [
      slackModerators.channelMissing('approval', [channel('C1')]),
      slackModerators.channelMissing('log', [channel('C1')]),
    ],
    moreAsks: [slackModerators.moreAsks(3)],
  } as const;
}
