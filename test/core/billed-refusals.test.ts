import { describe, expect, it } from 'vitest';
import type { Funding } from '../../src/core/funding.ts';
import { billRefusal, hold } from '../../src/core/settlement.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import type { RequestInput } from '../../src/core/usecases/request.ts';
import { aJob, anAttempt, gained, idOf, openAsk, tenantId } from './samples.ts';
import { ada, bob, generous, openService } from './service.ts';

const cost = 120_000;

/** Somebody whose prompts an engine refuses, and wants money for it. */
async function refusedAndBilled() {
  const service = await openService();
  await service.allow();
  const { store, clock, recorded, bring } = service;

  async function refuse(costMicroUsd: number | null = cost, person: RequestInput['person'] = ada) {
    const job = await service.admitted({ ...openAsk, engine: 'acme/reel-1', fresh: true }, { person });
    const { attempt } = await bring(job, 'rendering');
    if (!attempt) throw new Error('expected an attempt');
    await recorded({ kind: 'failed', attemptId: attempt.id, code: 'moderation', costMicroUsd });
    const view = await store.view(job.id, generous, clock.nowMs());
    return {
      charged: view?.chargedMicroUsd,
      cost: view?.costMicroUsd,
      billed: view?.billedRefusal,
      quote: job.quoteMicroUsd,
    };
  }

  return { ...service, refuse };
}

describe('a prompt that its engine refused and billed', () => {
  it('is free for its person three times a day, and theirs to pay from then on', async () => {
    const { refuse, clock, store, userOf } = await refusedAndBilled();
    const used = async (): Promise<number> => {
      const { lines } = await store.quota({
        tenantId,
        userId: await userOf(ada),
        rules: {
          ...generous,
          member: {
            ...generous.member,
            limits: [
              { unit: 'usd_micro', window: 'day', amount: 10 ** 9 },
              { unit: 'videos', window: 'day', amount: 99 },
            ],
          },
        },
        nowMs: clock.nowMs(),
      });
      return lines.reduce((sum, line) => sum + line.used + line.held, 0);
    };
    for (const count of [1, 2, 3]) {
      expect(await refuse()).toMatchObject({ charged: 0, cost, billed: { count, free: 3 } });
      // One prompt after the other, not many at once.
      await clock.advance(HOUR);
    }
    expect(await used()).toBe(0);
    // What costs nothing is counted nowhere, and others have their own.
    expect(await refuse(null)).toMatchObject({ charged: 0, billed: null });
    expect(await refuse(cost, bob)).toMatchObject({ charged: 0, billed: { count: 1 } });
    expect(await refuse()).toMatchObject({ charged: cost, cost, billed: { count: 4, free: 3 } });
    // The video is not counted, only the money.
    expect(await used()).toBe(cost);
    await clock.advance(HOUR);
    const dear = await refuse(9_000_000);
    expect(dear).toMatchObject({ charged: dear.quote, cost: 9_000_000, billed: { count: 5 } });
    await clock.advance(DAY);
    expect(await refuse()).toMatchObject({ charged: 0, billed: { count: 1 } });
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
  });

  it('is a strike: the third within an hour makes its person wait', async () => {
    const { refuse, request, clock } = await refusedAndBilled();
    for (let at = 0; at < 3; at += 1) await refuse(at === 0 ? cost : null);
    expect(await request()).toMatchObject({ refusals: [{ kind: 'cooling', untilMs: clock.nowMs() + HOUR }] });
  });

  it.each<readonly [string, Funding, readonly [member: number, grant: number, tenant: number]]>([
    ['their allowance', { kind: 'allowance' }, [-500_000, 0, -100_000]],
    [
      'grants of credits, in the order in which they were drawn from',
      {
        kind: 'grants',
        unit: 'usd_micro',
        draws: [
          { grantId: idOf('grant'), amount: 400_000 },
          { grantId: idOf('grant', 2), amount: 100_000 },
        ],
      },
      [0, -500_000, -100_000],
    ],
    [
      'a grant of videos, whose price is the tenant’s',
      { kind: 'grants', unit: 'videos', draws: [{ grantId: idOf('grant'), amount: 1 }] },
      [0, 0, -600_000],
    ],
  ])('is paid, up to its price, from %s', (_, funding, [member, grant, tenant]) => {
    const job = aJob({ kind: 'queued' }, { funding, quoteMicroUsd: 500_000 });
    const held = hold(job, 0);
    const sets = billRefusal({ job, booked: [{ kind: 'hold', ref: job.id }], nowMs: 0 }, anAttempt(), 600_000);
    const all = [held, ...sets];
    expect(
      ['member', 'grant', 'tenant', 'hold', 'engine'].map((kind) => gained(all, kind as 'member', 'usd_micro')),
    ).toEqual([member, grant, tenant, 0, 600_000]);
    expect(['member', 'grant', 'hold', 'engine'].map((kind) => gained(all, kind as 'member', 'videos'))).toEqual([
      0, 0, 0, 0,
    ]);
  });
});
