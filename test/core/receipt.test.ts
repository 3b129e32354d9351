import { expect, it } from 'vitest';
import { formatId } from '../../src/core/ids.ts';
import { phasesOf, receiptOf } from '../../src/core/receipt.ts';
import { captureSuccess, giveUp, hold, release, settleFailure } from '../../src/core/settlement.ts';
import { aJob, anAttempt } from './samples.ts';

const job = { ...aJob(), quoteMicroUsd: 60 };
const attempt = anAttempt(undefined, { jobId: job.id });
const booked = [{ kind: 'hold', ref: job.id }] as const;
const books = { job, booked, nowMs: 2 };
const of = (...entries: Parameters<typeof receiptOf>[0]['entries'][number][]) => receiptOf({ entries, view: { job } });
const nothing = {
  quoteMicroUsd: 60,
  heldMicroUsd: 0,
  paidMicroUsd: 0,
  backMicroUsd: 0,
  costMicroUsd: 0,
  tenantMicroUsd: 0,
  overrunMicroUsd: 0,
  setAsideMicroUsd: 0,
};

it.each([
  ['on its way', [], { heldMicroUsd: 60 }],
  ['made for less', captureSuccess(books, attempt, 55), { paidMicroUsd: 55, backMicroUsd: 5, costMicroUsd: 55 }],
  [
    'made for more',
    captureSuccess(books, attempt, 63),
    { paidMicroUsd: 60, costMicroUsd: 63, tenantMicroUsd: 3, overrunMicroUsd: 3 },
  ],
  [
    'failed and billed',
    [...release(books), ...settleFailure(books, attempt, 7)],
    { backMicroUsd: 60, costMicroUsd: 7, tenantMicroUsd: 7 },
  ],
  ['given up', giveUp(books, attempt, 'write_off'), { backMicroUsd: 60, setAsideMicroUsd: 60 }],
])('%s: says what its member paid, what went back, and what others bear', (_, entries, told) => {
  expect(of(hold(job, 1), ...entries)).toEqual({ ...nothing, ...told });
});

it('what a grant of videos pays is the tenant’s to pay', () => {
  const draws = [{ grantId: formatId('grant', '0'.repeat(26)), amount: 1 }];
  const given = { ...job, funding: { kind: 'grants', unit: 'videos', draws } } as const;
  const entries = [hold(given, 1), ...captureSuccess({ ...books, job: given }, attempt, 60)];
  const told = receiptOf({ entries, view: { job: given } });
  expect(told).toEqual({ ...nothing, costMicroUsd: 60, tenantMicroUsd: 60 });
});

it('adds up how long each part took, the last one until now', () => {
  const at = (state: 'awaiting_approval' | 'queued' | 'rendering' | 'fetching', atMs: number) => {
    return { state, atMs, outcome: '', actor: null };
  };
  const events = [
    at('awaiting_approval', 0),
    at('queued', 10),
    at('rendering', 30),
    at('queued', 40),
    at('fetching', 45),
  ];
  expect(phasesOf(events, 50)).toEqual([
    { phase: 'asked', ms: 10 },
    { phase: 'waited', ms: 25 },
    { phase: 'rendered', ms: 10 },
    { phase: 'fetched', ms: 5 },
  ]);
});
