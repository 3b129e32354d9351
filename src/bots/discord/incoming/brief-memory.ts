import type { Clock } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';

/** Remembers for a moment what something came to, so that it is not done anew at every key that is typed. */
export type BriefMemory<V> = (name: string, work: () => Promise<V>) => Promise<V>;

/** Whoever has just made something does not miss it for longer. */
const keptMs = 3 * SECOND;
/** What is remembered can be large. */
const namesMax = 50;

/** Whoever asks while the work goes on gets what it comes to; what fails is not remembered. */
export function createBriefMemory<V>({ clock }: { readonly clock: Clock }): BriefMemory<V> {
  /** In the order they were begun, so that the first are the oldest. */
  const kept = new Map<string, { readonly value: Promise<V>; readonly untilMs: number }>();

  return (name, work) => {
    const nowMs = clock.nowMs();
    const known = kept.get(name);
    if (known && known.untilMs > nowMs) return known.value;
    kept.delete(name);
    for (const [oldest, { untilMs }] of kept) {
      if (untilMs > nowMs && kept.size < namesMax) break;
      kept.delete(oldest);
    }
    const value = work();
    kept.set(name, { value, untilMs: nowMs + keptMs });
    value.catch(() => {
      if (kept.get(name)?.value === value) kept.delete(name);
    });
    return value;
  };
}
