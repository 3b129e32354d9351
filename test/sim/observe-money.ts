import type { TenantId, UserId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { withOverrides } from './fence.ts';
import type { Journal } from './journal.ts';
import type { Witness } from './witness.ts';

type Deps = {
  readonly witness: Witness;
  readonly journal: Journal;
  readonly nowMs: () => number;
  readonly saw: (job: Job) => void;
};

/** What an onlooker makes of what moderators do: whom they let in, which limits they set, and where a tenant's days begin. */
export function observeMoney(store: Store, { witness, journal, nowMs, saw }: Deps): Partial<Store> {
  return {
    approvals: withOverrides(store.approvals, {
      async decide(ask) {
        const decided = await store.approvals.decide(ask);
        if (!('approval' in decided) || decided.kind === 'already' || decided.kind === 'refused') return decided;
        const { requestId } = decided.approval;
        const request = witness.requests.get(requestId);
        const found = await store.request(requestId);
        for (const job of found?.jobs ?? []) saw(job);
        witness.staleStatuses.add(requestId);
        witness.approvalsTouchedAtMs = nowMs();
        const began = (found?.jobs ?? []).filter(({ state }) => state.kind === 'preparing');
        if (decided.kind === 'approved' && request && began.length > 0) {
          const [first] = began;
          const decidedAtMs = first?.admittedAtMs ?? nowMs();
          const { limits, zones } = witness.standing(request);
          witness.admissions.push({
            atMs: nowMs(),
            decidedAtMs,
            way: 'approved',
            request,
            jobs: began,
            inFlightBefore: 0,
            limits,
            zones,
          });
          for (const { id, number } of began) journal.say('moderator', id, `lets #${number} begin`);
        }
        return decided;
      },
    }),
    async setPolicy(ask) {
      const done = await store.setPolicy(ask);
      const { change, subject, tenantId } = ask;
      if (subject.startsWith('usr_')) {
        const key = ownKey(tenantId, subject);
        const before = witness.ownLimits.get(key) ?? [];
        if (change.kind === 'default') witness.ownLimits.delete(key);
        else if (change.kind === 'set') {
          const { limit } = change;
          const others = before.filter(({ unit, window }) => unit !== limit.unit || window !== limit.window);
          witness.ownLimits.set(key, [...others, limit]);
        }
      }
      return done;
    },
    async setSettings(ask) {
      const done = await store.setSettings(ask);
      const { tenantId, change } = ask;
      if (change.timeZone !== undefined) {
        const { timeZone } = await store.tenant(tenantId, nowMs());
        const before = witness.zones.get(tenantId) ?? { timeZone: 'UTC', former: [] };
        if (timeZone !== before.timeZone) {
          const former = [...before.former, { timeZone: before.timeZone, untilMs: ask.nowMs }];
          witness.zones.set(tenantId, { timeZone, former });
        }
      }
      return done;
    },
  };
}

function ownKey(tenantId: TenantId, userId: string): `${TenantId} ${UserId}` {
  return `${tenantId} ${userId as UserId}`;
}
