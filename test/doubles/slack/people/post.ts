import type { Delivery } from '../delivery/delivery.ts';
import type { Interaction, Workspace } from '../things.ts';
import type { World } from '../world.ts';
import { makeEvent, type EventOptions } from './event.ts';

/** Sends what people do on its way, and keeps it for later. */
export interface Post {
  interaction(interaction: Interaction): Interaction;
  event(workspace: Workspace, event: Readonly<Record<string, unknown>>, options?: EventOptions): Interaction;
  /** The same once more, freshly signed. */
  again(id: string): void;
  /** The waits before retries are over. */
  retryNow(): void;
}

export function createPost(world: World, delivery: Delivery): Post {
  function watched(sending: Promise<void>): void {
    sending.catch((error: unknown) => {
      world.problems.push({ where: 'delivery', message: `The double failed: ${String(error)}` });
      world.changed();
    });
  }
  return {
    retryNow: () => {
      delivery.retryNow();
    },
    interaction(interaction) {
      world.interactions.set(interaction.id, interaction);
      watched(delivery.send(interaction));
      return interaction;
    },
    event(workspace, event, options) {
      const made = makeEvent(world, workspace, event, options);
      world.interactions.set(made.id, made);
      // What the app does not subscribe to does not reach it.
      const wanted = world.events === null || world.events.includes(String(event['type']));
      if (wanted) watched(delivery.sendEvent(made));
      return made;
    },
    again(id) {
      const interaction = world.interactions.get(id);
      if (!interaction) throw new Error(`There is no interaction ${id}`);
      watched(delivery.send(interaction));
    },
  };
}
