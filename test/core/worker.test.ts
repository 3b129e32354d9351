import { describe, expect, test } from 'vitest';

import { callbackToken, hashOfToken } from '../../src/core/callback-token.ts';
import type { DeliverAsk } from '../../src/core/ports/chat.ts';
import type { SubmitResult, TaskReport } from '../../src/core/ports/provider.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { someCapabilities } from './samples.ts';
import { callbackSecret, generous, openService } from './service.ts';
import { accepted, gate, goodProvider, openWorker } from './working.ts';

describe('from a request to its clip', () => {
  test('every step is taken, told, and booked once', async () => {
    const delivered: DeliverAsk[] = [];
    const { start, admitted, clock, now, changed, store, media } = await openWorker({
      chat: {
        deliver: async (ask) => {
          delivered.push(ask);
          return { kind: 'sent', message: 'm1' };
        },
      },
    });
    const job = await admitted();
    start();
    await clock.advance(MINUTE);
    expect((await now(job)).state.kind).toBe('ready');
    expect(delivered.map(({ destination }) => destination.channel)).toEqual(['c1']);
    expect(media.keys()).toHaveLength(1);
    const story = await store.story(job.id, generous, clock.nowMs());
    expect(story?.events.map(({ outcome }) => outcome)).toEqual([
      'admitted',
      'prepared',
      'attempt_started',
      'accepted',
      'succeeded',
      'fetched',
      'sent',
    ]);
    expect(story?.view.deliveries).toMatchObject([{ state: { kind: 'sent', message: 'm1' } }]);
    expect(changed).toEqual(Array.from({ length: 5 }, () => job.requestId));
    expect(await store.checkLedger()).toMatchObject({ unbalanced: [], wrongHolds: [], wrongCounters: [] });
  });

  test('a status that is shown nowhere is counted as such, so that an operator sees which were left alone', async () => {
    const counted: object[] = [];
    const metrics = { count: (_: string, labels: object) => void counted.push(labels), observe: () => undefined };
    const { start, admitted, clock } = await openWorker({
      chat: { showStatus: async () => null },
      worker: { metrics },
    });
    await admitted();
    start();
    await clock.advance(MINUTE);
    expect(new Set(counted.map((labels) => JSON.stringify(labels)))).toEqual(
      new Set(['{"platform":"discord","outcome":"status_left_alone"}']),
    );
  });

  test('each attempt keeps the hash of its own callback token, never the token', async () => {
    const { start, admitted, clock, store } = await openWorker();
    const job = await admitted();
    start();
    await clock.advance(MINUTE);
    const story = await store.story(job.id, generous, clock.nowMs());
    const hashes = story?.attempts.map(({ id }) => hashOfToken(callbackToken(callbackSecret, id)));
    expect(story?.attempts.map(({ callbackTokenHash }) => callbackTokenHash)).toEqual(hashes);
    expect(hashes).toHaveLength(1);
  });

  test('an answer to the create that comes after its time limit is adopted, and the clip arrives', async () => {
    const answer = gate<SubmitResult>();
    let attemptId = '';
    const { start, admitted, clock, stateOf } = await openWorker({
      provider: {
        submit: (ask) => {
          attemptId = ask.attemptId;
          return answer.passed;
        },
      },
    });
    const job = await admitted();
    start();
    await clock.advance(10 * MINUTE);
    expect(await stateOf(job)).toBe('unknown');
    answer.open(accepted(attemptId));
    await clock.advance(MINUTE);
    expect(await stateOf(job)).toBe('ready');
  });

  test('by a worker for one request, no other is touched', async () => {
    const service = await openService({ provider: goodProvider });
    const [mine, other] = [await service.admitted(), await service.admitted()];
    const { start, stop } = await openWorker({ service, worker: { only: mine.requestId } });
    start();
    await service.clock.advance(10 * MINUTE);
    await stop();
    expect((await service.now(mine)).state.kind).toBe('ready');
    expect((await service.now(other)).state.kind).toBe('preparing');
  });
});

describe('waking', () => {
  test('a worker at rest works at once when it is told, without any time going by', async () => {
    const { start, admitted, clock, stateOf, worker } = await openWorker({ worker: { idleMsMax: HOUR } });
    start();
    await clock.advance(SECOND);
    const job = await admitted();
    await clock.advance(0);
    expect(await stateOf(job)).toBe('preparing');
    worker.wake();
    for (let turns = 0; turns < 20; turns += 1) await clock.advance(0);
    expect(await stateOf(job)).toBe('ready');
  });

  test('what another process put there is seen within the idle time', async () => {
    const { start, admitted, clock, stateOf } = await openWorker({ worker: { idleMsMax: 20 * SECOND } });
    start();
    await clock.advance(SECOND);
    const job = await admitted();
    await clock.advance(18 * SECOND);
    expect(await stateOf(job)).toBe('preparing');
    await clock.advance(2 * SECOND);
    expect(await stateOf(job)).toBe('ready');
  });

  test('what becomes due sooner than that is done when it is due', async () => {
    let polls = 0;
    const { start, admitted, clock, stateOf } = await openWorker({
      worker: { idleMsMax: HOUR },
      provider: {
        poll: async () =>
          (polls += 1) < 3
            ? { kind: 'running', phase: 'rendering', progress: null, cancellable: false, pollAfterMs: null }
            : { kind: 'succeeded', costMicroUsd: null },
      },
    });
    const job = await admitted();
    start();
    await clock.advance(9 * SECOND);
    expect(await stateOf(job)).toBe('rendering');
    await clock.advance(SECOND);
    expect(await stateOf(job)).toBe('ready');
    expect(polls).toBe(3);
  });
});

describe('room', () => {
  test('an engine gets as many creates at once as it has places, and the next when one is free', async () => {
    const asked: string[] = [];
    const renders = gate<TaskReport>();
    const { start, admitted, clock } = await openWorker({
      provider: {
        submit: async ({ attemptId }) => {
          asked.push(attemptId);
          return accepted(attemptId);
        },
        poll: ({ attemptId }) => (attemptId === asked[0] ? renders.passed : new Promise<TaskReport>(() => undefined)),
      },
    });
    for (let n = 0; n < 5; n += 1) await admitted();
    start();
    await clock.advance(SECOND);
    expect(asked).toHaveLength(someCapabilities().concurrencyMax);
    renders.open({ kind: 'succeeded', costMicroUsd: null });
    await clock.advance(SECOND);
    expect(asked).toHaveLength(someCapabilities().concurrencyMax + 1);
  });

  test('sixteen slow inputs at once, not more, and they hold up no clip that is being brought', async () => {
    let open = 0;
    const { start, admitted, bring, clock, store } = await openWorker({
      chat: {
        openInput: () => {
          open += 1;
          return new Promise(() => undefined);
        },
      },
    });
    const ready = await admitted();
    await bring(ready, 'ready');
    const input = { kind: 'image', source: 'https://cdn.example/1', mediaKey: null } as const;
    for (let n = 0; n < 18; n += 1) await admitted({ input });
    start();
    await clock.advance(SECOND);
    expect(open).toBe(16);
    const view = await store.view(ready.id, generous, clock.nowMs());
    expect(view?.deliveries).toMatchObject([{ state: { kind: 'sent' } }]);
  });
});
