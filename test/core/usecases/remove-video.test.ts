import { expect, it } from 'vitest';
import type { By } from '../../../src/core/role.ts';
import { removeVideo } from '../../../src/core/usecases/remove-video.ts';
import { tenantId } from '../samples.ts';
import { ada, bob, openService } from '../service.ts';

async function moderated() {
  const service = await openService();
  const by: By = { userId: await service.userOf(bob), role: 'moderator', tenantId };
  const remove = (number: number) => removeVideo({ by, tenantId, number, reason: 'spam' }, service.deps);
  return { ...service, by, remove };
}

it('a moderator removes anybody’s video once, and the audit log says who, whose and why', async () => {
  const { admitted, bring, remove, store, by } = await moderated();
  const job = await admitted({}, { person: ada });
  await bring(job, 'ready');
  expect(await remove(job.number)).toMatchObject({ kind: 'deleted', job: { number: job.number } });
  expect(await remove(job.number)).toMatchObject({ kind: 'already' });
  const lines = await store.audit({ tenantId, targetUserId: job.userId, limit: 10 });
  expect(lines).toMatchObject([
    {
      actor: { kind: 'user', userId: by.userId },
      actorName: 'Bob',
      about: { name: 'Ada' },
      change: { kind: 'clip_deleted', number: job.number },
      reason: 'spam',
    },
  ]);
});

it('what has no video, is private or is not there stays as it is', async () => {
  const { admitted, bring, remove, store } = await moderated();
  const waiting = await admitted({}, { person: ada });
  const secret = await admitted({ private: true }, { person: ada });
  await bring(secret, 'ready');
  expect(await remove(waiting.number)).toMatchObject({ kind: 'no_clip' });
  expect(await remove(secret.number)).toEqual({ kind: 'not_yours' });
  expect(await remove(99)).toEqual({ kind: 'not_found' });
  expect(await store.audit({ tenantId, targetUserId: null, limit: 10 })).toEqual([]);
});
