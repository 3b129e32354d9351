import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

/** What people are told on Discord beside what every surface says. */
export function discordCommandSamples({ discordCommands }: Catalogue) {
  return {
    ...discordCommands,
    nameOf: [discordCommands.nameOf('video.seconds', 'seconds')],
    everybody: [discordCommands.everybody()],
    help: {
      more: [discordCommands.help.more()],
      moreForModerators: [discordCommands.help.moreForModerators()],
    },
    cutShort: [discordCommands.cutShort(1_000)],
    privateTaken: [discordCommands.privateTaken([412]), discordCommands.privateTaken([412, 413])],
    statusFollows: [discordCommands.statusFollows([412]), discordCommands.statusFollows([412, 413])],
    toldAlone: [discordCommands.toldAlone()],
    tooSlow: [discordCommands.tooSlow()],
    pressedTwice: [discordCommands.pressedTwice()],
    typedLost: [discordCommands.typedLost('too_old'), discordCommands.typedLost('pushed_out')],
    fileLost: [discordCommands.fileLost('too_old'), discordCommands.fileLost('pushed_out')],
    placeLost: [discordCommands.placeLost('too_old'), discordCommands.placeLost('pushed_out')],
    unknownButton: [discordCommands.unknownButton()],
    directMessagesOff: [discordCommands.directMessagesOff()],
    notAMember: [discordCommands.notAMember()],
    membershipUnknown: [discordCommands.membershipUnknown()],
    notAPost: [discordCommands.notAPost()],
    lockedThread: [discordCommands.lockedThread()],
    moderatorsOnly: [discordCommands.moderatorsOnly()],
    noVideoThere: [discordCommands.noVideoThere()],
    noPromptThere: [discordCommands.noPromptThere()],
    engineChoice: [
      discordCommands.engineChoice('demo/reel', 60 * CREDIT_MICRO_USD, true),
      discordCommands.engineChoice('acme/reel-1', 60 * CREDIT_MICRO_USD, false),
    ],
    severalVideosThere: [discordCommands.severalVideosThere()],
    clipTooLarge: [discordCommands.clipTooLarge(24_300_000)],
    clipMissing: [discordCommands.clipMissing()],
  } as const;
}
