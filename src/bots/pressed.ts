import type { JobId } from '../core/ids.ts';
import type { Clock } from '../core/ports/world.ts';
import type { Store } from '../core/ports/store.ts';
import type { Request } from '../core/request.ts';
import { SECOND } from '../core/time.ts';
import type { PressId } from './button-id.ts';
import { createRecent } from './recent.ts';
import type { PressAction } from './view.ts';

/** What a button that was pressed is about, by what is stored. */
export type Pressed = { readonly jobs: readonly [JobId, ...JobId[]]; readonly request: Request };

/** Null where it is no longer known. */
export async function findPressed(id: PressId, store: Pick<Store, 'job' | 'request'>): Promise<Pressed | null> {
  const job = id.kind === 'jobs' ? await store.job(id.jobs[0]) : null;
  const requestId = id.kind === 'jobs' ? job?.requestId : id.requestId;
  const found = requestId === undefined ? null : await store.request(requestId);
  if (!found) return null;
  const [first, ...others] = id.kind === 'jobs' ? id.jobs : found.jobs.map((each) => each.id);
  return first === undefined ? null : { jobs: [first, ...others], request: found.request };
}

/** Presses that lead to a new video. */
export function asksForVideo(action: PressAction): boolean {
  return action === 'again' || action === 'hd' || action === 'continue';
}

/** Whether this person has pressed this button just now, so that a hasty finger buys nothing twice. */
export type DoublePresses = (personId: string, button: string) => boolean;

const doublePressMs = 2 * SECOND;

export function createDoublePresses(clock: Clock): DoublePresses {
  const pressedAtMs = createRecent<number>();
  return (personId, button) => {
    const nowMs = clock.nowMs();
    const name = `${personId} ${button}`;
    const lastMs = pressedAtMs.get(name);
    if (lastMs !== null && nowMs - lastMs < doublePressMs) return true;
    pressedAtMs.keep(name, nowMs);
    return false;
  };
}
