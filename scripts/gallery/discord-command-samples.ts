import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

/** What people are told on Discord beside what every surface says. */
export function discordCommandSamples({ discordCommands }: Catalogue) {
  return {
    ...discordCommands,
    nameOf: [discordCommands.nameOf('video.seconds', 'seconds')],
    everybody: [discordCommands.everybody()],
    privateTaken: [discordCommands.privateTaken([412]), discordCommands.privateTaken([412, 413])],
    statusFollows: [discordCommands.statusFollows([412]), discordCommands.statusFollows([412, 413])],
    tooSlow: [discordCommands.tooSlow()],
    pressedTwice: [discordCommands.pressedTwice()],
    typedLost: [discordCommands.typedLost()],
    fileLost: [discordCommands.fileLost()],
    placeLost: [discordCommands.placeLost()],
    unknownButton: [discordCommands.unknownButton()],
    directMessagesOff: [discordCommands.directMessagesOff()],
    notAMember: [discordCommands.notAMember()],
    membershipUnknown: [discordCommands.membershipUnknown()],
    notAPost: [discordCommands.notAPost()],
    lockedThread: [discordCommands.lockedThread()],
    moderatorsOnly: [discordCommands.moderatorsOnly()],
    noVideoThere: [discordCommands.noVideoThere()],
    severalVideosThere: [discordCommands.severalVideosThere()],
    clipTooLarge: [discordCommands.clipTooLarge(24_300_000)],
    clipMissing: [discordCommands.clipMissing()],
  } as const;
}
