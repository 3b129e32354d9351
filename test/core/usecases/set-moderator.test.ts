import { describe, expect, test } from 'vitest';
import { parseTenantId } from '../../../src/core/ids.ts';
import { listModerators } from '../../../src/core/usecases/list-moderators.ts';
import { setModerator } from '../../../src/core/usecases/set-moderator.ts';
import { ada, bob, openService } from '../service.ts';

const tenantId = parseTenantId('slack:T1');
const elsewhere = parseTenantId('slack:T2');

/** A workspace that Ada moderates, with Bob in it. */
async function openWorkspace() {
  const { store, clock, userOf } = await openService();
  const [adaId, bobId] = [await userOf(ada), await userOf(bob)];
  const by = { userId: adaId, role: 'moderator', tenantId } as const;
  const system = { kind: 'system' } as const;
  await store.moderators.decide({ tenantId, userId: adaId, isModerator: true, actor: system, nowMs: clock.nowMs() });
  const set = (userId: typeof adaId, isModerator: boolean, more: object = {}) =>
    setModerator({ by, tenantId, userId, isModerator, ...more }, { store, clock });
  const names = async () => {
    const result = await listModerators({ by, tenantId }, { store });
    return result.kind === 'moderators' ? result.moderators.map(({ name }) => name) : [];
  };
  return { store, by, adaId, bobId, set, names };
}

describe('who moderates a workspace', () => {
  test('is decided by its own moderators and the operator, and is nobody else’s business', async () => {
    const { store, by, bobId, set, names } = await openWorkspace();
    for (const who of [
      { ...by, role: 'member' },
      { ...by, tenantId: elsewhere },
    ] as const) {
      expect(await set(bobId, true, { by: who })).toEqual({ kind: 'not_allowed' });
      expect(await listModerators({ by: who, tenantId }, { store })).toEqual({ kind: 'not_allowed' });
    }
    expect(await names()).toEqual(['Ada']);
    expect(await set(bobId, true, { by: { ...by, role: 'operator' } })).toMatchObject({ changed: true });
    expect(await names()).toEqual(['Ada', 'Bob']);
  });

  test('is written down with who decided it', async () => {
    const { store, adaId, bobId, set } = await openWorkspace();
    await set(bobId, true);
    expect(await store.audit({ tenantId, targetUserId: bobId, limit: 1 })).toMatchObject([
      { actor: { kind: 'user', userId: adaId }, change: { kind: 'moderator', isModerator: true } },
    ]);
  });

  test('nobody takes themselves off the list, so that a slip can be undone by somebody', async () => {
    const { adaId, bobId, set, names } = await openWorkspace();
    await set(bobId, true);
    expect(await set(adaId, false)).toEqual({ kind: 'yourself' });
    expect(await names()).toEqual(['Ada', 'Bob']);
  });

  test('the operator, too, leaves one', async () => {
    const { by, adaId, set, names } = await openWorkspace();
    expect(await set(adaId, false, { by: { ...by, role: 'operator' } })).toMatchObject({ kind: 'last_one' });
    expect(await names()).toEqual(['Ada']);
  });
});
