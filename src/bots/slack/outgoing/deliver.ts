import type { MessageRef } from '../../../core/destination.ts';
import type { ClipId } from '../../../core/ids.ts';
import type { DeliverAsk, DeliverResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { JobView } from '../../../core/request.ts';
import { createTurns } from '../../in-turn.ts';
import { createRecent } from '../../recent.ts';
import type { Showing } from '../../view.ts';
import type { Bring } from './bring.ts';
import { createBringFile } from './bring-file.ts';
import { createBringLink, linkName } from './bring-link.ts';
import { later, resultOf } from './delivery-result.ts';
import type { StatusMemory } from './status-memory.ts';
import type { Targets } from './target.ts';

type Deps = {
  readonly targets: Targets;
  readonly clock: Clock;
  readonly memory: StatusMemory;
  readonly showing: (view: JobView) => Showing;
  readonly clipUrl: (clipId: ClipId) => string | null;
};

/** Brings a clip to its channel, once: as a file, or as a link where the workspace takes no files. */
export function createDeliver({ targets, clock, memory, showing, clipUrl }: Deps) {
  const inTurn = createTurns();
  const bringFile = createBringFile({ clock, showing });
  const bringLink = createBringLink({ memory, showing, clipUrl });
  /** By delivery: its message, which Slack names in more than one way. */
  const sent = createRecent<MessageRef>();

  async function bring(ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> {
    const target = await targets.of(ask.view, ask.destination, signal);
    if (target.kind === 'closed') return { kind: 'undeliverable', reason: 'not_allowed' };
    if (target.kind === 'uninstalled') return { kind: 'undeliverable', reason: 'destination_gone' };
    if (target.kind !== 'place') return resultOf(target);
    const { request } = ask.view;
    const whole: Bring = {
      ask,
      api: target.api,
      at: target.at,
      earlier: ask.upload,
      status: request.statusMessage ?? memory.posted.get(request.id),
      signal,
    };
    if (whole.earlier?.name === linkName) return bringLink(whole, 'gave_up');
    const result = await bringFile(whole);
    return result.kind === 'refused' ? bringLink(whole, result.reason) : result;
  }

  return (ask: DeliverAsk, signal: AbortSignal): Promise<DeliverResult> =>
    inTurn(ask.deliveryId, async () => {
      const before = sent.get(ask.deliveryId);
      if (before !== null) return { kind: 'sent', message: before };
      if (signal.aborted) return later('there was no time left');
      try {
        const result = await bring(ask, signal);
        if (result.kind === 'sent') sent.keep(ask.deliveryId, result.message);
        return result;
      } catch (error) {
        return later(String(error));
      }
    });
}
