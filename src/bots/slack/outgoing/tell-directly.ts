import type { JobView } from '../../../core/request.ts';
import { createRecent } from '../../recent.ts';
import type { Draft } from '../draw/draft.ts';
import type { ProblemKind } from './api-error.ts';
import type { Targets } from './target.ts';

/** Nothing was posted, and trying again may help. */
const worthAnotherTry: ReadonlySet<ProblemKind> = new Set(['slow', 'token_refused', 'not_done']);

/**
 * Tells who asked something by direct message: under one name once, as far as this process knows. Throws where trying again
 * may help.
 */
export function createTellDirectly({ targets }: { readonly targets: Targets }) {
  /** What was told, or may have been: Slack would say it again. */
  const told = createRecent<true>();

  return async (name: string, view: JobView, draft: () => Draft, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (told.has(name)) return;
    const target = await targets.directTo(view, signal);
    if (target.kind === 'closed' || target.kind === 'uninstalled' || target.kind === 'gone') return;
    if (target.kind !== 'place') throw new Error(target.detail);
    // Another call may have begun meanwhile.
    if (told.has(name)) return;
    told.keep(name, true);
    const answer = await target.api.postMessage(target.at, draft(), signal);
    if (answer.kind === 'done' || !worthAnotherTry.has(answer.kind)) return;
    told.forget(name);
    throw new Error(answer.detail);
  };
}
