import { describe, expect, test } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { findOwnJob, mayActOn } from '../../../src/core/usecases/access.ts';
import { idOf } from '../samples.ts';
import { ada, bob, openService } from '../service.ts';

describe('who may act on a job', () => {
  const owner = idOf('user', 1);
  const actors: Readonly<Record<Actor['kind'] | 'stranger', readonly [Actor, boolean]>> = {
    user: [{ kind: 'user', userId: owner }, true],
    stranger: [{ kind: 'user', userId: idOf('user', 2) }, false],
    operator: [{ kind: 'operator' }, true],
    system: [{ kind: 'system' }, true],
    webhook: [{ kind: 'webhook', provider: 'acme' }, false],
  };
  test.each(Object.values(actors))('%j: %j', (actor, may) => {
    expect(mayActOn(actor, owner)).toBe(may);
  });
});

describe('finding a job', () => {
  test('by its number finds it, by no number the newest of that person', async () => {
    const { admitted, userOf, store, number, clock } = await openService();
    const mine = await admitted();
    await clock.advance(1_000);
    await admitted({}, { person: bob });
    const actor: Actor = { kind: 'user', userId: await userOf(ada) };
    expect(await findOwnJob(number(1), actor, store)).toEqual({ kind: 'found', job: mine });
    expect(await findOwnJob(number(null), actor, store)).toEqual({ kind: 'found', job: mine });
    expect(await findOwnJob(number(2), actor, store)).toEqual({ kind: 'not_yours' });
    expect(await findOwnJob(number(3), actor, store)).toEqual({ kind: 'not_found' });
  });

  test('of a person without any finds none, never the newest of somebody else', async () => {
    const { admitted, userOf, store, number } = await openService();
    await admitted();
    const actor: Actor = { kind: 'user', userId: await userOf(bob) };
    expect(await findOwnJob(number(null), actor, store)).toEqual({ kind: 'not_found' });
  });

  test('as the operator finds any, and the newest of all', async () => {
    const { admitted, store, number, clock } = await openService();
    await admitted();
    await clock.advance(1_000);
    const newest = await admitted({}, { person: bob });
    expect(await findOwnJob(number(null), { kind: 'operator' }, store)).toEqual({ kind: 'found', job: newest });
    expect(await findOwnJob(number(1), { kind: 'operator' }, store)).toMatchObject({ kind: 'found' });
  });
});
