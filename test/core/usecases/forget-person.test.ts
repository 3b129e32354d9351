import { describe, expect, test } from 'vitest';
import { markedUntilMs } from '../../../src/core/forgetting.ts';
import type { TaskReport } from '../../../src/core/ports/provider.ts';
import { findForgettable, forgetPerson } from '../../../src/core/usecases/forget-person.ts';
import { findPerson } from '../../../src/core/usecases/find-person.ts';
import { DAY, MINUTE } from '../../../src/core/time.ts';
import { StoreUnavailable } from '../../../src/core/ports/store.ts';
import { sourceOf } from '../../contracts/media.ts';
import { gif } from '../../media/gif.ts';
import { tenantId } from '../samples.ts';
import { ada, generous, openService } from '../service.ts';
import { goodProvider, openWorker } from '../working.ts';

describe('forgetting a person', () => {
  test('being asked first tells what would go and until when limits count, and changes nothing', async () => {
    const { admitted, bring, store, clock, userOf, now } = await openService();
    const job = await admitted();
    await bring(job, 'ready');
    await admitted();
    const userId = await userOf(ada);
    const would = { videos: 2, clips: 1, markedUntilMs: markedUntilMs(clock.nowMs()) };
    expect(await findForgettable({ userId }, { store, clock })).toEqual(would);
    expect(await findForgettable({ userId }, { store, clock })).toEqual(would);
    expect(await now(job)).toMatchObject({ spec: { prompt: 'a red ball' } });
  });

  test('cancels what waits, and leaves what an engine has to be finished', async () => {
    const { admitted, bring, store, clock, userOf, now } = await openService();
    const [waits, renders] = [await admitted(), await admitted()];
    await bring(waits, 'queued');
    await bring(renders, 'rendering');
    const userId = await userOf(ada);
    const forgotten = await forgetPerson({ userId, role: 'member', tenantId }, { store, clock });
    expect(forgotten).toMatchObject({ videos: 2, clips: 0, cancelled: 1, finishing: 1 });
    expect((await now(waits)).state.kind).toBe('cancelled');
    expect(await now(renders)).toMatchObject({ state: { kind: 'rendering' }, cancelRequestedAtMs: clock.nowMs() });
    const story = await store.story(waits.id, generous, clock.nowMs());
    expect(story?.events.at(-1)).toMatchObject({ outcome: 'cancel_requested', actor: { kind: 'user', userId } });
  });

  test('a moderator who names them does not bring them back', async () => {
    const { store, clock, ids, userOf } = await openService();
    const userId = await userOf(ada);
    await forgetPerson({ userId, role: 'member', tenantId }, { store, clock });
    const named = { kind: 'externalId', text: ada.externalId } as const;
    const found = await findPerson({ platform: 'discord', tenantId, by: named }, { store, clock, ids });
    expect(found).toEqual({ kind: 'person', userId });
    expect(await store.findUser({ platform: 'discord', tenantId: null, by: named })).toEqual([]);
  });
});

describe('forgetting somebody who asked for much', () => {
  test('goes in transactions of fifty requests at most, so that nobody else waits for it', async () => {
    const { admitted, store, clock, userOf, now } = await openService();
    const jobs = [];
    for (let number = 0; number < 120; number += 1) jobs.push(await admitted());
    const userId = await userOf(ada);
    const asks: number[] = [];
    const watched: typeof store = {
      ...store,
      emptyForgotten(ask) {
        asks.push(ask.limit);
        return store.emptyForgotten(ask);
      },
    };
    await forgetPerson({ userId, role: 'member', tenantId }, { store: watched, clock });
    // Three goes for the words, one to be done, and one that finds nothing.
    expect(asks).toEqual([50, 50, 50, 50, 50]);
    for (const job of jobs) expect((await now(job)).spec.prompt).toBe('');
  });

  test('is done for whoever asked although the store goes away on the way: a worker takes the rest away soon', async () => {
    const world = await openWorker();
    const { admitted, store, clock, userOf, messages } = world;
    for (let number = 0; number < 120; number += 1) await admitted();
    const userId = await userOf(ada);
    const place = { tenantId, channel: 'general', onlyFor: null, author: userId };
    await messages.put({ ...place, key: 'asked:1', body: 'a secret' }, clock.nowMs());
    let goes = 0;
    const leaving: typeof store = {
      ...store,
      async emptyForgotten(ask) {
        goes += 1;
        if (goes > 1) throw new StoreUnavailable('the database is away');
        return store.emptyForgotten(ask);
      },
    };
    const by = { userId, role: 'member', tenantId } as const;
    expect(await forgetPerson(by, { store: leaving, clock })).toMatchObject({ videos: 120, cancelled: 120 });
    world.start();
    await clock.advance(MINUTE);
    expect(await store.emptyForgotten({ limit: 1, nowMs: clock.nowMs() })).toBe(false);
    // And it keeps looking: whatever is left later does not wait for the next hour.
    await store.forgetPerson({ userId: await userOf(ada), actor: { kind: 'operator' }, nowMs: clock.nowMs() });
    world.worker.wake();
    await clock.advance(MINUTE);
    expect(await store.emptyForgotten({ limit: 1, nowMs: clock.nowMs() })).toBe(false);
    await world.stop();
  });
});

describe('a worker, after somebody was forgotten', () => {
  test('finishes what is paid, never posts it, and leaves no file of theirs on the disk', async () => {
    const posted: string[] = [];
    let report: TaskReport = {
      kind: 'running',
      phase: 'rendering',
      progress: null,
      cancellable: false,
      pollAfterMs: null,
    };
    const world = await openWorker({
      provider: { ...goodProvider, poll: async () => report },
      chat: {
        openInput: async () => sourceOf(gif(64, 48)),
        deliver: async ({ deliveryId }) => {
          posted.push(deliveryId);
          return { kind: 'sent', message: 'm' };
        },
      },
    });
    const { clock, store, media, userOf, admitted, stateOf } = world;
    const input = { kind: 'image', source: 'https://cdn.example/1', mediaKey: null } as const;
    const job = await admitted({ input });
    world.start();
    await clock.advance(MINUTE);
    expect([await stateOf(job), media.keys().length]).toEqual(['rendering', 1]);

    await forgetPerson({ userId: await userOf(ada), role: 'member', tenantId }, { store, clock });
    world.worker.wake();
    await clock.advance(MINUTE);
    expect(media.keys()).toEqual([]);
    report = { kind: 'succeeded', costMicroUsd: null };
    await clock.advance(10 * MINUTE);
    expect(await stateOf(job)).toBe('ready');
    expect([media.keys(), posted, await store.filesToErase({ limit: 1, except: [], nowMs: clock.nowMs() })]).toEqual([
      [],
      [],
      [],
    ]);
    expect(await store.remains({ limit: 1, except: [] })).toEqual([]);
    await world.stop();
  });

  test('lets go of the mark when the month is over, and by itself', async () => {
    const world = await openWorker();
    const { clock, store, userOf } = world;
    const userId = await userOf(ada);
    await forgetPerson({ userId, role: 'member', tenantId }, { store, clock });
    await clock.advance(31 * DAY);
    world.start();
    await clock.advance(MINUTE);
    expect(await store.dropMarks(clock.nowMs())).toBe(0);
    expect(await userOf(ada)).not.toBe(userId);
    await world.stop();
  });
});
