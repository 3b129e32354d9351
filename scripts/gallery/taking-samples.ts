import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

/** What chat platforms say of what people type, press and fill in. */
export function takingSamples({ taking }: Catalogue) {
  return {
    engineChoice: [
      taking.engineChoice('Demo', 60 * CREDIT_MICRO_USD, true),
      taking.engineChoice('Acme reel-1', 60 * CREDIT_MICRO_USD, false),
    ],
    cutShort: [taking.cutShort(1_000)],
    privateTaken: [taking.privateTaken([412]), taking.privateTaken([412, 413])],
    statusFollows: [taking.statusFollows([412]), taking.statusFollows([412, 413])],
    pressedTwice: [taking.pressedTwice()],
    notKept: [taking.notKept('too_old'), taking.notKept('pushed_out')],
    typedLost: [taking.typedLost('too_old'), taking.typedLost('pushed_out')],
    confirmLost: [taking.confirmLost('too_old'), taking.confirmLost('pushed_out')],
    fileLost: [taking.fileLost('too_old'), taking.fileLost('pushed_out')],
    unknownButton: [taking.unknownButton()],
    noPromptThere: [taking.noPromptThere()],
    clipMissing: [taking.clipMissing()],
  } as const;
}
