import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { Approval } from '../../src/core/approval.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { Receipt } from '../../src/core/receipt.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { nowMs, sampleJob } from './sample-views.ts';

const credits = (amount: number): number => amount * CREDIT_MICRO_USD;
const receipt: Receipt = {
  quoteMicroUsd: credits(60),
  heldMicroUsd: 0,
  paidMicroUsd: credits(55),
  backMicroUsd: credits(5),
  costMicroUsd: credits(55),
  tenantMicroUsd: 0,
  overrunMicroUsd: 0,
  setAsideMicroUsd: 0,
};
const given = { unit: 'usd_micro', amount: credits(60), by: { kind: 'operator' }, byName: null } as const;
const said = { by: { kind: 'operator' }, byName: 'Mo', atMs: nowMs - MINUTE, reason: 'for the trailer' } as const;
const approved: Pick<Approval, 'reason' | 'askedAtMs' | 'state'> = {
  reason: 'over_quota',
  askedAtMs: nowMs - 2 * MINUTE,
  state: { kind: 'approved', grantedMicroUsd: null, ...said },
};

/** Lines of a receipt. */
export function storySamples({ story }: Catalogue) {
  return {
    money: [
      story.money(sampleJob, {
        ...receipt,
        heldMicroUsd: credits(60),
        paidMicroUsd: 0,
        backMicroUsd: 0,
        costMicroUsd: 0,
      }),
      story.money(sampleJob, receipt),
      story.money(
        { ...sampleJob, playMoney: true },
        { ...receipt, paidMicroUsd: 0, costMicroUsd: 0, backMicroUsd: credits(60) },
      ),
      story.money({ ...sampleJob, funding: { kind: 'grants', unit: 'usd_micro', draws: [] } }, receipt),
    ],
    free: [story.free()],
    grant: [
      story.grant(given, null),
      story.grant({ ...given, by: said.by, byName: 'Mo' }, null),
      story.grant({ ...given, unit: 'videos', amount: 1, by: null }, approved),
      story.grant({ ...given, by: null }, null),
    ],
    others: [
      story.others({ ...receipt, tenantMicroUsd: credits(3), overrunMicroUsd: credits(3) })[0] ?? '',
      story.others({ ...receipt, tenantMicroUsd: credits(5) })[0] ?? '',
      story.others({ ...receipt, setAsideMicroUsd: credits(60) })[0] ?? '',
    ],
    approval: [
      story.approval({ ...approved, state: { kind: 'open' } }, nowMs),
      story.approval(approved, nowMs),
      story.approval({ ...approved, state: { kind: 'denied', ...said, byName: null, reason: null } }, nowMs),
      story.approval({ ...approved, reason: 'over_price', state: { kind: 'expired', atMs: nowMs } }, nowMs),
      story.approval({ ...approved, state: { kind: 'withdrawn', atMs: nowMs } }, nowMs),
    ],
    took: [
      story.took(
        [
          { phase: 'asked', ms: 5 * MINUTE },
          { phase: 'waited', ms: 4 * SECOND },
          { phase: 'rendered', ms: 62 * SECOND },
          { phase: 'fetched', ms: 3 * SECOND },
        ],
        2 * SECOND,
      ),
      story.took([{ phase: 'waited', ms: 4 * SECOND }], null),
    ],
  } as const;
}
