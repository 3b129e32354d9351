import { expect, test } from 'vitest';

import { list } from '../../../src/core/usecases/list.ts';
import { tenantId } from '../samples.ts';
import { ada, bob, openService } from '../service.ts';

const everything = { tenantId, userId: null, states: null, limit: 10 } as const;

test('a person sees their own jobs, newest first, and none of anybody else', async () => {
  const { admitted, deps, clock, userOf } = await openService();
  await admitted();
  await clock.advance(1_000);
  await admitted({}, { person: bob });
  await clock.advance(1_000);
  await admitted();
  const mine = await list({ ...everything, userId: await userOf(ada) }, deps);
  expect(mine.map(({ job }) => job.number)).toEqual([3, 1]);
  expect(mine[0]?.requester).toEqual({ userId: await userOf(ada), externalId: ada.externalId, name: 'Ada' });
});

test('only jobs in the states that are asked for', async () => {
  const { admitted, bring, deps } = await openService();
  await bring(await admitted(), 'ready');
  await admitted();
  const ready = await list({ ...everything, states: ['ready', 'failed'] }, deps);
  expect(ready.map(({ job }) => job.number)).toEqual([1]);
});

test('fifty at most, however many are asked for', async () => {
  const { request, deps } = await openService();
  for (let n = 0; n < 13; n += 1) await request({ count: 4 });
  expect(await list({ ...everything, limit: 1_000 }, deps)).toHaveLength(50);
  expect(await list({ ...everything, limit: 2 }, deps)).toHaveLength(2);
});
