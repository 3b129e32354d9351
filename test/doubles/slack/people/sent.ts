import type { Watch } from '../../watch.ts';
import { acknowledgeWithinMs } from '../rules.ts';
import type { Interaction, Message } from '../things.ts';
import type { World } from '../world.ts';
import { seen, seenView, type SeenMessage, type SeenView } from './sight.ts';

/** How the app answered, as the person sees it. */
export type Acknowledged =
  | { readonly kind: 'empty' }
  | { readonly kind: 'message'; readonly message: SeenMessage }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'update' | 'push'; readonly view: SeenView }
  | { readonly kind: 'clear' }
  /** Three seconds went by: "/video failed with the error "operation_timeout"". */
  | { readonly kind: 'late' }
  /** "/video failed with the error "dispatch_failed"". */
  | { readonly kind: 'failed'; readonly why: string };

/** What became of an interaction. */
export interface Sent {
  readonly id: string;
  readonly triggerId: string | null;
  readonly responseUrl: string | null;
  /** As it goes out. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** How it is acknowledged, or that three seconds passed by the double's clock, which has to be moved for that. */
  acknowledged(): Promise<Acknowledged>;
  /** In real time; null if it was not. */
  acknowledgedAfterMs(): number | null;
  /**
   * The messages that answer it: by acknowledgement, by its response_url, and what only this person sees in that
   * conversation since, by chat.postEphemeral.
   */
  replies(): SeenMessage[];
  /** The first of them. */
  replied(): Promise<SeenMessage>;
  /** The message that was pressed, as it is now; null when it is gone, or there was none. */
  source(): SeenMessage | null;
  /** The view that was opened with its trigger, once it is there. */
  modal(): Promise<SeenView>;
}

export function sentOf(world: World, watch: Watch, interaction: Interaction): Sent {
  function isReply(message: Message): boolean {
    if (message.interaction === interaction) return true;
    const { person, channel } = interaction;
    return (
      message.interaction === null &&
      person !== null &&
      message.ephemeralFor === person &&
      message.channel === channel &&
      message.ts > interaction.afterTs
    );
  }
  const replies = (): SeenMessage[] => [...(interaction.channel?.messages.values() ?? [])].filter(isReply).map(seen);
  const view = (): SeenView | null => {
    const found = [...world.views.values()].find((one) => one.opener === interaction);
    return found ? seenView(found) : null;
  };

  async function acknowledged(): Promise<Acknowledged> {
    const done = new AbortController();
    const leftMs = interaction.atMs + acknowledgeWithinMs + 1 - world.clock.nowMs();
    const late = world.clock.sleep(Math.max(0, leftMs), done.signal).then(() => null);
    const settled = watch.until(
      () => interaction.acknowledgement !== null || interaction.late,
      `an acknowledgement of ${interaction.kind}`,
      done.signal,
    );
    try {
      await Promise.race([settled, late]);
      return shown(interaction);
    } finally {
      done.abort();
      await Promise.allSettled([settled, late]);
    }
  }

  return {
    id: interaction.id,
    triggerId: interaction.trigger?.id ?? null,
    responseUrl: interaction.responseUrl?.url ?? null,
    payload: interaction.payload,
    acknowledged,
    acknowledgedAfterMs: () =>
      interaction.acknowledgedAtRealMs === null ? null : interaction.acknowledgedAtRealMs - interaction.sentAtRealMs,
    replies,
    replied: () => watch.until(() => replies()[0], `an answer to ${interaction.kind}`),
    source: () => (interaction.source && !interaction.source.deleted ? seen(interaction.source) : null),
    modal: () => watch.until(view, `a view that answers ${interaction.kind}`),
  };
}

function shown(interaction: Interaction): Acknowledged {
  const how = interaction.acknowledgement;
  if (interaction.late || how === null) return { kind: 'late' };
  switch (how.kind) {
    case 'message':
      return { kind: 'message', message: seen(how.message) };
    case 'update':
    case 'push':
      return { kind: how.kind, view: seenView(how.view) };
    default:
      return how;
  }
}
