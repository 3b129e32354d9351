import { describe, expect, test } from 'vitest';

import { DeadlineExceeded } from '../../../src/core/deadline.ts';
import type { DeliveryOutcome } from '../../../src/core/outcome.ts';
import type { Chat, DeliverAsk, DeliverResult, TellAsk } from '../../../src/core/ports/chat.ts';
import type { DeliveryClaim } from '../../../src/core/ports/claims.ts';
import { callTimeoutMs, type StepDeps } from '../../../src/core/steps/deps.ts';
import { deliver } from '../../../src/core/steps/deliver.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { bytesOf, sourceOf } from '../../contracts/media.ts';
import { fakeClip } from '../../doubles/memory-media.ts';
import { noonMs } from '../../doubles/world.ts';
import { aClip, aDelivery, aJobView, destination, idOf, lease } from '../samples.ts';
import { nobodyStops, workbench } from './workbench.ts';

const deliveryId = idOf('delivery');
const sent: DeliverResult = { kind: 'sent', message: 'm1' };
const retry = (afterMs: number | null = null): DeliverResult => ({ kind: 'retry', afterMs, detail: 'busy' });

const view = aJobView();

function bench(answer: Chat['deliver'], tell: Chat['tellUndelivered'] = async () => undefined) {
  const asks: DeliverAsk[] = [];
  const told: TellAsk[] = [];
  const world = workbench({
    chat: {
      deliver: (ask, signal) => {
        asks.push(ask);
        return answer(ask, signal);
      },
      tellUndelivered: (ask, signal) => {
        told.push(ask);
        return tell(ask, signal);
      },
    },
  });
  const run = (
    more: Partial<DeliveryClaim['delivery']> = {},
    clip = aClip(),
    mayBePosted = false,
    store: Pick<StepDeps['store'], 'noteUpload'> = world.store,
  ): Promise<DeliveryOutcome> => {
    const claim = { step: 'deliver', delivery: aDelivery(more), clip, view, mayBePosted, lease } as const;
    return deliver(claim, { ...world, store }, nobodyStops);
  };
  const postponed = (ms: number): DeliveryOutcome => ({
    kind: 'delivery_postponed',
    deliveryId,
    lease,
    dueAtMs: world.clock.nowMs() + ms,
  });
  return { ...world, asks, told, run, postponed };
}

describe('bringing a clip', () => {
  test('sent: the message is recorded', async () => {
    const { run, asks } = bench(async () => sent);
    expect(await run()).toEqual({ kind: 'sent', deliveryId, message: 'm1' });
    expect(asks).toMatchObject([{ deliveryId, destination, view }]);
  });

  test('the chat can read the file, from the start each time', async () => {
    const bytes = fakeClip({ seconds: 5, width: 64, height: 64, fps: 24 });
    const read: number[] = [];
    const world = bench(async ({ openClip }) => {
      for (const source of [await openClip(), await openClip()]) {
        let length = 0;
        for await (const chunk of source.body) length += chunk.byteLength;
        read.push(length);
      }
      return sent;
    });
    const expected = { seconds: 5, bytesMax: 9_999 };
    const { file } = await world.media.storeClip('att_1', sourceOf(bytes), expected, nobodyStops);
    expect(await world.run({}, aClip({ file }))).toMatchObject({ kind: 'sent' });
    expect(read).toEqual([bytes.byteLength, bytes.byteLength]);
    expect(await bytesOf(world.media, file.key)).toHaveLength(bytes.byteLength);
  });

  test.each(['destination_gone', 'not_allowed', 'too_large', 'blocked_by_platform', 'gave_up'] as const)(
    'undeliverable because of %s: no more tries, the clip is kept',
    async (reason) => {
      const { run, told } = bench(async () => ({ kind: 'undeliverable', reason }));
      expect(await run()).toEqual({ kind: 'undeliverable', deliveryId, reason });
      expect(told).toEqual([{ deliveryId, view, reason }]);
    },
  );

  test('who cannot be told keeps nobody from recording it: the clip waits for them all the same', async () => {
    const refused = bench(
      async () => ({ kind: 'undeliverable', reason: 'not_allowed' }),
      () => Promise.reject(new Error('reset')),
    );
    expect(await refused.run()).toEqual({ kind: 'undeliverable', deliveryId, reason: 'not_allowed' });
    expect(refused.log.warnings).toEqual(['somebody could not be told that their clip was not posted']);
  });

  test('the chat hears whether an earlier try may have shown it', async () => {
    const { run, asks } = bench(async () => sent);
    await run();
    await run({}, aClip(), true);
    expect(asks.map(({ mayBePosted }) => mayBePosted)).toEqual([false, true]);
  });
});

describe('noting what will be shown', () => {
  const noted: unknown[] = [];
  const noteUpload = async (ask: unknown) => {
    noted.push(ask);
    return { kind: 'changed', now: aDelivery() } as const;
  };

  test('is done under the lease, before the chat goes on', async () => {
    const world = bench(async ({ note }) => {
      await note('F1');
      expect(noted).toEqual([{ deliveryId, lease, name: 'F1' }]);
      return sent;
    });
    expect(await world.run({}, aClip(), false, { noteUpload })).toMatchObject({ kind: 'sent' });
  });

  test('is given to the next try, so that it can be asked for before anything is shown again', async () => {
    const { run, asks } = bench(async () => sent);
    const upload = { name: 'F1', atMs: noonMs };
    await run({ upload });
    expect(asks).toMatchObject([{ upload }]);
  });

  test('without the lease is refused, and the chat shows nothing', async () => {
    const shown: string[] = [];
    const world = bench(async ({ note }) => {
      await note('F1');
      shown.push('F1');
      return sent;
    });
    const lost = async () => ({ kind: 'ignored', why: 'lease_lost' }) as const;
    expect(await world.run({}, aClip(), false, { noteUpload: lost })).toMatchObject({ kind: 'delivery_postponed' });
    expect(shown).toEqual([]);
  });

  test('after the time limit is refused as well: the next try may be under way by then', async () => {
    const late = Promise.withResolvers<unknown>();
    const world = bench(({ note }, signal) => {
      const noteLate = (): void => void note('F1').then(() => late.resolve('noted'), late.resolve);
      signal.addEventListener('abort', noteLate, { once: true });
      return new Promise(() => undefined);
    });
    const outcome = await world.clock.runUntil(world.run({}, aClip(), false, { noteUpload }));
    expect(outcome.kind).toBe('delivery_postponed');
    expect(await late.promise).toBeInstanceOf(DeadlineExceeded);
  });

  test('that took until after the time limit lets nothing be shown either', async () => {
    const noting = Promise.withResolvers<unknown>();
    const world = bench(({ note }) => {
      void note('F1').then(() => noting.resolve('shown'), noting.resolve);
      return new Promise(() => undefined);
    });
    const slowly = async () => {
      await world.clock.sleep(callTimeoutMs.deliver + 1);
      return { kind: 'changed', now: aDelivery() } as const;
    };
    const outcome = await world.clock.runUntil(world.run({}, aClip(), false, { noteUpload: slowly }));
    expect(outcome.kind).toBe('delivery_postponed');
    expect(await world.clock.runUntil(noting.promise)).toBeInstanceOf(DeadlineExceeded);
  });
});

describe('not now', () => {
  test('tried again, each time later, a quarter of an hour apart at most', async () => {
    const { run, postponed } = bench(async () => retry());
    expect([await run(), await run({ retries: 3 }), await run({ retries: 50 })]).toEqual([
      postponed(2 * SECOND),
      postponed(16 * SECOND),
      postponed(15 * MINUTE),
    ]);
  });

  test('the chat may name a later time, within half an hour, never an earlier one', async () => {
    const later = bench(async () => retry(20 * MINUTE));
    expect(await later.run()).toEqual(later.postponed(20 * MINUTE));
    const muchLater = bench(async () => retry(30 * HOUR));
    expect(await muchLater.run()).toEqual(muchLater.postponed(30 * MINUTE));
    const sooner = bench(async () => retry(1));
    expect(await sooner.run()).toEqual(sooner.postponed(2 * SECOND));
  });

  test('an error is no answer: tried again, since calling twice shows one result', async () => {
    const { run, postponed } = bench(() => Promise.reject(new Error('reset')));
    expect(await run()).toEqual(postponed(2 * SECOND));
  });

  test('a file that is not there is no answer of the chat: tried again, and told to the operator', async () => {
    const { run, postponed, log } = bench(async ({ openClip }) => {
      await openClip();
      return sent;
    });
    expect(await run()).toEqual(postponed(2 * SECOND));
    expect(log.warnings).toEqual(['a delivery has to wait']);
  });

  test('for more than a day: given up, and the clip waits to be fetched', async () => {
    const { run, clock, postponed, told } = bench(async () => retry());
    await clock.advance(DAY);
    expect(await run({ retries: 99 })).toEqual(postponed(15 * MINUTE));
    await clock.advance(1);
    expect(await run({ retries: 99 })).toEqual({ kind: 'undeliverable', deliveryId, reason: 'gave_up' });
    expect(told).toMatchObject([{ reason: 'gave_up' }]);
  });

  test('a chat that is not configured at present: tried again in a minute', async () => {
    const { run, postponed, asks } = bench(async () => sent);
    expect(await run({ destination: { ...destination, platform: 'slack' } })).toEqual(postponed(MINUTE));
    expect(asks).toEqual([]);
  });
});

describe('a message that becomes visible after the time limit', () => {
  test('is recorded all the same, so the clip is not posted again', async () => {
    const { run, clock, late, postponed } = bench(async () => {
      await clock.sleep(callTimeoutMs.deliver + MINUTE);
      return sent;
    });
    const outcome = await clock.runUntil(run());
    expect(clock.nowMs()).toBe(noonMs + callTimeoutMs.deliver);
    expect(outcome).toEqual(postponed(2 * SECOND));
    await clock.advance(HOUR);
    expect(late).toEqual([{ kind: 'sent', deliveryId, message: 'm1' }]);
  });

  test('even in the moment of the limit itself', async () => {
    const { run, clock, late } = bench((_ask, signal) => {
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(sent));
      });
    });
    const outcome = await clock.runUntil(run());
    expect([outcome, ...late]).toContainEqual({ kind: 'sent', deliveryId, message: 'm1' });
  });

  test('any other late answer adds nothing', async () => {
    const { run, clock, late } = bench(async () => {
      await clock.sleep(callTimeoutMs.deliver + MINUTE);
      return { kind: 'undeliverable', reason: 'too_large' };
    });
    await clock.runUntil(run());
    await clock.advance(HOUR);
    expect(late).toEqual([]);
  });
});
