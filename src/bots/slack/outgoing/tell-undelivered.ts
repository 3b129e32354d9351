import type { TellAsk } from '../../../core/ports/chat.ts';
import type { JobView } from '../../../core/request.ts';
import { createRecent } from '../../recent.ts';
import type { Showing } from '../../view.ts';
import { drawUndelivered } from '../draw/draft.ts';
import type { ProblemKind } from './api-error.ts';
import type { Targets } from './target.ts';

type Deps = { readonly targets: Targets; readonly showing: (view: JobView) => Showing };

/** Nothing was posted, and trying again may help. */
const worthAnotherTry: ReadonlySet<ProblemKind> = new Set(['slow', 'token_refused', 'not_done']);

/** Tells by direct message that a clip is there, and not in its channel. Throws where trying again may help. */
export function createTellUndelivered({ targets, showing }: Deps) {
  /** Deliveries that were told of, or may have been: Slack would say it again. */
  const told = createRecent<true>();

  return async ({ deliveryId, view, reason }: TellAsk, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (told.has(deliveryId)) return;
    const target = await targets.directTo(view, signal);
    if (target.kind === 'closed' || target.kind === 'uninstalled' || target.kind === 'gone') return;
    if (target.kind !== 'place') throw new Error(target.detail);
    // Another call may have begun meanwhile.
    if (told.has(deliveryId)) return;
    told.keep(deliveryId, true);
    const answer = await target.api.postMessage(target.at, drawUndelivered(view, reason, showing(view)), signal);
    if (answer.kind === 'done' || !worthAnotherTry.has(answer.kind)) return;
    told.forget(deliveryId);
    throw new Error(answer.detail);
  };
}
