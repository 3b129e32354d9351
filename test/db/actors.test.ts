import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/core/actor.ts';
import { actorName, actorOf } from '../../src/db/rows/event-row.ts';
import { tenantA } from '../contracts/store/driver.ts';
import { sequentialIds } from '../doubles/world.ts';
import { memoryWorld } from './worlds.ts';

const actors: Actor[] = [
  { kind: 'user', userId: sequentialIds().next('user') },
  { kind: 'operator' },
  { kind: 'system' },
  { kind: 'webhook', provider: 'fal' },
];

describe('the name of an actor', () => {
  it.each(actors)('leads back to them, so that a story can say who it was: $kind', (actor) => {
    expect(actorOf(actorName(actor))).toEqual(actor);
  });

  it.each(['', 'nobody', 'user/', 'user/job_1', 'operator/1', 'webhook/'])('that is none (%j) is refused', (name) => {
    expect(() => actorOf(name)).toThrow(TypeError);
  });
});

describe('the audit', () => {
  it('says who changed the budget of which tenant, from what to what', async () => {
    await using world = await memoryWorld();
    const { store } = await world.join();
    const budget = { perDayMicroUsd: 1, perMonthMicroUsd: 2 };
    await store.allowTenant(tenantA, budget, { kind: 'operator' }, 7);
    const columns = 'at_ms, actor, tenant_id, what, target, before, after, reason';
    expect(world.connection.prepare(`select ${columns} from audit`).all()).toEqual([
      {
        at_ms: 7,
        actor: '{"kind":"operator"}',
        tenant_id: tenantA,
        what: 'tenant_budget',
        target: tenantA,
        before: null,
        after: JSON.stringify(budget),
        reason: null,
      },
    ]);
  });
});
