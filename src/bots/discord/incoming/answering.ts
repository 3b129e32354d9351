import { SECOND } from '../../../core/time.ts';
import type { Answerable } from './answerable.ts';
import type { Incoming } from './deps.ts';
import { give, giveInPlace, say } from './first-answer.ts';
import { giveLater, promise, type Promised, tooSlow, toAskerInstead, wentWrong } from './later-answer.ts';
import type { Reply } from './reply.ts';
import { within } from '../../within.ts';

/** How Discord is told that an answer comes later. `form`: not at all, because a form cannot come later. */
export type Later = Promised | 'form';

/** Discord waits for 3 s, and the way there takes its part of them. */
const answerMs = 1 * SECOND;
const formMs = 2.5 * SECOND;

/**
 * Answers an event with what `work` comes to: at once when it is quick, otherwise later, as `later` says by then. What
 * a public promise turns out to refuse is taken back, and said to the asker alone.
 */
export async function answerWith(
  interaction: Answerable,
  work: Promise<Reply>,
  later: () => Later,
  deps: Incoming,
): Promise<void> {
  const first = await within(later() === 'form' ? formMs : answerMs, work, deps.clock);
  if (first.inTime)
    return later() === 'in_place' ? giveInPlace(interaction, first.value, deps) : give(interaction, first.value, deps);
  const promised = later();
  if (promised === 'form') return give(interaction, tooSlow(interaction), deps);
  const given = await promise(interaction, promised, deps);
  if (given) await giveLater(interaction, await work, given, deps);
}

/** For what was not foreseen: says so, if nothing was said yet. */
export async function apologise(interaction: Answerable, deps: Incoming): Promise<void> {
  if (interaction.replied) return;
  const draft = wentWrong(interaction);
  if (interaction.deferred) await toAskerInstead(interaction, draft, deps);
  else await say(interaction, draft, deps);
}
