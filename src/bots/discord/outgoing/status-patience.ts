import type { Clock } from '../../../core/ports/world.ts';
import { MINUTE } from '../../../core/time.ts';
import type { ApiProblem } from './api-error.ts';
import { createPauses } from '../../pauses.ts';

/** A place that does not take our statuses is not asked again for so long: Discord counts what it has to refuse. */
const refusedPauseMs = 10 * MINUTE;
/** Where Discord wants patience and does not say how much. */
const patienceMs = 5 * MINUTE;

/** Not shown now; the same again may be. */
export class StatusNotShown extends Error {
  override readonly name = 'StatusNotShown';
}

/** What is left alone for a while after Discord refused it. Messages, channels and requests go by their names. */
export function createStatusPatience(clock: Clock) {
  const refused = createPauses(clock);
  const busy = createPauses(clock);

  const leaveAlone = (name: string): void => refused.pause(name, refusedPauseMs);

  return {
    leaveAlone,
    /** Nothing comes after a status that is over, so that it is tried in any case. */
    isInVain: (name: string, { isOver }: { readonly isOver: boolean }): boolean => !isOver && refused.leftMs(name) > 0,

    /** Throws where Discord wants patience. */
    waitFor(name: string): void {
      const leftMs = busy.leftMs(name);
      if (leftMs > 0) throw new StatusNotShown(`the status is left alone for another ${leftMs} ms`);
    },

    /** Returns where nothing can be shown there, whatever is tried. */
    endOrThrow(problem: ApiProblem, name: string): void {
      switch (problem.kind) {
        case 'not_allowed':
        case 'archived':
          leaveAlone(name);
          return;
        case 'gone':
        case 'message_gone':
        case 'blocked':
        case 'too_large':
        case 'rejected':
          return;
        case 'slow':
          busy.pause(name, problem.afterMs ?? patienceMs);
          throw new StatusNotShown(problem.detail);
        case 'token_refused':
        case 'answer_over':
        case 'ambiguous':
        case 'not_sent':
          throw new StatusNotShown(problem.detail);
      }
    },
  };
}
