import { describe, expect, it } from 'vitest';
import { formatId, parseTenantId } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { actorOfRole, type By, mayModerate } from '../../src/core/role.ts';
import { listAudit } from '../../src/core/usecases/list-audit.ts';
import { removeVideo } from '../../src/core/usecases/remove-video.ts';
import { setQuota } from '../../src/core/usecases/set-quota.ts';
import { showQuota } from '../../src/core/usecases/show-quota.ts';
import { showUsage } from '../../src/core/usecases/show-usage.ts';
import { idOf, tenantId } from './samples.ts';
import { openService } from './service.ts';

const other = parseTenantId('discord:2');
const [me, you] = [idOf('user', 1), idOf('user', 2)];

const people = {
  'a member': { userId: me, role: 'member', tenantId },
  'a moderator': { userId: me, role: 'moderator', tenantId },
  'a moderator of another tenant': { userId: me, role: 'moderator', tenantId: other },
  'the operator': { userId: me, role: 'operator', tenantId: other },
} as const satisfies Readonly<Record<string, By>>;

type Service = Awaited<ReturnType<typeof openService>>;

/** Each thing that needs a role, asked for in the tenant `discord:1`. */
const deeds: Readonly<Record<string, (by: By, service: Service) => Promise<{ readonly kind: string }>>> = {
  'see the own quota': (by, { deps }) => showQuota({ by, tenantId, userId: me }, deps),
  'see another’s quota': (by, { deps }) => showQuota({ by, tenantId, userId: you }, deps),
  'see the default quota': (by, { deps }) => showQuota({ by, tenantId, userId: null }, deps),
  'set a quota': (by, { deps }) =>
    setQuota({ by, tenantId, subject: you, change: { kind: 'unlimited', unit: null }, reason: null }, deps),
  'set the default quota': (by, { deps }) =>
    setQuota({ by, tenantId, subject: 'default', change: { kind: 'default' }, reason: null }, deps),
  'remove a video': (by, { deps }) => removeVideo({ by, tenantId, number: 1, reason: null }, deps),
  'see the usage': (by, { deps }) => showUsage({ by, tenantId }, deps),
  'see the audit log': (by, { deps }) => listAudit({ by, tenantId, targetUserId: null }, deps),
};

const allowed: Readonly<Record<keyof typeof people, readonly string[]>> = {
  'a member': ['see the own quota'],
  'a moderator': Object.keys(deeds),
  'a moderator of another tenant': [],
  'the operator': Object.keys(deeds),
};

describe('who may do what, decided on our side whatever a platform let through', () => {
  const table = Object.entries(people).flatMap(([who, by]) => Object.keys(deeds).map((deed) => ({ who, by, deed })));
  it.each(table)('$who: $deed', async ({ who, by, deed }) => {
    const service = await openService();
    const result = await deeds[deed]?.(by, service);
    const may = Object.entries(allowed).some(([name, list]) => name === who && list.includes(deed));
    expect(result?.kind === 'not_allowed').toBe(!may);
  });

  it('a refused change reaches no store', async () => {
    const untouched: Pick<Store, 'setPolicy'> = {
      setPolicy: () => Promise.reject(new Error('expected nothing to be changed')),
    };
    const { deps } = await openService();
    const ask = { tenantId, subject: 'default', change: { kind: 'default' }, reason: null } as const;
    const refused = await setQuota({ ...ask, by: people['a member'] }, { ...deps, store: untouched });
    expect(refused).toEqual({ kind: 'not_allowed' });
  });

  it('a moderator’s word stands in the audit log as theirs, the operator’s as the operator’s', () => {
    const userId = formatId('user', '0'.repeat(26));
    expect(actorOfRole({ userId, role: 'moderator', tenantId })).toEqual({ kind: 'user', userId });
    expect(actorOfRole({ userId, role: 'operator', tenantId })).toEqual({ kind: 'operator' });
    expect(mayModerate({ userId, role: 'member', tenantId }, tenantId)).toBe(false);
  });
});
