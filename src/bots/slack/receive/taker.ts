import { App, type ReceiverEvent } from '@slack/bolt';
import type { Log } from '../../../core/ports/world.ts';
import { sdkLog } from '../sdk-log.ts';

/** Something that Slack sent, whichever way it came. */
export type Sent = Pick<ReceiverEvent, 'body' | 'retryNum'> & {
  /** Tells Slack that it was taken, perhaps with an answer. */
  readonly ack: (answer?: unknown) => Promise<void>;
};

export type Taker = {
  /** Hands it to whoever listens for such. Resolves once all that follows from it is done; never rejects. */
  take(sent: Sent): Promise<void>;
  /** Resolves once nothing that was taken is under way any more. */
  idle(): Promise<void>;
};

/**
 * Bolt, which knows what is what of all that Slack sends. Of its own it calls nobody: it has no token, and its receiver
 * is ours.
 */
export function createTaker({ log, listen }: { readonly log: Log; readonly listen: (app: App) => void }): Taker {
  const app = new App({
    receiver: { init: () => undefined, start: async () => undefined, stop: async () => undefined },
    authorize: async ({ teamId, enterpriseId }) => ({
      ...(teamId === undefined ? {} : { teamId }),
      ...(enterpriseId === undefined ? {} : { enterpriseId }),
    }),
    ignoreSelf: false,
    convoStore: false,
    logger: sdkLog(log),
  });
  app.error(async (error) => log.error('something that Slack sent was not dealt with', error));
  listen(app);
  const underWay = new Set<Promise<void>>();

  return {
    async take({ body, retryNum, ack }) {
      const work = app
        .processEvent({ body, ack, ...(retryNum === undefined ? {} : { retryNum }) })
        .catch((error: unknown) => log.error('something that Slack sent could not be read', error));
      underWay.add(work);
      await work;
      underWay.delete(work);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
