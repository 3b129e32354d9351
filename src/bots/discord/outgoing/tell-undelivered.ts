import type { TellAsk } from '../../../core/ports/chat.ts';
import type { JobView } from '../../../core/request.ts';
import type { Showing } from '../../view.ts';
import type { ApiProblem } from './api-error.ts';
import type { DiscordApi } from './api.ts';
import { drawUndelivered } from '../draw/draft.ts';
import { messageBody, withNonce } from './message-body.ts';
import type { OpenAnswers } from '../open-answers.ts';
import { createRecent } from '../../recent.ts';
import type { Targets } from './target.ts';

type Deps = {
  readonly api: Pick<DiscordApi, 'postMessage' | 'tellAsker'>;
  readonly targets: Targets;
  readonly openAnswers: Pick<OpenAnswers, 'toAsker'>;
  readonly showing: (view: JobView) => Showing;
};

/** They take none of our messages, or not this one. */
const inVain: ReadonlySet<ApiProblem['kind']> = new Set(['gone', 'not_allowed', 'blocked']);

/** Tells apart from the result of the same delivery, which may have gone to the same person. */
const nonceMark = 'u';

/**
 * Tells that a clip is there, and not in its channel: by direct message, and where those are closed beneath what was typed,
 * as long as Discord allows that. Throws where trying again may help.
 */
export function createTellUndelivered({ api, targets, openAnswers, showing }: Deps) {
  /** By delivery: told beneath what was typed. */
  const told = createRecent<true>();

  return async ({ deliveryId, view, reason }: TellAsk, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const body = messageBody(drawUndelivered(view, reason, showing(view)));
    const target = await targets.directTo(view, signal);
    if (target.kind === 'channel') {
      const answer = await api.postMessage(target.channelId, withNonce(body, deliveryId, nonceMark), signal);
      if (answer.kind === 'done') return;
      if (!inVain.has(answer.kind)) throw new Error(answer.detail);
    } else if (target.kind !== 'closed') throw new Error(target.detail);
    const asker = openAnswers.toAsker(view.request.inboundKey);
    if (asker === null || told.has(deliveryId)) return;
    told.keep(deliveryId, true);
    await api.tellAsker(asker, body, signal);
  };
}
