import type { TellAsk } from '../../../core/ports/chat.ts';
import type { JobView } from '../../../core/request.ts';
import type { Showing } from '../../view.ts';
import { drawUndelivered } from '../draw/draft.ts';
import type { Targets } from './target.ts';
import { createTellDirectly } from './tell-directly.ts';

type Deps = { readonly targets: Targets; readonly showing: (view: JobView) => Showing };

/** Tells by direct message that a clip is there, and not in its channel. Throws where trying again may help. */
export function createTellUndelivered({ targets, showing }: Deps) {
  const tell = createTellDirectly({ targets });
  return ({ deliveryId, view, reason }: TellAsk, signal: AbortSignal): Promise<void> =>
    tell(deliveryId, view, () => drawUndelivered(view, reason, showing(view)), signal);
}
