import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Attempt, hasVerdict, taskIdOf } from '../../../src/core/attempt.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import { fromAllowance, type Funding } from '../../../src/core/funding.ts';
import { canReopen, hasEnded, type Job, type JobState } from '../../../src/core/job.ts';
import { type EntrySet, unbalancedUnit } from '../../../src/core/ledger.ts';
import { apply } from '../../../src/core/life/apply.ts';
import { startAttempt } from '../../../src/core/life/create.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { hold } from '../../../src/core/settlement.ts';
import { noonMs } from '../../doubles/world.ts';
import { aClip, aJob, destination, gained, idOf, lease, quoteMicroUsd } from '../samples.ts';
import { all, type Kind, likely } from './likely.ts';

/** One thing that happens to the job. `attempt` counts back from the newest, so that old ones get answers too. */
type Chance = {
  readonly pick: number;
  readonly wild: boolean;
  readonly attempt: number;
  readonly otherTask: boolean;
  readonly cost: number | null;
  readonly held: boolean;
  readonly hinted: boolean;
  readonly again: boolean;
};

const oftenNot = fc.constantFrom(true, false, false, false, false, false);
const chances = fc.record<Chance>({
  pick: fc.nat(1_000),
  wild: oftenNot,
  attempt: fc.constantFrom(0, 0, 0, 0, 1, 2),
  otherTask: oftenNot,
  cost: fc.option(fc.constantFrom(0, 1, quoteMicroUsd - 1, quoteMicroUsd, 3 * quoteMicroUsd)),
  held: oftenNot.map((not) => !not),
  hinted: oftenNot,
  again: fc.boolean(),
});
const stories = fc.array(chances, { minLength: 1, maxLength: 24 });
const beginnings = fc.record<Beginning>({
  preparing: fc.boolean(),
  quote: fc.constantFrom(quoteMicroUsd, quoteMicroUsd, 0),
  playMoney: fc.boolean(),
  funding: fc.constantFrom('allowance', 'allowance', 'credits', 'videos'),
});

type Beginning = {
  readonly preparing: boolean;
  readonly quote: number;
  readonly playMoney: boolean;
  readonly funding: 'allowance' | 'credits' | 'videos';
};

/** Credits of two grants, where there is anything to pay with them. */
function fundingOf({ funding, quote }: Beginning): Funding {
  const [first, second] = [idOf('grant', 1), idOf('grant', 2)];
  if (funding === 'videos') return { kind: 'grants', unit: 'videos', draws: [{ grantId: first, amount: 1 }] };
  if (funding === 'allowance' || quote < 2) return fromAllowance;
  const part = Math.floor(quote / 3);
  const draws = [
    { grantId: first, amount: part },
    { grantId: second, amount: quote - part },
  ];
  return { kind: 'grants', unit: 'usd_micro', draws };
}

/** What a store keeps of one job, and what it would write. */
type World = {
  job: Job;
  readonly attempts: Attempt[];
  readonly sets: EntrySet[];
  readonly deliveries: Delivery[];
};

function begin(beginning: Beginning): World {
  const { preparing, quote, playMoney } = beginning;
  const funding = fundingOf(beginning);
  const job = aJob({ kind: preparing ? 'preparing' : 'queued' }, { quoteMicroUsd: quote, playMoney, funding });
  return { job, attempts: [], sets: [hold(job, noonMs)], deliveries: [] };
}

/** Lets one thing happen, and tells which. */
function live(world: World, chance: Chance, nowMs: number): Kind {
  const kinds = chance.wild ? all : likely[world.job.state.kind];
  const kind = kinds[chance.pick % kinds.length] ?? 'hinted';
  if (kind === 'start') {
    if (world.job.state.kind !== 'queued') return kind;
    const id = idOf('attempt', world.attempts.length + 1);
    const started = startAttempt(world.job, { id, callbackTokenHash: 'aa' }, nowMs, nowMs + 60_000);
    world.job = started.job;
    world.attempts.push(started.attempt);
    return kind;
  }
  const at = Math.max(0, world.attempts.length - 1 - chance.attempt);
  const attempt = world.attempts[at] ?? null;
  const outcome = outcomeOf(kind, chance, attempt?.id ?? idOf('attempt', 99), nowMs);
  const agg = {
    job: world.job,
    attempt,
    booked: world.sets,
    destination,
    isOriginalGone: false,
    isOtherTaskOpen: false,
    isForgotten: false,
    mayBuy: true,
    billedRefusals: chance.attempt * 2,
    lease: chance.held ? lease : null,
    hintedAtMs: chance.hinted ? nowMs : null,
  };
  const change = apply(agg, outcome, nowMs);
  if (change.kind === 'ignored') return kind;
  world.job = change.job;
  if (change.attempt) world.attempts[at] = change.attempt;
  world.sets.push(...change.sets);
  if (change.delivery) world.deliveries.push(change.delivery);
  return kind;
}

function isOutputLost(state: JobState): boolean {
  return state.kind === 'failed' && (state.code === 'output_gone' || state.code === 'output_broken');
}

function outcomeOf(
  kind: JobOutcome['kind'],
  { again, cost: costMicroUsd, otherTask }: Chance,
  attemptId: Attempt['id'],
  nowMs: number,
): JobOutcome {
  const jobId = idOf('job');
  const dueAtMs = nowMs + 5_000;
  switch (kind) {
    case 'prepared':
      return { kind, jobId, input: null };
    case 'input_unusable':
    case 'stranded':
    case 'approval_expired':
    case 'cancel_requested':
      return { kind, jobId };
    case 'not_allowed':
      return { kind, jobId, why: again ? 'flagged' : 'not_judged' };
    case 'postponed':
    case 'blocked':
      return { kind, jobId, lease, dueAtMs };
    case 'accepted':
      return { kind, attemptId, taskId: `task of ${attemptId}${otherTask ? ' otherwise' : ''}` };
    case 'rejected':
      return { kind, attemptId, code: again ? 'transient' : 'moderation', retryAtMs: again ? dueAtMs : null };
    case 'create_unknown':
      return { kind, attemptId, dueAtMs };
    case 'running':
      return { kind, attemptId, lease, phase: 'rendering', progress: null, overdue: again, dueAtMs };
    case 'succeeded':
      return { kind, attemptId, costMicroUsd };
    case 'failed':
      return { kind, attemptId, code: 'transient', costMicroUsd };
    case 'fetched':
      return { kind, attemptId, clip: aClip(), deliveryId: idOf('delivery') };
    case 'copied':
      return { kind, jobId, clip: aClip(), deliveryId: idOf('delivery') };
    case 'copy_lost':
      return { kind, jobId };
    case 'bad_output':
      return { kind, attemptId, lease, dueAtMs };
    case 'output_lost':
      return { kind, attemptId, code: 'output_gone' };
    case 'never_accepted':
      return { kind, attemptId, retryAtMs: again ? dueAtMs : null };
    case 'engine_cancelled':
    case 'gave_up':
    case 'hinted':
      return { kind, attemptId };
  }
}

/** Lives through many stories, checking after each thing that happens. `story` tells them apart. */
function check(each: (now: World, before: Job, kind: Kind, story: object) => void): void {
  fc.assert(
    fc.property(beginnings, stories, (beginning, story) => {
      const world = begin(beginning);
      for (const [n, chance] of story.entries()) {
        const before = world.job;
        each(world, before, live(world, chance, noonMs + n * 1_000), story);
      }
    }),
    { numRuns: 600, seed: 412 },
  );
}

const costs = (world: World): number =>
  world.attempts.reduce(
    (sum, { state }) => sum + (state.kind === 'succeeded' || state.kind === 'failed' ? state.costMicroUsd : 0),
    0,
  );

describe('whatever happens to an admitted job, in any order', () => {
  test('it is lived through without a throw, and random stories reach every state but approval', () => {
    const reached = new Set<string>();
    check((world) => reached.add(world.job.state.kind));
    expect([...reached].toSorted()).toEqual([
      'cancelled',
      'failed',
      'fetching',
      'preparing',
      'queued',
      'ready',
      'refused',
      'rendering',
      'submitting',
      'unknown',
    ]);
  });

  test('every entry set sums to zero, so no credit is made or lost', () => {
    check(({ sets }) => {
      expect(sets.map((set) => unbalancedUnit(set.postings)).filter((unit) => unit !== null)).toEqual([]);
    });
  });

  test('its hold is the quote and one video until the verdict and nothing after, so none stays stuck', () => {
    check(({ job, sets }) => {
      const isHeld = !hasEnded(job.state) && job.state.kind !== 'fetching';
      expect(gained(sets, 'hold', 'usd_micro')).toBe(isHeld ? job.quoteMicroUsd : 0);
      expect(gained(sets, 'hold', 'videos')).toBe(isHeld ? 1 : 0);
    });
  });

  test('nothing is booked twice under one reference, so no store ever has to refuse a record', () => {
    check(({ sets }) => {
      const names = sets.map(({ ref, kind }) => `${ref} ${kind}`);
      expect(names).toEqual([...new Set(names)]);
    });
  });

  test('the member pays for a recorded success alone, at most the quote, and nothing for a lost clip', () => {
    check(({ job, sets, attempts }) => {
      if (job.funding.kind === 'grants') return;
      const paid = 0 - gained(sets, 'member', 'usd_micro') - gained(sets, 'hold', 'usd_micro');
      const videos = 0 - gained(sets, 'member', 'videos') - gained(sets, 'hold', 'videos');
      const wasMade = attempts.some(({ state }) => state.kind === 'succeeded');
      const wasRefunded = sets.some(({ kind }) => kind === 'refund');
      expect(paid).toBeGreaterThanOrEqual(0);
      expect(paid).toBeLessThanOrEqual(wasMade && !wasRefunded ? job.quoteMicroUsd : 0);
      expect(videos).toBe(sets.some(({ kind }) => kind === 'capture') && !wasRefunded ? 1 : 0);
    });
  });

  test('what grants pay costs the member nothing, and each grant is drawn once, for at most what was drawn of it', () => {
    let drawn = 0;
    check(({ job: { funding }, sets, attempts }) => {
      if (funding.kind === 'allowance') return;
      expect([gained(sets, 'member', 'usd_micro'), gained(sets, 'member', 'videos')]).toEqual([0, 0]);
      const isPaid =
        attempts.some(({ state }) => state.kind === 'succeeded') && sets.every(({ kind }) => kind !== 'refund');
      for (const { grantId, amount } of funding.draws) {
        const postings = sets
          .flatMap((set) => set.postings)
          .filter(({ account }) => account.kind === 'grant' && account.grantId === grantId);
        const lost = 0 - postings.reduce((sum, posting) => sum + posting.amount, 0);
        expect(postings.every(({ unit }) => unit === funding.unit)).toBe(true);
        expect(lost).toBeGreaterThanOrEqual(0);
        expect(lost).toBeLessThanOrEqual(amount);
        const isHeld = gained(sets, 'hold', 'videos') === 1;
        if (!isPaid && !isHeld) expect(lost).toBe(0);
        if (isHeld) expect(lost).toBe(amount);
        drawn += lost;
      }
    });
    expect(drawn).toBeGreaterThan(0);
  });

  test('after a release nothing comes back to the member, however late the verdict', () => {
    check(({ sets }) => {
      const releasedAt = sets.findIndex(({ kind }) => kind === 'release');
      if (releasedAt < 0) return;
      expect(gained(sets.slice(releasedAt + 1), 'member', 'usd_micro')).toBe(0);
      expect(gained(sets.slice(releasedAt + 1), 'grant', 'usd_micro')).toBe(0);
      expect(gained(sets.slice(releasedAt + 1), 'member', 'videos')).toBe(0);
    });
  });

  test('engines earned exactly what their verdicts cost', () => {
    check((world) => {
      expect(gained(world.sets, 'engine', 'usd_micro')).toBe(costs(world));
    });
  });

  test('what was set aside is one quote for each attempt without a verdict at most, and nothing once verdicts are in', () => {
    check(({ job, sets, attempts }) => {
      const setAside = gained(sets, 'loss', 'usd_micro') + gained(sets, 'write_off', 'usd_micro');
      const open = attempts.filter(({ state }) => !hasVerdict(state) && state.kind !== 'rejected').length;
      expect(gained(sets, 'loss', 'usd_micro')).toBeGreaterThanOrEqual(0);
      expect(gained(sets, 'write_off', 'usd_micro')).toBeGreaterThanOrEqual(0);
      expect(setAside).toBeLessThanOrEqual(open * job.quoteMicroUsd);
    });
  });

  test('the task of an attempt never changes once it is known', () => {
    const known = new Map<string, string>();
    let told: object | null = null;
    check(({ attempts }, _before, _kind, story) => {
      if (story !== told) known.clear();
      told = story;
      for (const { id, state } of attempts) {
        const taskId = taskIdOf(state);
        expect(taskId).toBe(known.get(id) ?? taskId);
        if (taskId !== null) known.set(id, taskId);
      }
    });
  });

  test('once somebody wished to cancel, nothing is delivered, and a verdict is never taken back', () => {
    check(({ job, deliveries }, before) => {
      if (before.cancelRequestedAtMs === null) return;
      expect(job.cancelRequestedAtMs).not.toBeNull();
      if (before.state.kind !== 'ready') expect(deliveries).toEqual([]);
    });
  });

  test('a success for an ended job whose door reopens leads to fetching, so the clip is not lost', () => {
    let reopened = 0;
    check(({ job, attempts }, before, kind) => {
      if (kind !== 'succeeded' || !canReopen(before.state)) return;
      // An earlier success is the same news again: its output was fetched already, or lost.
      const [made, ...earlier] = attempts.filter(({ state }) => state.kind === 'succeeded');
      if (!made || earlier.length > 0 || isOutputLost(before.state)) return;
      expect(job.state).toMatchObject({ kind: 'fetching', attemptId: made.id });
      expect(job.dueAtMs).not.toBeNull();
      reopened += 1;
    });
    expect(reopened).toBeGreaterThan(20);
  });

  test('a live job always has a time at which it is looked at again, so nothing waits for ever', () => {
    check(({ job }) => {
      expect(job.dueAtMs !== null || hasEnded(job.state)).toBe(true);
    });
  });

  test('only one create is under way: a job waits in the queue while no attempt of it may be running', () => {
    check(({ job, attempts }) => {
      if (job.state.kind !== 'queued') return;
      const open = attempts.filter(({ state }) => !hasVerdict(state) && state.kind !== 'rejected');
      expect(open).toEqual([]);
    });
  });

  test('a copy never comes near an engine and books nothing, and is over once it is there or not', () => {
    const ends = new Set<string>();
    const said = fc.array(
      chances.map((chance) => ({ ...chance, wild: true })),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(said, (story) => {
        const copy = aJob({ kind: 'preparing' }, { quoteMicroUsd: 0, copyOf: idOf('clip', 2) });
        const world: World = { job: copy, attempts: [], sets: [], deliveries: [] };
        for (const [n, chance] of story.entries()) live(world, chance, noonMs + n * 1_000);
        ends.add(world.job.state.kind);
        expect(world.sets).toEqual([]);
        expect(world.attempts).toEqual([]);
        expect(world.deliveries.length).toBe(world.job.state.kind === 'ready' ? 1 : 0);
      }),
      { numRuns: 300, seed: 412 },
    );
    expect([...ends].toSorted()).toEqual(['cancelled', 'failed', 'preparing', 'ready', 'refused']);
  });
});
