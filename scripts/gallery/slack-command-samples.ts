import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { DAY } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

/** What people are told on Slack when they type, press and fill in something. */
export function slackCommandSamples({ slackCommands }: Catalogue) {
  return {
    label: [slackCommands.label('video.seconds', 'seconds'), slackCommands.label('video.fps', 'fps')],
    form: { ...slackCommands.form, typed: [slackCommands.form.typed('videos cancel')] },
    fileInForm: [
      slackCommands.fileInForm('image', 'video'),
      slackCommands.fileInForm('video', 'video'),
      slackCommands.fileInForm('image', 'videos compare'),
    ],
    noSuchCommand: [slackCommands.noSuchCommand('/vidoes', '/videos'), slackCommands.noSuchCommand('/song', null)],
    tooSlow: [slackCommands.tooSlow()],
    formUnsure: [slackCommands.formUnsure()],
    takenElsewhere: [slackCommands.takenElsewhere([412], 'C1'), slackCommands.takenElsewhere([412, 413], 'C1')],
    orgWide: [slackCommands.orgWide()],
    otherWorkspace: [slackCommands.otherWorkspace()],
    notInstalled: [slackCommands.notInstalled()],
    workspaceUnknown: [slackCommands.workspaceUnknown()],
    inviteFirst: [slackCommands.inviteFirst('reelay')],
    notAmongUs: [slackCommands.notAmongUs()],
    archived: [slackCommands.archived()],
    cannotJoin: [slackCommands.cannotJoin('reelay')],
    channelUnknown: [slackCommands.channelUnknown()],
    noPlace: [slackCommands.noPlace()],
    clipLink: [slackCommands.clipLink(nowMs + 7 * DAY, nowMs)],
    clipByMessage: [slackCommands.clipByMessage()],
    clipNotSent: [slackCommands.clipNotSent()],
    clipNotTaken: [slackCommands.clipNotTaken(24_300_000)],
    clipAgain: [slackCommands.clipAgain(412)],
    onlyTheirs: [slackCommands.onlyTheirs()],
  } as const;
}
