import { acknowledgeWithinMs, eventRetriesAfterMs } from '../rules.ts';
import type { Interaction } from '../things.ts';
import type { World } from '../world.ts';
import { interpret } from './acknowledge.ts';
import { post, wireOf, type BodyKind, type HttpAnswer } from './http.ts';

/** What reaches the app, over HTTP or a socket. */
export interface Delivery {
  /** Sends an interaction, also once more. Resolves when it was answered, or when nobody waits any more. */
  send(interaction: Interaction): Promise<void>;
  /** Sends an event until it is answered well, four times in all. */
  sendEvent(interaction: Interaction): Promise<void>;
  /** The waits before retries are over. */
  retryNow(): void;
  to: { url: string | null };
}

/** A connection of Socket Mode, if there is one. */
export interface SocketRoad {
  readonly open: () => number;
  /** To any one of the connections; resolves with what it acknowledged. */
  readonly send: (
    type: 'slash_commands' | 'interactive' | 'events_api',
    payload: Readonly<Record<string, unknown>>,
    retry: Retry | null,
    signal: AbortSignal,
  ) => Promise<HttpAnswer>;
}

interface Retry {
  readonly number: number;
  readonly reason: string;
}

const bodies: Readonly<Record<Interaction['kind'], BodyKind>> = {
  command: 'form',
  event: 'event',
  action: 'interactive',
  message_shortcut: 'interactive',
  shortcut: 'interactive',
  submission: 'interactive',
  closing: 'interactive',
};

const envelopes = { form: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;

export function createDelivery(world: World, sockets: SocketRoad): Delivery {
  const to: { url: string | null } = { url: null };
  let hurry = Promise.withResolvers<void>();

  /** Null when three seconds went by first. */
  async function once(interaction: Interaction, retry: Retry | null): Promise<HttpAnswer | null> {
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, world.ended]);
    const late = world.clock.sleep(acknowledgeWithinMs + 1, signal).then(() => null);
    const answer = transmit(interaction, retry, signal);
    const first = await Promise.race([answer, late]);
    done.abort();
    await Promise.allSettled([answer, late]);
    return first;
  }

  function transmit(interaction: Interaction, retry: Retry | null, signal: AbortSignal): Promise<HttpAnswer> {
    const kind = bodies[interaction.kind];
    if (to.url === null) {
      if (sockets.open() === 0) return Promise.resolve({ kind: 'nobody', why: 'no address and no connection' });
      return sockets.send(envelopes[kind], interaction.payload, retry, signal);
    }
    const more: Record<string, string> = retry
      ? { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }
      : {};
    const wire = wireOf(world, kind, interaction.payload, more);
    interaction.wire = wire;
    return post(to.url, wire, signal);
  }

  return {
    to,
    retryNow() {
      hurry.resolve();
      hurry = Promise.withResolvers();
    },
    async send(interaction) {
      const answer = await once(interaction, null);
      if (world.ended.aborted) return;
      if (answer === null) {
        interaction.late = interaction.acknowledgement === null;
      } else {
        const acknowledgement = interpret(world, interaction, answer);
        interaction.acknowledgement ??= acknowledgement;
        interaction.acknowledgedAtRealMs ??= performance.now();
      }
      world.changed();
    },
    async sendEvent(interaction) {
      let retry: Retry | null = null;
      for (let number = 0; number <= eventRetriesAfterMs.length; number += 1) {
        if (number > 0) {
          const waited = new AbortController();
          const signal = AbortSignal.any([waited.signal, world.ended]);
          const patience = world.clock.sleep(eventRetriesAfterMs[number - 1] ?? 0, signal);
          await Promise.race([patience, hurry.promise]);
          waited.abort();
        }
        if (world.ended.aborted) return;
        const answer: HttpAnswer | null = await once(interaction, retry);
        const good = answer?.kind === 'answer' && answer.status >= 200 && answer.status < 300;
        if (good) interaction.acknowledgement ??= { kind: 'empty' };
        interaction.acknowledgedAtRealMs ??= good ? performance.now() : null;
        world.changed();
        if (good || (answer?.kind === 'answer' && answer.noRetry)) return;
        retry = { number: number + 1, reason: reasonOf(answer) };
      }
      interaction.acknowledgement ??= { kind: 'failed', why: 'given up after three retries' };
      world.changed();
    },
  };
}

function reasonOf(answer: HttpAnswer | null): string {
  if (answer === null) return 'http_timeout';
  return answer.kind === 'nobody' ? 'connection_failed' : 'http_error';
}
