import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { DAY } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

export const forgettable = { videos: 5, clips: 3, markedUntilMs: nowMs + 16 * DAY };

/** Samples of the words about forgetting somebody. */
export function forgettingSamples({ forgetting }: Catalogue) {
  return {
    asked: [forgetting.asked()],
    wouldGo: [forgetting.wouldGo(5, 3), forgetting.wouldGo(1, 0), forgetting.wouldGo(0, 0)],
    wouldStop: [forgetting.wouldStop()],
    everywhere: [forgetting.everywhere()],
    stays: [forgetting.stays()],
    limitsStay: [forgetting.limitsStay(nowMs + 16 * DAY, nowMs)],
    toDoIt: [forgetting.toDoIt()],
    done: [forgetting.done()],
    gone: [forgetting.gone(5, 3), forgetting.gone(1, 0), forgetting.gone(0, 0)],
    stopped: [forgetting.stopped(1, 0), forgetting.stopped(0, 2), forgetting.stopped(1, 1), forgetting.stopped(0, 0)],
  } as const;
}
