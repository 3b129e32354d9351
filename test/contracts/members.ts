import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../src/core/ids.ts';
import { strikeDefaults } from '../../src/core/member.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { driverOf, tenantA, tenantB } from './store/driver.ts';
import type { StoreWorld } from './store/world.ts';

const operator = { kind: 'operator' } as const;
const nothing = { roles: [], joinedAtMs: null, accountMadeAtMs: null, block: null, coolsUntilMs: null };

/** What is known of members is what their platform said last, and who is blocked asks for nothing, in any process. */
export function memberContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`members: ${name}`, () => {
    it('are known as their platform said last; what it leaves out stays, and each tenant has its own', async () => {
      await using world = await open();
      const [driver, reader] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const of = { tenantId: tenantA, userId };
      const known = { ...of, nowMs: nowMs() };
      await store.members.note({ ...of, note: { roles: ['r1'], joinedAtMs: 1, accountMadeAtMs: 1 } });
      expect(await store.members.of(known), 'a tenant that was never seen').toEqual({ ...of, ...nothing });
      await store.tenant(tenantA, nowMs());
      await store.members.note({ ...of, note: { roles: ['r2', 'r1'], joinedAtMs: 5, accountMadeAtMs: 3 } });
      await store.members.note({ ...of, note: { roles: null, joinedAtMs: null, accountMadeAtMs: 4 } });
      const said = { roles: ['r1', 'r2'], joinedAtMs: 5, accountMadeAtMs: 4 };
      expect(await reader.store.members.of(known)).toEqual({ ...of, ...nothing, ...said });
      expect(await reader.store.members.of({ ...known, tenantId: tenantB })).toMatchObject(nothing);
    });

    it('are blocked for a while or for good, written down once; what is on its way goes on', async () => {
      await using world = await open();
      const [driver, other] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const { job } = await driver.admitted({ userId });
      const block = (untilMs: number | null) =>
        store.members.block({
          tenantId: tenantA,
          userId,
          block: { untilMs },
          actor: operator,
          reason: 'spam',
          nowMs: nowMs(),
        });
      const untilMs = nowMs() + DAY;
      const after = { sinceMs: nowMs(), untilMs };
      expect(await block(untilMs)).toEqual({ changed: true, before: null, after, name: 'ada' });
      expect(await block(untilMs)).toMatchObject({ changed: false, before: after });
      expect(await other.admit({ userId })).toEqual({ kind: 'refused', refusal: { kind: 'blocked', untilMs } });
      expect(await other.admit({ userId, tenantId: tenantB })).toMatchObject({ kind: 'admitted' });
      expect((await store.job(job.id))?.state.kind).toBe('preparing');
      await world.clock.advance(DAY);
      expect(await other.admit({ userId })).toMatchObject({ kind: 'admitted' });
      expect(await block(null), 'one that has run out is none').toMatchObject({ changed: true, before: null });
      const lift = { tenantId: tenantA, userId, block: null, actor: operator, reason: null, nowMs: nowMs() };
      expect(await store.members.block(lift)).toMatchObject({ changed: true, after: null });
      expect(await store.members.block(lift)).toMatchObject({ changed: false });
      const audit = await store.audit({ tenantId: tenantA, targetUserId: userId, limit: 9 });
      expect(audit.map(({ change, reason }) => [change.kind, reason])).toEqual([
        ['block', null],
        ['block', 'spam'],
        ['block', 'spam'],
      ]);
      expect(await store.audit({ tenantId: tenantB, targetUserId: null, limit: 9 })).toEqual([]);
    });

    it('wait after several prompts that were not allowed, each counted once, and only where they were asked for', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      await store.tenant(tenantA, nowMs());
      const strike = (key: string) =>
        store.members.strike({ tenantId: tenantA, userId, key, kind: 'blocklist', nowMs: nowMs() });
      expect([await strike('a'), await strike('a'), await strike('a'), await strike('b')]).toEqual([
        null,
        null,
        null,
        null,
      ]);
      await world.clock.advance(MINUTE);
      const untilMs = nowMs() + strikeDefaults.coolMs;
      expect(await strike('c')).toBe(untilMs);
      expect(await driver.admit({ userId })).toEqual({ kind: 'refused', refusal: { kind: 'cooling', untilMs } });
      expect(await driver.admit({ userId, tenantId: tenantB })).toMatchObject({ kind: 'admitted' });
      const told = await store.audit({ tenantId: tenantA, targetUserId: userId, limit: 9 });
      expect(
        told.map(({ actor }) => actor.kind),
        'that they wait is written down once',
      ).toEqual(['system']);
      await world.clock.advance(HOUR);
      expect(await driver.admit({ userId })).toMatchObject({ kind: 'admitted' });
    });

    it('who are forgotten lose what their platform said and their strikes; a block stays, so that it is no way around one', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const at = { tenantId: tenantA, userId };
      await store.tenant(tenantA, nowMs());
      await store.members.note({ ...at, note: { roles: ['the-role'], joinedAtMs: 5, accountMadeAtMs: 3 } });
      await store.members.strike({ ...at, key: 'a', kind: 'judged', nowMs: nowMs() });
      await store.members.block({ ...at, block: { untilMs: null }, actor: operator, reason: null, nowMs: nowMs() });
      const { markedUntilMs } = await store.forgetPerson({ userId, actor: operator, nowMs: nowMs() });
      expect(world.stored()).not.toContain('the-role');
      await world.clock.advance(markedUntilMs - nowMs());
      expect(await store.dropMarks(nowMs())).toBe(0);
      expect(await driver.user()).toBe(userId);
      expect(await store.members.of({ ...at, nowMs: nowMs() })).toMatchObject({ ...nothing, block: { untilMs: null } });
    });

    it('who are forgotten and were given something are the same again until that ends, and nobody afterwards', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      await store.tenant(tenantA, nowMs());
      const expiresAtMs = nowMs() + 100 * DAY;
      const given = {
        id: world.ids.next('grant'),
        unit: 'videos',
        amount: 2,
        expiresAtMs,
        grantedAtMs: nowMs(),
      } as const;
      await store.grants.give({ grant: { ...given, tenantId: tenantA, userId }, actor: operator, reason: null });
      await store.forgetPerson({ userId, actor: operator, nowMs: nowMs() });
      await world.clock.advance(99 * DAY);
      expect(await store.dropMarks(nowMs())).toBe(0);
      await world.clock.advance(DAY);
      expect(await store.dropMarks(nowMs())).toBe(1);
      expect(await driver.user()).not.toBe(userId);
    });

    it('are nobody in a tenant that was left for long; and whoever was only noted goes with the onlookers', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [noted, blocked, here] = [
        await driver.user('noted'),
        await driver.user('blocked'),
        await driver.user('here'),
      ];
      const left = parseTenantId('discord:999');
      for (const tenantId of [tenantA, left]) await store.tenant(tenantId, nowMs());
      const note = { roles: ['the-role'], joinedAtMs: 5, accountMadeAtMs: 3 };
      await store.members.note({ tenantId: left, userId: here, note });
      await store.members.note({ tenantId: tenantA, userId: noted, note: { ...note, roles: [] } });
      const block = { untilMs: null };
      const ask = { tenantId: tenantA, userId: blocked, block, actor: operator, reason: null, nowMs: nowMs() };
      await store.members.block(ask);
      await driver.admitted({ userId: here });
      await store.leaveTenant(left, nowMs());
      await world.clock.advance(30 * DAY);
      const empty = { leftBeforeMs: nowMs(), requestsMax: 9, nowMs: nowMs() };
      while (await store.emptyLeftTenant(empty));
      expect(world.stored()).not.toContain('the-role');
      expect(await store.dropOnlookers({ seenBeforeMs: nowMs(), after: null, limit: 9 })).toEqual({
        dropped: 1,
        next: null,
      });
      expect(await driver.user('blocked')).toBe(blocked);
      expect(await driver.user('noted')).not.toBe(noted);
    });
  });
}
