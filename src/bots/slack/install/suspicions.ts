import { once } from 'node:events';
import type { createPersistence } from '../../persistence.ts';

type Deps = {
  readonly keepTrying: ReturnType<typeof createPersistence>;
  /** Finds out what is the matter with a workspace. Rejects when that cannot be told now. */
  readonly judge: (teamId: string, signal: AbortSignal) => Promise<void>;
};

/** Workspaces whose token was refused: each is looked into, beside whoever noticed. */
export function createSuspicions({ keepTrying, judge }: Deps) {
  const waiting = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  let live: AbortSignal | null = null;

  function begin(teamId: string, signal: AbortSignal): void {
    if (underWay.has(teamId)) return;
    const what = 'asking about the token of a workspace that was refused';
    const work = keepTrying(what, () => judge(teamId, signal), signal).finally(() => underWay.delete(teamId));
    underWay.set(teamId, work);
  }

  return {
    about(teamId: string): void {
      if (live && !live.aborted) begin(teamId, live);
      else waiting.add(teamId);
    },

    /** Until `signal` aborts. Never rejects. */
    async run(signal: AbortSignal): Promise<void> {
      live = signal;
      for (const teamId of waiting) begin(teamId, signal);
      waiting.clear();
      if (!signal.aborted) await once(signal, 'abort');
      await Promise.all(underWay.values());
    },
  };
}
