import type { EngineId } from '../core/engine.ts';
import type { Job } from '../core/job.ts';
import type { Showing } from './view.ts';

/** What people call an engine; its id where it is not known any more. */
export function engineLabel(id: EngineId, { engines }: Pick<Showing, 'engines'>): string {
  return engines?.find(id)?.capabilities.label ?? id;
}

/** The same, with whether nobody named it. */
export function engineOf({ engine, spec }: Pick<Job, 'engine' | 'spec'>, showing: Showing): string {
  const label = engineLabel(engine, showing);
  return isChosen({ spec }) ? showing.words.choosing.auto(label) : label;
}

/** Whether there was anything to choose from: where one alone could do it, nobody wonders why. */
export function isChosen({ spec: { route } }: Pick<Job, 'spec'>): boolean {
  return route !== null && (route.because !== 'only_one' || route.tried.length > 0);
}
