import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { MINUTE } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

/** The page of the app in Slack. */
export function slackHomeSamples({ slackHome }: Catalogue) {
  return {
    ...slackHome,
    asOf: [slackHome.asOf(nowMs - MINUTE, nowMs)],
    you: [slackHome.you()],
    moreModerators: [slackHome.moreModerators(1), slackHome.moreModerators(12)],
    formNotOpened: [slackHome.formNotOpened()],
  } as const;
}
