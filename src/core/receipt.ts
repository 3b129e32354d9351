import type { EntrySet, Unit } from './ledger.ts';
import type { Job } from './job.ts';
import type { JobEvent, JobStory } from './story.ts';

/** What one video cost, and who paid: from its entries in the books. */
export type Receipt = {
  readonly quoteMicroUsd: number;
  /** Reserved still, until the engine's verdict. */
  readonly heldMicroUsd: number;
  /** What the member paid, from their allowance or from grants. */
  readonly paidMicroUsd: number;
  /** What came back of what was reserved or paid. */
  readonly backMicroUsd: number;
  /** What engines earned by it. */
  readonly costMicroUsd: number;
  /** Paid by the tenant: what a grant of videos gives away, over-runs, and what engines bill without a clip. */
  readonly tenantMicroUsd: number;
  /** What the engine took beyond the agreed price. */
  readonly overrunMicroUsd: number;
  /** Set aside for what may still be billed. */
  readonly setAsideMicroUsd: number;
};

type Told = Pick<JobStory, 'entries'> & { readonly view: { readonly job: Pick<Job, 'quoteMicroUsd' | 'funding'> } };

export function receiptOf({ entries, view: { job } }: Told): Receipt {
  const sum = (...kinds: EntrySet['postings'][number]['account']['kind'][]): number =>
    sumOf(entries, 'usd_micro', kinds);
  const { quoteMicroUsd, funding } = job;
  const heldMicroUsd = sum('hold');
  const isTheirs = funding.kind === 'allowance' || funding.unit === 'usd_micro';
  const drawnMicroUsd = 0 - sum('member', 'grant');
  const paidMicroUsd = drawnMicroUsd - (isTheirs ? heldMicroUsd : 0);
  const wasHeld = entries.some(({ kind }) => kind === 'hold') && isTheirs && heldMicroUsd === 0;
  const captured = entries.filter(({ kind }) => kind === 'capture');
  const earned = sumOf(captured, 'usd_micro', ['engine']);
  return {
    quoteMicroUsd,
    heldMicroUsd,
    paidMicroUsd,
    backMicroUsd: wasHeld ? Math.max(0, quoteMicroUsd - paidMicroUsd) : 0,
    costMicroUsd: sum('engine'),
    tenantMicroUsd: Math.max(0, 0 - sum('tenant') - (isTheirs ? 0 : heldMicroUsd)),
    overrunMicroUsd: Math.max(0, earned - quoteMicroUsd),
    setAsideMicroUsd: sum('loss', 'write_off'),
  };
}

function sumOf(entries: readonly EntrySet[], unit: Unit, kinds: readonly string[]): number {
  return entries
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.unit === unit && kinds.includes(posting.account.kind))
    .reduce((total, { amount }) => total + amount, 0);
}

export type Phase = 'asked' | 'waited' | 'rendered' | 'fetched';

/** How long each part of it took, in their order; those that took no time are left out. The last one goes on until `nowMs`. */
export function phasesOf(events: readonly JobEvent[], nowMs: number): { readonly phase: Phase; readonly ms: number }[] {
  const took = new Map<Phase, number>();
  for (const [index, { state, atMs }] of events.entries()) {
    const phase = phaseOf(state);
    if (phase === null) continue;
    took.set(phase, (took.get(phase) ?? 0) + Math.max(0, (events[index + 1]?.atMs ?? nowMs) - atMs));
  }
  return Array.from(took, ([phase, ms]) => ({ phase, ms })).filter(({ ms }) => ms > 0);
}

function phaseOf(state: JobEvent['state']): Phase | null {
  switch (state) {
    case 'awaiting_approval':
      return 'asked';
    case 'preparing':
    case 'queued':
      return 'waited';
    case 'submitting':
    case 'unknown':
    case 'rendering':
      return 'rendered';
    case 'fetching':
      return 'fetched';
    case 'ready':
    case 'failed':
    case 'refused':
    case 'cancelled':
      return null;
  }
}
