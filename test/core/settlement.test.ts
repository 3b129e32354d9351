import { describe, expect, test } from 'vitest';

import type { AttemptState } from '../../src/core/attempt.ts';
import type { Booking, EntrySet, EntrySetKind } from '../../src/core/ledger.ts';
import {
  captureSuccess,
  giveUp,
  hold,
  lateCapture,
  refund,
  release,
  settleFailure,
} from '../../src/core/settlement.ts';
import { noonMs } from '../doubles/world.ts';
import { aJob, anAttempt, idOf } from './samples.ts';

/** 50 cents were agreed. */
const quote = 500_000;
const job = aJob({ kind: 'queued' }, { quoteMicroUsd: quote, admittedAtMs: noonMs - 1_000 });
const attempt = anAttempt({ kind: 'accepted', taskId: 'task-1' });

function books(...kinds: readonly EntrySetKind[]) {
  const booked: Booking[] = kinds.map((kind) => ({
    kind,
    ref: kind === 'hold' || kind === 'release' || kind === 'refund' ? job.id : attempt.id,
  }));
  return { job, booked, nowMs: noonMs };
}

/** Each set as a line a posting: `member -500000 usd_micro`. */
function lines(sets: readonly EntrySet[]): Record<string, string[]> {
  return Object.fromEntries(
    sets.map(({ kind, postings }) => [
      kind,
      postings.map(({ account, amount, unit }) => `${account.kind} ${amount} ${unit}`),
    ]),
  );
}

describe('the hold', () => {
  test('reserves the quote and one video of the member', () => {
    expect(lines([hold(job, noonMs)])).toEqual({
      hold: ['member -500000 usd_micro', 'hold 500000 usd_micro', 'member -1 videos', 'hold 1 videos'],
    });
  });

  test('says which job it is for, when and in which zone that was admitted and whether anybody pays', () => {
    const { postings, ...rest } = hold({ ...job, playMoney: true, timeZone: 'Asia/Tokyo' }, noonMs);
    expect(rest).toEqual({
      kind: 'hold',
      ref: job.id,
      jobId: job.id,
      tenantId: job.tenantId,
      admittedAtMs: noonMs - 1_000,
      timeZone: 'Asia/Tokyo',
      bookedAtMs: noonMs,
      playMoney: true,
    });
    expect(postings[0]?.account).toEqual({ kind: 'member', tenantId: job.tenantId, userId: job.userId });
  });

  test('of a free job reserves the video alone', () => {
    expect(lines([hold({ ...job, quoteMicroUsd: 0 }, noonMs)])).toEqual({
      hold: ['member -1 videos', 'hold 1 videos'],
    });
  });

  test('goes back whole', () => {
    expect(lines(release(books('hold')))).toEqual({
      release: ['hold -500000 usd_micro', 'member 500000 usd_micro', 'hold -1 videos', 'member 1 videos'],
    });
  });

  test.each([[[]], [['hold', 'release']], [['hold', 'capture']]] as const)(
    'is not given back when %j is booked, so nobody is paid twice',
    (booked) => {
      expect(release(books(...booked))).toEqual([]);
    },
  );
});

describe('a clip that the engine made', () => {
  test('at the agreed price takes the hold', () => {
    expect(lines(captureSuccess(books('hold'), attempt, quote))).toEqual({
      capture: ['hold -500000 usd_micro', 'engine 500000 usd_micro', 'hold -1 videos', 'engine 1 videos'],
    });
  });

  test('below the quote gives the member the rest back', () => {
    expect(lines(captureSuccess(books('hold'), attempt, 350_000))).toEqual({
      capture: [
        'hold -350000 usd_micro',
        'engine 350000 usd_micro',
        'hold -150000 usd_micro',
        'member 150000 usd_micro',
        'hold -1 videos',
        'engine 1 videos',
      ],
    });
  });

  test('above the quote costs the member the quote and the tenant the rest', () => {
    expect(lines(captureSuccess(books('hold'), attempt, 800_000))).toEqual({
      capture: [
        'hold -500000 usd_micro',
        'engine 500000 usd_micro',
        'tenant -300000 usd_micro',
        'engine 300000 usd_micro',
        'hold -1 videos',
        'engine 1 videos',
      ],
    });
  });

  test('for nothing gives the whole quote back but still counts as a video', () => {
    expect(lines(captureSuccess(books('hold'), attempt, 0))).toEqual({
      capture: ['hold -500000 usd_micro', 'member 500000 usd_micro', 'hold -1 videos', 'engine 1 videos'],
    });
  });

  test('names the engine that made it, and the attempt', () => {
    const [set] = captureSuccess(books('hold'), anAttempt(attempt.state, { engine: 'other/x' }), quote);
    expect(set?.ref).toBe(attempt.id);
    expect(set?.postings[1]?.account).toEqual({ kind: 'engine', engine: 'other/x' });
  });

  test('after the hold has ended costs the tenant alone', () => {
    const expected = { late_capture: ['tenant -350000 usd_micro', 'engine 350000 usd_micro'] };
    expect(lines(captureSuccess(books('hold', 'release'), attempt, 350_000))).toEqual(expected);
    expect(lines(lateCapture(books('hold', 'capture'), attempt, 350_000))).toEqual(expected);
  });
});

describe('giving up', () => {
  test('an unanswered create releases the member and sets the estimate aside at the tenant', () => {
    expect(lines(giveUp(books('hold'), attempt, 'loss'))).toEqual({
      release: ['hold -500000 usd_micro', 'member 500000 usd_micro', 'hold -1 videos', 'member 1 videos'],
      loss: ['tenant -500000 usd_micro', 'loss 500000 usd_micro'],
    });
  });

  test('a task at its horizon releases the member and sets the estimate aside at the operator', () => {
    expect(lines(giveUp(books('hold'), attempt, 'write_off'))).toEqual({
      release: ['hold -500000 usd_micro', 'member 500000 usd_micro', 'hold -1 videos', 'member 1 videos'],
      write_off: ['operator -500000 usd_micro', 'write_off 500000 usd_micro'],
    });
  });

  test('what is not held any more is not set aside', () => {
    expect(giveUp(books('hold', 'capture'), attempt, 'write_off')).toEqual([]);
  });

  test.each([
    ['loss', 'tenant'],
    ['write_off', 'operator'],
  ] as const)('a late clip turns the %s into its cost, paid by the %s, and the difference goes back', (as, payer) => {
    expect(lines(captureSuccess(books('hold', 'release', as), attempt, 350_000))).toEqual({
      late_capture: [
        `${as} -500000 usd_micro`,
        `${payer} 500000 usd_micro`,
        `${payer} -350000 usd_micro`,
        'engine 350000 usd_micro',
      ],
    });
  });

  test.each([
    ['loss', 'tenant'],
    ['write_off', 'operator'],
  ] as const)('a late failure puts the %s back to the %s', (as, payer) => {
    expect(lines(settleFailure(books('hold', 'release', as), attempt, 0))).toEqual({
      late_release: [`${as} -500000 usd_micro`, `${payer} 500000 usd_micro`],
    });
  });

  test('what went back already stays there, so the reserve is never overdrawn', () => {
    const gone = books('hold', 'release', 'loss', 'late_release');
    expect(settleFailure(gone, attempt, 0)).toEqual([]);
    expect(lines(lateCapture(gone, attempt, 350_000))).toEqual({
      late_capture: ['tenant -350000 usd_micro', 'engine 350000 usd_micro'],
    });
  });

  test('what is set aside for another attempt is left alone', () => {
    const other = anAttempt(attempt.state, { id: idOf('attempt', 2) });
    expect(settleFailure(books('hold', 'release', 'loss'), other, 0)).toEqual([]);
  });
});

describe('a failure', () => {
  test('that costs nothing books nothing of its own', () => {
    expect(settleFailure(books('hold'), attempt, 0)).toEqual([]);
  });

  test('that the engine bills is paid by the tenant, never by the member', () => {
    expect(lines(settleFailure(books('hold'), attempt, 120_000))).toEqual({
      billed_failure: ['tenant -120000 usd_micro', 'engine 120000 usd_micro'],
    });
  });

  test('that is billed late puts the reserve back as well', () => {
    expect(lines(settleFailure(books('hold', 'release', 'write_off'), attempt, 120_000))).toEqual({
      late_release: ['write_off -500000 usd_micro', 'operator 500000 usd_micro'],
      billed_failure: ['tenant -120000 usd_micro', 'engine 120000 usd_micro'],
    });
  });
});

describe('the refund of a clip that cannot be had', () => {
  const made = (costMicroUsd: number): AttemptState => ({ kind: 'succeeded', taskId: 'task-1', costMicroUsd });

  test('gives back what the member paid and the video, at the cost of the tenant', () => {
    expect(lines(refund(books('hold', 'capture'), anAttempt(made(350_000))))).toEqual({
      refund: ['tenant -350000 usd_micro', 'member 350000 usd_micro', 'engine -1 videos', 'member 1 videos'],
    });
  });

  test('of an over-run is the quote, since the tenant paid the rest itself', () => {
    expect(lines(refund(books('hold', 'capture'), anAttempt(made(800_000))))).toEqual({
      refund: ['tenant -500000 usd_micro', 'member 500000 usd_micro', 'engine -1 videos', 'member 1 videos'],
    });
  });

  test('is nothing where the member paid nothing, or has it back already', () => {
    expect(refund(books('hold', 'release', 'late_capture'), anAttempt(made(350_000)))).toEqual([]);
    expect(refund(books('hold', 'capture', 'refund'), anAttempt(made(350_000)))).toEqual([]);
    expect(refund(books('hold', 'capture'), attempt)).toEqual([]);
  });
});

describe('a job that grants pay', () => {
  const [first, second] = [idOf('grant', 1), idOf('grant', 2)];
  const draws = [
    { grantId: first, amount: 200_000 },
    { grantId: second, amount: 300_000 },
  ];
  const credits = { kind: 'grants', unit: 'usd_micro', draws } as const;
  const video = { kind: 'grants', unit: 'videos', draws: [{ grantId: first, amount: 1 }] } as const;

  /** What each grant, the member and the tenant have gained by these, by unit. */
  function gained(sets: readonly EntrySet[]): Record<string, number> {
    const sums = new Map<string, number>();
    for (const { account, unit, amount } of sets.flatMap(({ postings }) => postings)) {
      if (account.kind !== 'grant' && account.kind !== 'member' && account.kind !== 'tenant') continue;
      const name = `${account.kind === 'grant' ? `grant ${Number(account.grantId.slice(4))}` : account.kind} ${unit}`;
      sums.set(name, (sums.get(name) ?? 0) + amount);
    }
    return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
  }

  test('draws credits from each of them and a video from the tenant; or one video, and the price from the tenant', () => {
    expect(gained([hold({ ...job, funding: credits }, noonMs)])).toEqual({
      'grant 1 usd_micro': -200_000,
      'grant 2 usd_micro': -300_000,
      'tenant videos': -1,
    });
    expect(gained([hold({ ...job, funding: video }, noonMs)])).toEqual({
      'grant 1 videos': -1,
      'tenant usd_micro': -500_000,
    });
  });

  test.each([credits, video])('gives back what it drew where it came from, to the last credit', (funding) => {
    const held = { ...books('hold'), job: { ...job, funding } };
    expect(gained([hold(held.job, noonMs), ...release(held)])).toEqual({});
  });

  test.each([
    [500_000, { 'grant 1 usd_micro': -200_000, 'grant 2 usd_micro': -300_000, 'tenant videos': -1 }],
    [400_000, { 'grant 1 usd_micro': -200_000, 'grant 2 usd_micro': -200_000, 'tenant videos': -1 }],
    [100_000, { 'grant 1 usd_micro': -100_000, 'tenant videos': -1 }],
    [
      600_000,
      {
        'grant 1 usd_micro': -200_000,
        'grant 2 usd_micro': -300_000,
        'tenant videos': -1,
        'tenant usd_micro': -100_000,
      },
    ],
  ])(
    'at a cost of %i takes what was drawn first, and a refund of it leaves no grant with more than it had',
    (cost, paid) => {
      const held = { ...books('hold'), job: { ...job, funding: credits } };
      const captured = captureSuccess(held, attempt, cost);
      const sets = [hold(held.job, noonMs), ...captured];
      expect(gained(sets)).toEqual(paid);
      const made = { ...attempt, state: { kind: 'succeeded', taskId: 'task-1', costMicroUsd: cost } } as const;
      const back = refund({ ...books('hold', 'capture'), job: held.job }, made);
      expect(gained([...sets, ...back])).toEqual({ 'tenant usd_micro': -cost });
    },
  );
});
