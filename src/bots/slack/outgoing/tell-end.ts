import type { JobView } from '../../../core/request.ts';
import { createRecent } from '../../recent.ts';
import type { Draft } from '../draw/draft.ts';
import type { ProblemKind } from './api-error.ts';
import type { Targets } from './target.ts';

/** Nothing was posted, and trying again may help. */
const worthAnotherTry: ReadonlySet<ProblemKind> = new Set(['slow', 'token_refused', 'not_done']);

/**
 * Tells by direct message how a request ended of which nobody knows where its status stands: a clip speaks for itself, but
 * a failure would be seen nowhere. Once for each request of this process. Throws where trying again may help.
 */
export function createTellEnd({ targets }: { readonly targets: Targets }) {
  const told = createRecent<true>();

  return async (view: JobView, draft: Draft, signal: AbortSignal): Promise<void> => {
    const { id } = view.request;
    if (told.has(id)) return;
    const target = await targets.directTo(view, signal);
    if (target.kind === 'closed' || target.kind === 'uninstalled' || target.kind === 'gone') return;
    if (target.kind !== 'place') throw new Error(target.detail);
    told.keep(id, true);
    const answer = await target.api.postMessage(target.at, draft, signal);
    if (answer.kind === 'done' || !worthAnotherTry.has(answer.kind)) return;
    told.forget(id);
    throw new Error(answer.detail);
  };
}
