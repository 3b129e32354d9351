import { expect, test } from 'vitest';
import { parseTenantId } from '../../../src/core/ids.ts';
import { HOUR } from '../../../src/core/time.ts';
import { grant } from '../../../src/core/usecases/grant.ts';
import { resetUsage } from '../../../src/core/usecases/reset-usage.ts';
import { setQuota } from '../../../src/core/usecases/set-quota.ts';
import { showLimits } from '../../../src/core/usecases/show-limits.ts';
import { sequentialIds } from '../../doubles/world.ts';
import { tenantId, userId } from '../samples.ts';
import { generous, openService } from '../service.ts';

const moderator = { userId, role: 'moderator', tenantId } as const;
const change = { kind: 'set', limit: { unit: 'videos', window: 'week', amount: 2 } } as const;

test('limits, grants and resets are for the moderators of that tenant alone; nothing is written for anybody else', async () => {
  const service = await openService();
  const deps = { ...service, ids: sequentialIds(), rules: generous };
  for (const by of [
    { ...moderator, role: 'member' } as const,
    { ...moderator, tenantId: parseTenantId('discord:2') },
  ]) {
    const ask = { by, tenantId, userId, reason: null };
    const given = { unit: 'videos', amount: 1, expiresAtMs: null } as const;
    expect(await grant({ ...ask, ...given }, deps)).toEqual({ kind: 'not_allowed' });
    expect(await resetUsage(ask, deps)).toEqual({ kind: 'not_allowed' });
    expect(await setQuota({ ...ask, subject: 'budget', change }, deps)).toEqual({ kind: 'not_allowed' });
    expect(await showLimits({ ...ask, subject: 'role:r1' }, deps)).toEqual({ kind: 'not_allowed' });
  }
  expect(await service.store.audit({ tenantId, targetUserId: null, limit: 9 })).toEqual([]);
});

test('what is given must end later than now, and what is set for a role is what is shown of it', async () => {
  const service = await openService();
  const deps = { ...service, ids: sequentialIds(), rules: generous };
  const newId = deps.ids.next('user');
  const nowMs = service.clock.nowMs();
  const of = { by: moderator, tenantId, reason: null };
  const bo = await service.store.identify({ platform: 'discord', externalId: '7', name: 'Bo', newId, nowMs });
  const given = { ...of, userId: bo, unit: 'videos', amount: 2 } as const;
  expect(await grant({ ...given, expiresAtMs: nowMs }, deps)).toEqual({ kind: 'ended', expiresAtMs: nowMs });
  expect(await grant({ ...given, expiresAtMs: nowMs + HOUR }, deps)).toMatchObject({
    kind: 'granted',
    name: 'Bo',
    open: [{ left: 2, expiresAtMs: nowMs + HOUR }],
  });
  expect(await setQuota({ ...of, subject: 'role:r1', change, isPreview: true }, deps)).toMatchObject({ changed: true });
  expect(await showLimits({ ...of, subject: 'role:r1' }, deps)).toEqual({ kind: 'limits', limits: [] });
  await setQuota({ ...of, subject: 'role:r1', change }, deps);
  expect(await showLimits({ ...of, subject: 'role:r1' }, deps)).toEqual({ kind: 'limits', limits: [change.limit] });
});
