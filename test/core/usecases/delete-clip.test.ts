import { describe, expect, test } from 'vitest';

import type { Standing } from '../../../src/core/usecases/access.ts';
import { deleteClip, type DeleteClipResult, findDeletable } from '../../../src/core/usecases/delete-clip.ts';
import { tenantId } from '../samples.ts';
import { ada, bob, openService, type Reachable } from '../service.ts';

const operator: Standing = { actor: { kind: 'operator' } };

const table: Readonly<Record<Reachable, DeleteClipResult['kind']>> = {
  preparing: 'no_clip',
  queued: 'no_clip',
  submitting: 'no_clip',
  unknown: 'no_clip',
  rendering: 'no_clip',
  fetching: 'no_clip',
  ready: 'deleted',
  failed: 'no_clip',
  refused: 'no_clip',
  cancelled: 'no_clip',
};

describe('deleting a clip', () => {
  test.each(Object.keys(table) as Reachable[])('of a job that is %s', async (state) => {
    const { admitted, bring, store, clock, number } = await openService();
    const job = await admitted();
    await bring(job, state);
    const result = await deleteClip({ ...operator, choice: number(1), reason: null }, { store, clock });
    expect(result).toMatchObject({ kind: table[state], job: { id: job.id } });
  });

  test('leaves a tombstone, is not posted any more, and twice is as once', async () => {
    const { admitted, bring, store, clock, number, deps } = await openService();
    const { job } = await bring(await admitted(), 'ready');
    const ask = { ...operator, choice: number(1), reason: null };
    expect(await deleteClip(ask, { store, clock })).toMatchObject({ kind: 'deleted' });
    expect(await deleteClip(ask, { store, clock })).toMatchObject({ kind: 'already' });
    expect(await store.view(job.id, deps.rules, clock.nowMs())).toMatchObject({
      clip: { deletedAtMs: clock.nowMs() },
      deliveries: [{ state: { kind: 'undeliverable', reason: 'deleted' } }],
    });
  });

  test('being asked whether to delete changes nothing', async () => {
    const { admitted, bring, store, number } = await openService();
    await bring(await admitted(), 'ready');
    const ask = { ...operator, choice: number(1) };
    expect(await findDeletable(ask, store)).toMatchObject({ kind: 'there', clip: { deletedAtMs: null } });
    expect(await findDeletable(ask, store)).toMatchObject({ kind: 'there' });
  });

  test('is for whose it is and for the moderators of its tenant: a stranger changes nothing', async () => {
    const { admitted, bring, store, clock, number, userOf } = await openService();
    await bring(await admitted(), 'ready');
    const stranger: Standing = { actor: { kind: 'user', userId: await userOf(bob) } };
    const ask = { choice: number(1), reason: null };
    expect(await deleteClip({ ...ask, ...stranger }, { store, clock })).toEqual({ kind: 'not_yours' });
    expect(await deleteClip({ ...ask, ...stranger, choice: number(7) }, { store, clock })).toEqual({
      kind: 'not_found',
    });
    expect(await deleteClip({ ...ask, ...stranger, moderates: tenantId }, { store, clock })).toMatchObject({
      kind: 'deleted',
    });
    const owner: Standing = { actor: { kind: 'user', userId: await userOf(ada) } };
    expect(await deleteClip({ ...ask, ...owner }, { store, clock })).toMatchObject({ kind: 'already' });
  });
});
