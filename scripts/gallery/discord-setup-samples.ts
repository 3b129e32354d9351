import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { DOLLAR_MICRO_USD } from '../../src/core/money.ts';

/** Samples of the panel with which moderators set up a server of Discord. */
export function discordSetupSamples({ discordSetup: words, discord }: Catalogue) {
  const { attachFiles, sendMessages } = discord.rights;
  return {
    ...words,
    howTo: [words.howTo()],
    allowanceChoice: [words.allowanceChoice(1), words.allowanceChoice(10), words.allowanceChoice(null)],
    capChoice: [words.capChoice(5 * DOLLAR_MICRO_USD), words.capChoice(2.5 * DOLLAR_MICRO_USD), words.capChoice(null)],
    cannotPost: [
      words.cannotPost(['videos'], [attachFiles]),
      words.cannotPost(['videos', 'bots'], [sendMessages, attachFiles]),
    ],
    gone: [words.gone(1, false), words.gone(2, true)],
    approvals: [words.approvals(null), words.approvals('mods')],
    zone: [words.zone('Europe/Berlin')],
    zoneChoice: [words.zoneChoice('Europe/Berlin')],
    moreSettings: [words.moreSettings()],
    approvalsGone: [words.approvalsGone()],
    cannotAsk: [words.cannotAsk('mods', [sendMessages])],
    logGone: [words.logGone()],
    cannotLog: [words.cannotLog('mod-log', [sendMessages])],
    logFailed: [words.logFailed('mod-log')],
    choiceGone: [words.choiceGone()],
    changedMeanwhile: [words.changedMeanwhile()],
    oldPanel: [words.oldPanel()],
    seeWhatIsSaved: [words.seeWhatIsSaved()],
    closed: [words.closed()],
    opensAgain: [words.opensAgain()],
    offer: [words.offer()],
    offerMeans: [words.offerMeans()],
    untilThen: [words.untilThen(false), words.untilThen(true)],
    notNowTaken: [words.notNowTaken()],
  } as const;
}
