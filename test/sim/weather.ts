import type { Chance } from './chance.ts';

/** Parts of the world that can misbehave, each on its own. */
export type Part = 'creates' | 'polls' | 'tasks' | 'callbacks' | 'outputs' | 'chat' | 'inputs' | 'media' | 'store';

/** How bad the world is. Drawn once for a seed, so that some seeds are all about one kind of trouble. */
export type Weather = {
  /** Whether a fault that hits `share` of all calls in middling weather hits this one. */
  strikes(part: Part, share: number, chance: Chance): boolean;
  /** From now on nothing new goes wrong. What is already under way goes on. */
  calmDown(): void;
  isCalm(): boolean;
};

const severities = [0, 0.5, 1, 1, 2, 4] as const;

export function createWeather(chance: Chance): Weather {
  const severity = new Map<Part, number>();
  let calm = false;
  const severityOf = (part: Part): number => {
    const known = severity.get(part);
    if (known !== undefined) return known;
    const drawn = chance.branch(part).pick(severities);
    severity.set(part, drawn);
    return drawn;
  };
  return {
    strikes: (part, share, by) => !calm && by.hits(Math.min(0.9, share * severityOf(part))),
    calmDown() {
      calm = true;
    },
    isCalm: () => calm,
  };
}

/** A world in which nothing ever goes wrong. */
export function honestWeather(): Weather {
  return { strikes: () => false, calmDown: () => undefined, isCalm: () => true };
}
