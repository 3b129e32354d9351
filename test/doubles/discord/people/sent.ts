import { acknowledgeWithinMs } from '../rules.ts';
import type { Acknowledgement, Choice, Interaction, ShownForm, World } from '../world.ts';
import type { Watch } from '../../watch.ts';
import { seen, type SeenMessage } from './sight.ts';

/** What became of an interaction, as the person sees it who began it. */
export interface Sent {
  readonly id: string;
  readonly token: string;
  /** How it was answered, or null where it was not, or not yet. */
  acknowledgement(): Acknowledgement | null;
  /**
   * How it is answered. `none`: three seconds passed by the double's clock, and the person read that the application
   * did not respond. A clock that stands still has to be moved for that.
   */
  acknowledged(): Promise<Acknowledgement | { readonly kind: 'none' }>;
  /** How long the bot took to acknowledge it, in real time; null if it did not. */
  acknowledgedAfterMs(): number | null;
  /** The message that answers it, or the one that a button sits on. Null when there is none, or it is gone. */
  original(): SeenMessage | null;
  /** All messages that it made and that are still there, the first answer first. */
  messages(): SeenMessage[];
  /** The first message of its own that is no placeholder. */
  answered(): Promise<SeenMessage>;
  /** The form that it opened. */
  form(): Promise<ShownForm>;
  /** The choices that an option was given, or null when that took too long ("Loading options failed"). */
  choices(): Promise<readonly Choice[] | null>;
}

export function sentOf(world: World, watch: Watch, interaction: Interaction): Sent {
  const messages = (): SeenMessage[] => {
    const own = interaction.original === interaction.source ? [] : [interaction.original];
    return [...own, ...interaction.followUps].flatMap((one) => (one && !one.deleted ? [seen(one)] : []));
  };
  const acknowledged: Sent['acknowledged'] = async () => {
    const done = new AbortController();
    const leftMs = interaction.atMs + acknowledgeWithinMs + 1 - world.clock.nowMs();
    const late = world.clock.sleep(Math.max(0, leftMs), done.signal).then(() => null);
    const inTime = watch.until(() => interaction.acknowledgement, 'the interaction to be acknowledged', done.signal);
    try {
      return (await Promise.race([inTime, late])) ?? interaction.acknowledgement ?? { kind: 'none' };
    } finally {
      done.abort();
      await Promise.allSettled([inTime, late]);
    }
  };
  return {
    id: interaction.id,
    token: interaction.token,
    acknowledgement: () => interaction.acknowledgement,
    acknowledged,
    acknowledgedAfterMs: () =>
      interaction.acknowledgedAtRealMs === null ? null : interaction.acknowledgedAtRealMs - interaction.sentAtRealMs,
    original: () => (interaction.original && !interaction.original.deleted ? seen(interaction.original) : null),
    messages,
    answered: () => watch.until(() => messages().find((one) => !one.thinking), 'an answer that is no placeholder'),
    async form() {
      const how = await acknowledged();
      if (how.kind !== 'form') throw new Error(`No form was opened: ${JSON.stringify(how)}`);
      return how.form;
    },
    async choices() {
      const how = await acknowledged();
      if (how.kind === 'none') return null;
      if (how.kind !== 'choices') throw new Error(`No choices were given: ${JSON.stringify(how)}`);
      return how.choices;
    },
  };
}
