import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

/** What people are told on Discord beside what every surface says. */
export function discordCommandSamples({ discordCommands }: Catalogue) {
  return {
    ...discordCommands,
    nameOf: [discordCommands.nameOf('video.seconds', 'seconds')],
    allTogether: [discordCommands.allTogether()],
    everybody: [discordCommands.everybody()],
    help: {
      linesInForm: [discordCommands.help.linesInForm('/videos batch')],
      more: [discordCommands.help.more()],
      moreForModerators: [discordCommands.help.moreForModerators()],
    },
    toldAlone: [discordCommands.toldAlone()],
    tooSlow: [discordCommands.tooSlow()],
    placeLost: [discordCommands.placeLost('too_old'), discordCommands.placeLost('pushed_out')],
    directMessagesOff: [discordCommands.directMessagesOff()],
    notAMember: [discordCommands.notAMember()],
    membershipUnknown: [discordCommands.membershipUnknown()],
    notAPost: [discordCommands.notAPost()],
    lockedThread: [discordCommands.lockedThread()],
    moderatorsOnly: [discordCommands.moderatorsOnly()],
    noVideoThere: [discordCommands.noVideoThere()],
    severalVideosThere: [discordCommands.severalVideosThere()],
    removeAndBlock: [discordCommands.removeAndBlock(412)],
    fileTooLarge: [discordCommands.fileTooLarge(24_300_000)],
    fileNotShown: [discordCommands.fileNotShown()],
    clipTooLarge: [discordCommands.clipTooLarge(24_300_000)],
  } as const;
}
