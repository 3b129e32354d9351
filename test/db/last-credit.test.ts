import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driverOf, tenantA, tenantB } from '../contracts/store/driver.ts';
import { expectBooksInOrder } from '../contracts/store/world.ts';
import { type Child, startChild } from './children/start.ts';
import { credit, type Scarce, scarcities } from './scarcities.ts';
import { type FileWorld, fileWorld } from './worlds.ts';

const script = new URL('children/ask-at-once.ts', import.meta.url);

describe('a thousand requests at once, by four processes on one file', () => {
  let world: FileWorld;
  let children: readonly Child[];

  beforeAll(async () => {
    world = await fileWorld();
    const { store, nowMs, user } = driverOf(await world.join(), world);
    const operator = { kind: 'operator' } as const;
    const enough = 10 ** 9;
    await store.allowTenant(tenantA, { perDayMicroUsd: enough, perMonthMicroUsd: enough }, operator, nowMs());
    await store.allowTenant(tenantB, { perDayMicroUsd: credit, perMonthMicroUsd: enough }, operator, nowMs());
    const userId = await user('the last credit of a grant' satisfies Scarce);
    const grant = {
      id: world.ids.next('grant'),
      tenantId: tenantA,
      userId,
      unit: 'usd_micro',
      amount: credit,
    } as const;
    const given = { ...grant, expiresAtMs: null, grantedAtMs: nowMs() };
    await store.grants.give({ grant: given, actor: operator, reason: null });
    children = Array.from({ length: 4 }, () => startChild(script, [world.file]));
    const said = await Promise.all(children.map((child) => child.says()));
    if (said.some((word) => word !== 'ready')) throw new Error(`expected all to be ready, got ${said.join(', ')}`);
  });

  afterAll(async () => {
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()));
    await world[Symbol.asyncDispose]();
  });

  it.each([
    ['the last credit of a member', 'limit of the member'],
    ['the last credit of a tenant', 'limit of the tenant'],
    // That of the tenant has used up one of two.
    ['the last credit of a provider’s key', 'limit of the provider'],
    ['the last place in flight', 'in_flight'],
    ['the last credit of a grant', 'limit of the member'],
  ] as const satisfies readonly (readonly [Scarce, string])[])(
    'admit exactly one for %s, and each of the others is told so: %s',
    async (of, refusal) => {
      const told = Promise.all(children.map((child) => child.says()));
      for (const child of children) child.tell(of);
      const counts = new Map<string, number>();
      for (const came of await told) {
        for (const [what, times] of Object.entries(came ?? {}))
          counts.set(what, (counts.get(what) ?? 0) + Number(times));
      }
      expect(Object.fromEntries(counts)).toEqual({ admitted: 1, [refusal]: 999 });
    },
  );

  it('leave every credit explained', async () => {
    const driver = driverOf(await world.join(), world);
    await expectBooksInOrder(world, driver);
    expect(await driver.store.checkLedger()).toMatchObject({
      wrongGrants: [],
      entrySets: Object.keys(scarcities).length + 1,
    });
  });
});
