import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/core/actor.ts';
import { parseTenantId, type TenantId, type UserId } from '../../src/core/ids.ts';
import { DAY } from '../../src/core/time.ts';
import { type Driver, driverOf, tenantB } from './store/driver.ts';
import type { StoreWorld } from './store/world.ts';

const other = parseTenantId('slack:T1FAKE');
const operator = { kind: 'operator' } as const;
const system = { kind: 'system' } as const;

function decide(
  { store, nowMs }: Driver,
  userId: UserId,
  isModerator: boolean,
  more: { readonly tenantId?: TenantId; readonly actor?: Actor } = {},
) {
  return store.moderators.decide({ tenantId: tenantB, userId, isModerator, actor: operator, nowMs: nowMs(), ...more });
}

async function namesIn({ store }: Driver, tenantId = tenantB): Promise<(string | null)[]> {
  return (await store.moderators.list(tenantId)).map(({ name }) => name);
}

/** Who moderates a tenant is what was decided last by somebody, and each decision is written down. */
export function moderatorContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`moderators: ${name}`, () => {
    it('are those of their own tenant alone, in the order in which that was decided, for all processes', async () => {
      await using world = await open();
      const [driver, reader] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const [bo, ada, eve] = [await driver.user('T:bo'), await driver.user('T:ada'), await driver.user('T:eve')];
      for (const userId of [ada, bo]) {
        await decide(driver, userId, true);
        await world.clock.advance(1);
      }
      await decide(driver, eve, true, { tenantId: other });
      expect(await namesIn(reader)).toEqual(['T:ada', 'T:bo']);
      expect(await namesIn(reader, other)).toEqual(['T:eve']);
      const { moderators } = reader.store;
      expect(await Promise.all([ada, eve].map((userId) => moderators.of(tenantB, userId)))).toEqual([true, null]);
      expect(await moderators.list(tenantB)).toMatchObject([{ userId: ada, externalId: 'T:ada' }, { userId: bo }]);
    });

    it('are decided together with a line in the audit log that names whom and by whom; nothing changed writes none', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      const actor = { kind: 'user', userId: ada } as const;
      const person = { userId: bo, name: 'bo', externalId: 'bo' };
      expect(await decide(driver, ada, true, { actor: system })).toMatchObject({ changed: true, before: null });
      await world.clock.advance(1);
      expect(await decide(driver, bo, true, { actor })).toEqual({
        kind: 'decided',
        person,
        before: null,
        changed: true,
      });
      expect(await decide(driver, bo, true)).toEqual({ kind: 'decided', person, before: true, changed: false });
      await world.clock.advance(1);
      expect(await decide(driver, bo, false)).toEqual({ kind: 'decided', person, before: true, changed: true });
      const audit = { tenantId: tenantB, targetUserId: null, limit: 9 };
      const line = { about: { userId: bo, name: 'bo' }, reason: null };
      expect(await driver.store.audit(audit)).toMatchObject([
        { ...line, actor: operator, change: { kind: 'moderator', isModerator: false } },
        { ...line, actor, actorName: 'ada', change: { kind: 'moderator', isModerator: true } },
        { about: { userId: ada }, actor: system, change: { kind: 'moderator', isModerator: true } },
      ]);
    });

    it('are found by name in their tenant, also when they never asked for anything', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await driver.user('ada', 'slack'), await driver.user('bo', 'slack')];
      await decide(driver, ada, true);
      await decide(driver, bo, true, { tenantId: other });
      const find = (text: string) =>
        driver.store.findUser({ platform: 'slack', tenantId: tenantB, by: { kind: 'name', text } });
      expect(await find('Ada')).toMatchObject([{ userId: ada }]);
      expect(await find('Bo')).toEqual([]);
    });

    it('who were taken off the list are not put there again by the system, so that a decision lasts', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo, eve] = [await driver.user('ada'), await driver.user('bo'), await driver.user('eve')];
      for (const userId of [ada, bo]) await decide(driver, userId, true, { actor: system });
      await decide(driver, bo, false);
      await decide(driver, eve, false);
      for (const userId of [bo, eve]) {
        expect(await decide(driver, userId, true, { actor: system })).toMatchObject({ changed: false, before: false });
      }
      expect(await decide(driver, ada, false, { actor: system })).toMatchObject({ changed: false });
      expect(await namesIn(driver)).toEqual(['ada']);
      expect(await decide(driver, bo, true)).toMatchObject({ changed: true, before: false });
    });

    it('cannot end with the last one, also when two take each other off the list at once', async () => {
      await using world = await open();
      const [first, second] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const [ada, bo] = [await first.user('ada'), await first.user('bo')];
      for (const userId of [ada, bo]) await decide(first, userId, true);
      const both = await Promise.all([decide(first, ada, false), decide(second, bo, false)]);
      expect(both.map(({ kind }) => kind).toSorted()).toEqual(['decided', 'last_one']);
      expect(await namesIn(first)).toHaveLength(1);
    });

    it('are one less when somebody is forgotten, in every tenant, and the log no longer says whom it was about', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const ada = await driver.user('ada-lovelace');
      for (const tenantId of [tenantB, other]) await decide(driver, ada, true, { tenantId });
      await store.forgetPerson({ userId: ada, actor: { kind: 'user', userId: ada }, nowMs: nowMs() });
      expect([await namesIn(driver), await namesIn(driver, other)]).toEqual([[], []]);
      expect(await store.moderators.of(tenantB, ada)).toBeNull();
      expect(await store.audit({ tenantId: tenantB, targetUserId: null, limit: 9 })).toMatchObject([
        { about: { userId: ada, name: null } },
      ]);
    });

    it('who were taken off the list stay off it when they are forgotten, however long ago, so that it is no way back', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      await decide(driver, ada, true);
      for (const isModerator of [true, false]) await decide(driver, bo, isModerator);
      const { markedUntilMs } = await store.forgetPerson({ userId: bo, actor: system, nowMs: nowMs() });
      await world.clock.advance(markedUntilMs - nowMs());
      expect(await store.dropMarks(nowMs())).toBe(0);
      expect(await driver.user('bo')).toBe(bo);
      expect(await decide(driver, bo, true, { actor: system })).toMatchObject({ changed: false, before: false });
      expect(await namesIn(driver)).toEqual(['ada']);
    });

    it('are nobody’s in a tenant that was left for long, and are known by nobody from then on', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      for (const userId of [ada, bo]) await decide(driver, userId, true);
      await decide(driver, bo, true, { tenantId: other });
      await store.leaveTenant(tenantB, nowMs());
      await world.clock.advance(30 * DAY);
      const ask = { leftBeforeMs: nowMs(), requestsMax: 9, nowMs: nowMs() };
      while (await store.emptyLeftTenant(ask));
      expect([await namesIn(driver), await namesIn(driver, other)]).toEqual([[], ['bo']]);
      expect(world.stored()).not.toContain('"ada"');
    });

    it('are more than onlookers, so that nobody loses their rights for want of asking', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      await decide(driver, ada, true);
      await decide(driver, bo, false);
      await driver.user('looks');
      await world.clock.advance(30 * DAY);
      const looked = await store.dropOnlookers({ seenBeforeMs: nowMs(), after: null, limit: 9 });
      expect(looked).toEqual({ dropped: 1, next: null });
      expect([await driver.user('ada'), await driver.user('bo')]).toEqual([ada, bo]);
      expect(await store.moderators.of(tenantB, bo)).toBe(false);
    });
  });
}
