import { describe, expect, test } from 'vitest';
import { newStatus } from '../../../src/core/life/status.ts';
import { type Chat, StatusNotPosted } from '../../../src/core/ports/chat.ts';
import type { StatusClaim } from '../../../src/core/ports/claims.ts';
import { callTimeoutMs, notConfiguredMs, triesMax } from '../../../src/core/steps/deps.ts';
import { showStatus } from '../../../src/core/steps/show-status.ts';
import { HOUR } from '../../../src/core/time.ts';
import type { Status } from '../../../src/core/status.ts';
import { aJobView, aRequest, lease } from '../samples.ts';
import { nobodyStops, workbench } from './workbench.ts';

const request = aRequest();

function aClaim(more: Partial<Status> = {}, statusMessage: string | null = null, mayBeShown = false): StatusClaim {
  const status = { ...newStatus(request.id, 0), version: 3, ...more };
  return { step: 'status', status, request: { ...request, statusMessage }, views: [aJobView()], mayBeShown, lease };
}

const world = (showStatusAs: Chat['showStatus']) => workbench({ chat: { showStatus: showStatusAs } });

describe('showing a status', () => {
  test('edits the message that is there, and rests for as long as its chat wants', async () => {
    const seen: (string | null)[] = [];
    const deps = world(async ({ message, jobs }) => {
      seen.push(message, ...jobs.map(({ job }) => job.id));
      return 'm-1';
    });
    const outcome = await showStatus(aClaim({}, 'm-1'), deps, nobodyStops);
    expect(seen).toEqual(['m-1', aJobView().job.id]);
    const requestId = request.id;
    const freeAtMs = deps.clock.nowMs() + 5_000;
    expect(outcome).toEqual({ kind: 'status_shown', requestId, lease, version: 3, message: 'm-1', freeAtMs });
  });

  test('that fails is tried again later and later, says so, and stops no job', async () => {
    const deps = world(() => Promise.reject(new Error('the chat is away')));
    const waits: number[] = [];
    for (const retries of [0, 1, 2, 18]) {
      const outcome = await showStatus(aClaim({ retries }), deps, nobodyStops);
      if (outcome.kind !== 'status_postponed') throw new Error(`expected to be postponed, got ${outcome.kind}`);
      waits.push(deps.inMs(outcome.dueAtMs ?? Infinity));
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 300_000]);
    expect(deps.log.warnings).toHaveLength(4);
  });

  test('that failed for about an hour is tried each half hour for a day, and then waits for its next change', async () => {
    const deps = world(() => Promise.reject(new Error('the chat is away')));
    const waitAfter = async (retries: number): Promise<number | null> => {
      const outcome = await showStatus(aClaim({ retries }), deps, nobodyStops);
      if (outcome.kind !== 'status_postponed') throw new Error(`expected to be postponed, got ${outcome.kind}`);
      return outcome.dueAtMs === null ? null : deps.inMs(outcome.dueAtMs);
    };
    const { status: often } = triesMax;
    expect(await waitAfter(often)).toBe(HOUR / 2);
    expect(await waitAfter(often + 47)).toBe(HOUR / 2);
    expect(await waitAfter(often + 48)).toBeNull();
  });

  test('tells the chat whether one may be there already, so that a chat that cannot look for it shows no second', async () => {
    const asked: boolean[] = [];
    const deps = world(async ({ mayBeShown }) => {
      asked.push(mayBeShown);
      return null;
    });
    await showStatus(aClaim(), deps, nobodyStops);
    await showStatus(aClaim({}, null, true), deps, nobodyStops);
    expect(asked).toEqual([false, true]);
  });

  test.each([
    ['that nobody knows the answer of may be there', () => new Error('reset'), false, true],
    ['that was certainly refused leaves the next try free', () => new StatusNotPosted('is_archived'), false, false],
    ['that was refused says nothing of an earlier one', () => new StatusNotPosted('is_archived'), true, true],
  ])('%s', async (_, error, before, after) => {
    const deps = world(() => Promise.reject(error()));
    const outcome = await showStatus(aClaim({}, null, before), deps, nobodyStops);
    expect(outcome).toMatchObject({ kind: 'status_postponed', mayBeShown: after });
  });

  test('at a chat that is not configured just now waits for it, as a delivery does', async () => {
    const deps = { ...world(async () => 'm-1'), chats: new Map<string, Chat>() };
    const outcome = await showStatus(aClaim(), deps, nobodyStops);
    const dueAtMs = deps.clock.nowMs() + notConfiguredMs;
    expect(outcome).toMatchObject({ kind: 'status_postponed', dueAtMs, mayBeShown: false });
  });

  test('that was seen after its time limit is told late, so that its message is known', async () => {
    const posted = Promise.withResolvers<string>();
    const deps = world(() => posted.promise);
    const outcome = await deps.clock.runUntil(showStatus(aClaim(), deps, nobodyStops));
    expect(outcome.kind).toBe('status_postponed');
    expect(deps.clock.nowMs()).toBeGreaterThanOrEqual(callTimeoutMs.status);
    posted.resolve('m-late');
    await posted.promise;
    await Promise.resolve();
    expect(deps.late).toMatchObject([{ kind: 'status_shown', message: 'm-late' }]);
  });
});
