import type { Forgotten } from '../../src/core/forgetting.ts';
import type { JobId, TenantId, UserId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Journal } from './journal.ts';
import type { Witness } from './witness.ts';

type Deps = {
  readonly processName: string;
  readonly witness: Witness;
  readonly journal: Journal;
  readonly nowMs: () => number;
};

const forgottenEvery = 5;

/** What an onlooker makes of whole people and tenants that go: every job that changes with them is seen as well. */
export function observeForgetting(store: Store, { processName, witness, journal, nowMs }: Deps): Partial<Store> {
  const jobsOf = (isMeant: (job: Job) => boolean): Job[] => [...witness.jobs.values()].filter(isMeant);

  /** What was unsent is over; of the rest it is only wished. Never backwards, whatever else happened meanwhile. */
  async function seeStopped(ids: readonly JobId[]): Promise<void> {
    for (const id of ids) {
      const [known, now] = [witness.jobs.get(id), await store.job(id)];
      if (!known || !now) continue;
      const isOver = now.state.kind === 'cancelled' && now.state.attemptId === null;
      const { cancelRequestedAtMs } = now;
      witness.jobs.set(id, isOver ? now : { ...(witness.jobs.get(id) ?? known), cancelRequestedAtMs });
      witness.nudge(id, nowMs());
    }
  }

  async function seeFiles(): Promise<void> {
    for (const key of await store.filesToErase({ limit: 1_000, except: [], nowMs: Infinity }))
      witness.filesToErase.add(key);
  }

  function seeForgotten(userId: UserId): void {
    const mine = jobsOf((job) => job.userId === userId);
    const known = witness.forgotten.get(userId) ?? { requests: new Set(), secrets: new Set(), isBack: false };
    for (const { requestId, spec } of mine) {
      known.requests.add(requestId);
      for (const secret of [spec.prompt, spec.input?.mediaKey ?? '']) if (secret !== '') known.secrets.add(secret);
      witness.staleStatuses.add(requestId);
    }
    witness.forgotten.set(userId, { ...known, isBack: false });
    for (const { state, id } of mine) {
      if (state.kind !== 'ready' || witness.deletedClips.has(state.clipId)) continue;
      witness.deletedClips.add(state.clipId);
      witness.unerased.add(state.clipId);
      for (const delivery of witness.deliveries.values()) {
        if (delivery.jobId !== id || delivery.state.kind !== 'pending') continue;
        witness.deliveries.set(delivery.id, { ...delivery, state: { kind: 'undeliverable', reason: 'deleted' } });
      }
    }
  }

  const openIn = (isMeant: (job: Job) => boolean): JobId[] =>
    jobsOf((job) => job.endedAtMs === null && isMeant(job)).map(({ id }) => id);

  async function forgetPerson(ask: Parameters<Store['forgetPerson']>[0]): Promise<Forgotten> {
    const open = openIn((job) => job.userId === ask.userId);
    const result = await store.forgetPerson(ask);
    journal.say(processName, null, `forgets ${ask.userId}: ${result.cancelled} cancelled, ${result.finishing} go on`);
    journal.count('person: was forgotten');
    if (result.finishing > 0) journal.count('person: was forgotten while an engine was at it');
    seeForgotten(ask.userId);
    witness.unemptied.add(ask.userId);
    await seeStopped(open);
    await seeFiles();
    return result;
  }

  return {
    async identify(who) {
      const userId = await store.identify(who);
      const known = witness.forgotten.get(userId);
      if (known && !known.isBack && who.isMentioned !== true) {
        journal.count('person: came back after being forgotten');
        witness.forgotten.set(userId, { ...known, isBack: true });
      }
      witness.identified += 1;
      // Now and then they had asked another process to be forgotten, and that is done just then.
      if (witness.identified % forgottenEvery === 0) {
        await forgetPerson({ userId, actor: { kind: 'user', userId }, nowMs: nowMs() });
      }
      return userId;
    },
    forgetPerson,
    async emptyForgotten(ask) {
      const seen = [...witness.unemptied];
      const wasMore = await store.emptyForgotten(ask);
      if (!wasMore) for (const userId of seen) witness.unemptied.delete(userId);
      await seeFiles();
      return wasMore;
    },
    async leaveTenant(id: TenantId, atMs) {
      const open = openIn((job) => job.tenantId === id);
      const cancelled = await store.leaveTenant(id, atMs);
      witness.left.add(id);
      witness.everLeft.add(id);
      journal.say(processName, null, `leaves ${id}: ${cancelled} cancelled`);
      journal.count('tenant: was left');
      if (cancelled > 0) journal.count('tenant: was left while somebody waited');
      for (const jobId of open) {
        const requestId = witness.jobs.get(jobId)?.requestId;
        if (requestId) witness.staleStatuses.add(requestId);
      }
      await seeStopped(open);
      await seeFiles();
      return cancelled;
    },
    async returnTenant(id, atMs) {
      await store.returnTenant(id, atMs);
      witness.left.delete(id);
    },
    async recordFileErased(key) {
      await store.recordFileErased(key);
      witness.filesToErase.delete(key);
    },
  };
}
