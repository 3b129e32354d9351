import { describe, expect, test } from 'vitest';

import type { MessageRef } from '../../src/core/destination.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { JobView } from '../../src/core/request.ts';
import { createStatusBoard } from '../../src/core/status-board.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { aChat, destination, idOf } from './samples.ts';
import { generous, openService } from './service.ts';

type Shown = { readonly message: MessageRef | null; readonly states: string[]; readonly atMs: number };

async function openBoard(answer: () => Promise<MessageRef | null> = async () => 'm1', statusEveryMs = 5 * SECOND) {
  const service = await openService();
  const { clock, store, log } = service;
  const shown: Shown[] = [];
  const beginMs = clock.nowMs();
  const chat = aChat({
    limits: () => ({ uploadBytesMax: 1, textCharsMax: 1, editWindowMs: 1, statusEveryMs }),
    showStatus: (message, jobs: readonly JobView[]) => {
      shown.push({ message, states: jobs.map(({ job }) => job.state.kind), atMs: clock.nowMs() - beginMs });
      return answer();
    },
  });
  const remembered: MessageRef[] = [];
  const noting: Store = {
    ...store,
    setStatusMessage: (id, message) => {
      remembered.push(message);
      return store.setStatusMessage(id, message);
    },
  };
  const board = createStatusBoard({ store: noting, clock, log, rules: generous, chats: new Map([['discord', chat]]) });
  return { ...service, board, shown, remembered };
}

describe('the one status of a request', () => {
  test('shows all its jobs, and is the same message from then on', async () => {
    const { board, shown, remembered, request, clock, bring } = await openBoard();
    const result = await request({ count: 2 });
    if (result.kind === 'refused') throw new Error('expected jobs');
    const [first] = result.jobs;
    board.changed(result.request.id);
    await clock.advance(MINUTE);
    if (first) await bring(first, 'queued');
    board.changed(result.request.id);
    await clock.runUntil(board.settled());
    expect(remembered).toEqual(['m1']);
    expect(shown).toMatchObject([
      { message: null, states: ['preparing', 'preparing'] },
      { message: 'm1', states: ['queued', 'preparing'] },
    ]);
  });

  test('is not shown more often than the chat allows, and ends with the last change', async () => {
    const { board, shown, admitted, clock, bring } = await openBoard();
    const job = await admitted();
    for (let n = 0; n < 10; n += 1) board.changed(job.requestId);
    await clock.advance(SECOND);
    await bring(job, 'ready');
    for (let n = 0; n < 10; n += 1) board.changed(job.requestId);
    await clock.runUntil(board.settled());
    expect(shown).toMatchObject([
      { states: ['preparing'], atMs: 0 },
      { states: ['ready'], atMs: 5 * SECOND },
    ]);
  });

  test('of one request waits for no other', async () => {
    const silent = new Promise<never>(() => undefined);
    let asked = 0;
    const { board, shown, admitted, clock } = await openBoard(async () => ((asked += 1) === 1 ? silent : 'm2'));
    const [slow, quick] = [await admitted(), await admitted()];
    board.changed(slow.requestId);
    board.changed(quick.requestId);
    await clock.advance(SECOND);
    expect(shown).toHaveLength(2);
  });

  test('is not lost when the change comes in the very moment in which the board comes to rest', async () => {
    for (let turns = 0; turns < 12; turns += 1) {
      const { board, shown, admitted, clock } = await openBoard(async () => 'm1', 0);
      const job = await admitted();
      let shownBefore = 0;
      board.changed(job.requestId);
      while (shown.length === 0) await Promise.resolve();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      shownBefore = shown.length;
      board.changed(job.requestId);
      await clock.runUntil(board.settled());
      expect(shown.length, `after ${turns} turns`).toBeGreaterThan(shownBefore);
    }
  });
});

describe('a status that cannot be shown', () => {
  test('is told and tried again a few times, and then the next change shows it', async () => {
    let fails = true;
    const { board, shown, admitted, clock, log } = await openBoard(async () => {
      if (fails) throw new Error('500');
      return 'm1';
    });
    const job = await admitted();
    board.changed(job.requestId);
    await clock.runUntil(board.settled());
    expect(log.errors).toEqual(Array.from({ length: 20 }, () => 'a status could not be shown'));
    fails = false;
    board.changed(job.requestId);
    await clock.runUntil(board.settled());
    expect(shown).toHaveLength(21);
  });

  test('by its next try, is shown, without another change', async () => {
    let fails = true;
    const { board, shown, admitted, clock } = await openBoard(async () => {
      if (fails) throw new Error('500');
      return 'm1';
    });
    const job = await admitted();
    board.changed(job.requestId);
    await clock.advance(0);
    fails = false;
    await clock.runUntil(board.settled());
    expect(shown).toHaveLength(2);
  });

  test('because the chat is silent is given up after a minute', async () => {
    const { board, admitted, clock, log } = await openBoard(() => new Promise(() => undefined));
    const job = await admitted();
    board.changed(job.requestId);
    await clock.advance(MINUTE - 1);
    expect(log.errors).toEqual([]);
    await clock.advance(1);
    expect(log.errors).toEqual(['a status could not be shown']);
    await clock.runUntil(board.settled());
  });

  test("of a request or a chat that is not there is nobody's trouble", async () => {
    const { board, shown, admitted, clock, log } = await openBoard();
    board.changed(idOf('request', 999));
    const elsewhere = await admitted({}, { destination: { ...destination, platform: 'slack' } });
    board.changed(elsewhere.requestId);
    await clock.runUntil(board.settled());
    expect([shown, log.errors]).toEqual([[], []]);
  });
});
