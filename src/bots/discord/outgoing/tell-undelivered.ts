import type { TellAsk } from '../../../core/ports/chat.ts';
import type { JobView } from '../../../core/request.ts';
import type { Showing } from '../../view.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi } from './api.ts';
import { drawUndelivered } from '../draw/draft.ts';
import { messageBody, withNonce } from './message-body.ts';
import type { Targets } from './target.ts';

type Deps = {
  readonly api: Pick<DiscordApi, 'postMessage'>;
  readonly targets: Targets;
  readonly showing: (view: JobView) => Showing;
};

/** They take none of our messages, or not this one. */
const inVain: ReadonlySet<ApiProblem['kind']> = new Set(['gone', 'not_allowed', 'blocked']);

/** Tells apart from the result of the same delivery, which may have gone to the same person. */
const nonceMark = 'u';

/** A direct message that a clip is there, and not in its channel. Throws where trying again may help. */
export function createTellUndelivered({ api, targets, showing }: Deps) {
  return async ({ deliveryId, view, reason }: TellAsk, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const target = await targets.directTo(view, signal);
    if (target.kind === 'closed') return;
    if (target.kind !== 'channel') throw new Error(target.detail);
    const draft = drawUndelivered(view, reason, showing(view));
    const body = withNonce(messageBody(draft), deliveryId, nonceMark);
    const answer = await api.postMessage(target.channelId, body, signal);
    if (answer.kind !== 'done' && !inVain.has(answer.kind)) throw new Error(answer.detail);
  };
}
