import { expect, test } from 'vitest';
import { listEngines } from '../../../src/core/usecases/list-engines.ts';
import { destination } from '../samples.ts';
import { openService } from '../service.ts';

const idsOf = (listed: Awaited<ReturnType<typeof listEngines>>) => listed.map(({ capabilities }) => capabilities.id);

test('people are told of the engines that they may use: real ones once their tenant is allowed them, the demo until then', async () => {
  const { deps, allow } = await openService();
  const list = (isOperator: boolean) => listEngines({ destination, isOperator }, deps);
  expect(idsOf(await list(false))).toEqual(['demo/pictures']);
  expect(idsOf(await list(true))).toEqual(['acme/reel-1']);
  await allow();
  expect(idsOf(await list(false))).toEqual(['acme/reel-1']);
});

test('with the price of a video of usual length, and not of one that takes nothing', async () => {
  const { deps, allow, store, clock } = await openService();
  await allow();
  expect(await listEngines({ destination, isOperator: false }, deps)).toMatchObject([
    { price: { microUsd: 500_000, seconds: 5 } },
  ]);
  const actor = { kind: 'operator' } as const;
  await store.engines.mark({ engine: 'acme/reel-1', kind: 'disabled', actor, reason: null, nowMs: clock.nowMs() });
  await clock.advance(2_000);
  expect(idsOf(await listEngines({ destination, isOperator: false }, deps))).toEqual(['demo/pictures']);
});
