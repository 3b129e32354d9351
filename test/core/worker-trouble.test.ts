import { enginesOf } from '../doubles/engines.ts';
import { describe, expect, test } from 'vitest';

import type { Chat } from '../../src/core/ports/chat.ts';
import type { SubmitResult } from '../../src/core/ports/provider.ts';
import { StoreUnavailable } from '../../src/core/ports/store.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { generous } from './service.ts';
import { accepted, gate, openWorker } from './working.ts';

describe('trouble', () => {
  test('a store that is away for a while is asked again, and nothing else is lost', async () => {
    let away = true;
    const { start, admitted, clock, stateOf, log } = await openWorker({
      store: (store) => ({
        ...store,
        claim: (ask) => (away ? Promise.reject(new StoreUnavailable('busy')) : store.claim(ask)),
        nextDueAtMs: (ask) => (away ? Promise.reject(new StoreUnavailable('busy')) : store.nextDueAtMs(ask)),
        reclaim: (nowMs) => (away ? Promise.reject(new StoreUnavailable('busy')) : store.reclaim(nowMs)),
      }),
    });
    const job = await admitted();
    start();
    await clock.advance(10 * MINUTE);
    expect(log.errors).toContain('looking for work failed; it is tried again');
    expect(log.errors.length).toBeLessThan(50);
    away = false;
    await clock.advance(MINUTE);
    expect(await stateOf(job)).toBe('ready');
  });

  test('steps of the dead are freed once the store can be reached, and asked about no more after that', async () => {
    let reclaims = 0;
    const { start, clock } = await openWorker({
      store: (store) => ({
        ...store,
        reclaim: (nowMs) => {
          reclaims += 1;
          return reclaims < 3 ? Promise.reject(new StoreUnavailable('busy')) : store.reclaim(nowMs);
        },
      }),
    });
    start();
    await clock.advance(HOUR);
    expect(reclaims).toBe(3);
  });

  test('an answer of an engine during an outage is recorded after it', async () => {
    let away = false;
    const { start, admitted, clock, stateOf } = await openWorker({
      provider: {
        submit: async ({ attemptId }) => {
          away = true;
          return accepted(attemptId);
        },
      },
      store: (store) => ({
        ...store,
        record: (outcome, nowMs) =>
          away ? Promise.reject(new StoreUnavailable('busy')) : store.record(outcome, nowMs),
      }),
    });
    const job = await admitted();
    start();
    await clock.advance(30 * SECOND);
    expect(await stateOf(job)).toBe('submitting');
    away = false;
    await clock.advance(MINUTE);
    expect(await stateOf(job)).toBe('ready');
  });

  test('a step that throws is told and holds up nobody, and its job goes on when the lease ends', async () => {
    let failures = 0;
    const { start, admitted, clock, stateOf, log } = await openWorker({
      store: (store) => ({
        ...store,
        record: (outcome, nowMs) => {
          if (outcome.kind === 'prepared' && failures === 0) {
            failures += 1;
            return Promise.reject(new TypeError('bug'));
          }
          return store.record(outcome, nowMs);
        },
      }),
    });
    const [first, second] = [await admitted(), await admitted()];
    start();
    await clock.advance(MINUTE);
    expect(log.errors).toEqual(['a step failed']);
    expect([await stateOf(first), await stateOf(second)].toSorted()).toEqual(['preparing', 'ready']);
    await clock.advance(10 * MINUTE);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['ready', 'ready']);
  });

  test('a create whose claim took too long is not sent under a lease that may end first, but under a new one', async () => {
    let slow = true;
    let creates = 0;
    const { start, admitted, clock, stateOf, store } = await openWorker({
      provider: {
        submit: async ({ attemptId }) => {
          creates += 1;
          return accepted(attemptId);
        },
      },
      store: (real) => ({
        ...real,
        claim: async (ask) => {
          const claim = await real.claim(ask);
          if (claim?.step === 'submit' && slow) {
            slow = false;
            await clock.sleep(MINUTE + 1);
          }
          return claim;
        },
      }),
    });
    const job = await admitted();
    start();
    await clock.advance(MINUTE);
    expect(creates).toBe(0);
    await clock.advance(MINUTE);
    expect([creates, await stateOf(job)]).toEqual([1, 'ready']);
    const story = await store.story(job.id, generous, clock.nowMs());
    expect(story?.attempts.map(({ state }) => state.kind)).toEqual(['rejected', 'succeeded']);
  });

  test('a status whose claim took too long was not begun: the next try knows that none is there, and shows it', async () => {
    const asked: boolean[] = [];
    let slow = true;
    const { start, admitted, clock } = await openWorker({
      chat: {
        showStatus: async ({ message, mayBeShown }) => {
          if (message === null) asked.push(mayBeShown);
          return message ?? 'm-1';
        },
      },
      store: (real) => ({
        ...real,
        claim: async (ask) => {
          const claim = await real.claim(ask);
          if (claim?.step === 'status' && slow) {
            slow = false;
            await clock.sleep(MINUTE + 1);
          }
          return claim;
        },
      }),
    });
    await admitted();
    start();
    await clock.advance(3 * MINUTE);
    expect(asked).toEqual([false]);
  });

  test('an unforeseen error in claiming is told and looked past, so that answers under way are still recorded', async () => {
    let failures = 0;
    const { start, admitted, clock, stateOf, log } = await openWorker({
      store: (store) => ({
        ...store,
        claim: (ask) => {
          failures += 1;
          return failures <= 3 ? Promise.reject(new TypeError('bug')) : store.claim(ask);
        },
      }),
    });
    const job = await admitted();
    start();
    await clock.advance(5 * MINUTE);
    expect(log.errors).toEqual(Array.from({ length: 3 }, () => 'looking for work failed; it is tried again'));
    expect(await stateOf(job)).toBe('ready');
  });

  test('a job whose engine was taken out of the settings ends after six hours, and its hold with it', async () => {
    const { start, admitted, clock, stateOf, store } = await openWorker({ worker: { engines: enginesOf([]) } });
    const job = await admitted();
    start();
    await clock.advance(5 * HOUR);
    expect(await stateOf(job)).toBe('queued');
    await clock.advance(2 * HOUR);
    expect(await stateOf(job)).toBe('failed');
    expect((await store.checkLedger()).wrongHolds).toEqual([]);
  });
});

describe('stopping', () => {
  test('waits for a create that is under way and records its answer, so that nothing is left unknown', async () => {
    const answer = gate<SubmitResult>();
    let attemptId = '';
    const { start, ended, stopping, admitted, clock, stateOf } = await openWorker({
      provider: {
        submit: (ask) => {
          attemptId = ask.attemptId;
          return answer.passed;
        },
      },
    });
    const job = await admitted();
    start();
    await clock.advance(SECOND);
    let stopped = false;
    const noted = ended().then(() => {
      stopped = true;
    });
    stopping.abort();
    await clock.advance(MINUTE);
    expect(stopped).toBe(false);
    answer.open(accepted(attemptId));
    await clock.runUntil(noted);
    expect(await stateOf(job)).toBe('rendering');
  });

  test('waits until a late answer is recorded, since it exists nowhere else', async () => {
    const answer = gate<SubmitResult>();
    const written = gate<null>();
    let attemptId = '';
    const { start, ended, stopping, admitted, clock, stateOf } = await openWorker({
      provider: {
        submit: (ask) => {
          attemptId = ask.attemptId;
          return answer.passed;
        },
      },
      store: (store) => ({
        ...store,
        record: async (outcome, nowMs) => {
          if (outcome.kind === 'accepted') await written.passed;
          return store.record(outcome, nowMs);
        },
      }),
    });
    const job = await admitted();
    start();
    await clock.advance(3 * MINUTE);
    answer.open(accepted(attemptId));
    await clock.advance(SECOND);
    let stopped = false;
    const noted = ended().then(() => {
      stopped = true;
    });
    stopping.abort();
    await clock.advance(MINUTE);
    expect([stopped, await stateOf(job)]).toEqual([false, 'unknown']);
    written.open(null);
    await clock.runUntil(noted);
    expect(await stateOf(job)).toBe('rendering');
  });

  test('waits for a post that is under way, so that it is not posted again by the next', async () => {
    const posted = gate<Awaited<ReturnType<Chat['deliver']>>>();
    const { start, ended, stopping, admitted, clock, store } = await openWorker({
      chat: { deliver: () => posted.passed },
    });
    const job = await admitted();
    start();
    await clock.advance(SECOND);
    stopping.abort();
    await clock.advance(SECOND);
    posted.open({ kind: 'sent', message: 'm1' });
    await clock.runUntil(ended());
    const view = await store.view(job.id, generous, clock.nowMs());
    expect(view?.deliveries).toMatchObject([{ state: { kind: 'sent' } }]);
  });

  test('breaks off a look at an engine at once, and hands the lease back, so that the next looks at once', async () => {
    const { start, stop, admitted, clock, now, store, ids, owner, engines, log } = await openWorker({
      provider: {
        poll: (_task, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('aborted')));
          }),
      },
    });
    const job = await admitted();
    start();
    await clock.advance(SECOND);
    const before = clock.nowMs();
    await stop();
    expect(clock.nowMs()).toBe(before);
    expect(await now(job)).toMatchObject({ state: { kind: 'rendering' }, retries: 0 });
    expect(log.errors).toEqual([]);
    const claim = await store.claim({
      owner,
      nowMs: clock.nowMs(),
      leaseMs: { prepare: 1, submit: 1, reconcile: 1, watch: 1, fetch: 1, deliver: 1, status: 1 },
      steps: ['watch'],
      slots: engines.slots(),
      only: null,
      attempt: { id: ids.next('attempt'), callbackTokenHash: 'aa' },
      rules: generous,
    });
    expect(claim).toMatchObject({ step: 'watch', job: { id: job.id } });
  });

  test('with the store away ends all the same: the leases run out', async () => {
    const { start, stop, clock, log } = await openWorker({
      store: (store) => ({ ...store, handBack: () => Promise.reject(new StoreUnavailable('busy')) }),
    });
    start();
    await clock.advance(SECOND);
    await stop();
    expect(log.errors).toEqual(['leases could not be handed back; they run out']);
  });

  test('claims nothing more', async () => {
    const { start, stop, admitted, worker, clock, stateOf } = await openWorker();
    start();
    await clock.advance(SECOND);
    await stop();
    const job = await admitted();
    worker.wake();
    await clock.advance(HOUR);
    expect(await stateOf(job)).toBe('preparing');
  });

  test('letting go of what was forgotten fails by itself: what erases goes on, is told apart, and is waited for', async () => {
    const held = gate<readonly []>();
    let looks = 0;
    const world = await openWorker({
      store: (store) => ({
        ...store,
        emptyForgotten: () => Promise.reject(new StoreUnavailable('busy')),
        remains: async () => {
          looks += 1;
          return held.passed;
        },
      }),
    });
    world.start();
    await world.clock.advance(10 * MINUTE);
    expect(world.log.errors).toContain('clearing away what was deleted failed; it is tried again');
    // The eraser hangs: until it is back, it is not begun a second time beside itself.
    expect(looks).toBe(1);
    held.open([]);
    await world.clock.advance(MINUTE);
    expect(looks).toBeGreaterThan(1);
    await world.stop();
  });
});
