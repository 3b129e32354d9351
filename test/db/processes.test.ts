import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { driverOf, noRules } from '../contracts/store/driver.ts';
import { expectBooksInOrder } from '../contracts/store/world.ts';
import { startChild } from './children/start.ts';
import { fileWorld } from './worlds.ts';

const admitScript = new URL('children/admit.ts', import.meta.url);
const holdScript = new URL('children/hold-lease.ts', import.meta.url);
const heldSchema = z.object({ owner: z.string(), jobId: z.string() });

describe('several processes on one file', () => {
  it('admit exactly 5 of 200 requests made at once, 100 by each of two processes, where the policy allows 5', async () => {
    await using world = await fileWorld();
    const driver = driverOf(await world.join(), world);
    await using first = startChild(admitScript, [world.file]);
    await using second = startChild(admitScript, [world.file]);
    expect(await Promise.all([first.says(), second.says()])).toEqual(['ready', 'ready']);
    const counts = Promise.all([first.says(), second.says()]);
    first.tell('go');
    second.tell('go');
    const [one, two] = await counts;
    expect(Number(one) + Number(two)).toBe(5);
    const all = { tenantId: null, userId: null, states: null, limit: 100 };
    expect(await driver.store.list(all, noRules, driver.nowMs())).toHaveLength(5);
    await expectBooksInOrder(world, driver);
  });

  it('take over the steps of a killed process at once, and never those of a living one', async () => {
    await using world = await fileWorld();
    const driver = driverOf(await world.join(), world);
    await using killed = startChild(holdScript, [world.file]);
    await using living = startChild(holdScript, [world.file]);
    const [dead, alive] = (await Promise.all([killed.says(), living.says()])).map((said) => heldSchema.parse(said));
    const locks = () => readdirSync(`${world.file}.owners`).toSorted();
    const lockOf = (owner: string | undefined) => `${owner ?? 'nobody'}.lock`;

    expect(await driver.store.reclaim(driver.nowMs())).toBe(0);
    await killed.kill();
    expect(locks()).toContain(lockOf(dead?.owner));
    expect(await driver.store.reclaim(driver.nowMs())).toBe(1);
    expect(await driver.claim()).toMatchObject({ step: 'reconcile', job: { id: dead?.jobId } });
    expect(await driver.claim()).toBeNull();
    expect(locks()).toEqual([lockOf(driver.owner), lockOf(alive?.owner)].toSorted());

    await living.kill();
    const { owner, store } = await world.join();
    expect(locks()).toEqual([lockOf(driver.owner), lockOf(owner)].toSorted());
    await store.close();
    expect(locks()).toEqual([lockOf(driver.owner)]);
  });
});
