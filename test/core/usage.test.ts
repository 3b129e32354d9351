import { describe, expect, test } from 'vitest';

import { grantEntry, type PaidIn, resetEntries } from '../../src/core/grant.ts';
import type { EntrySet, Posting } from '../../src/core/ledger.ts';
import {
  captureSuccess,
  giveUp,
  hold,
  lateCapture,
  refund,
  release,
  settleFailure,
} from '../../src/core/settlement.ts';
import { providerOf, scopeName, usageChanges, windowsOf, zoneOf } from '../../src/core/usage.ts';
import { openWindows, type WindowKind, windowKinds } from '../../src/core/window.ts';
import { noonMs } from '../doubles/world.ts';
import { aGrant } from './admission-case.ts';
import { aJob, anAttempt, idOf, tenantId, userId } from './samples.ts';

const job = aJob();
const attempt = anAttempt({ kind: 'succeeded', taskId: 'task-1', costMicroUsd: 400_000 });
const held = { job, booked: [{ kind: 'hold', ref: job.id }] as const, nowMs: noonMs };

const utc = { timeZone: 'UTC', formerZones: [] };

/** What the counters gained, by scope and unit; each window that its scope has must have gained the same. */
function counted(...sets: readonly EntrySet[]): Record<string, number> {
  const totals = new Map<string, Partial<Record<WindowKind, number>>>();
  for (const { key, by } of sets.flatMap((set) => usageChanges(set))) {
    const name = `${key.scope.kind} ${key.unit}`;
    const total = totals.get(name) ?? Object.fromEntries(windowsOf(key.scope).map((window) => [window, 0]));
    totals.set(name, { ...total, [key.window]: (total[key.window] ?? Number.NaN) + by });
  }
  const gained = [...totals].map(([name, byWindow]): [string, number] => {
    const [sum = Number.NaN, ...others] = new Set(Object.values(byWindow));
    expect(others).toEqual([]);
    return [name, sum];
  });
  return Object.fromEntries(gained.filter(([, sum]) => sum !== 0));
}

describe('what an entry set does to the usage counters', () => {
  test('a hold counts for the member, the tenant and the service at once, so parallel requests see it', () => {
    expect(counted(hold(job, noonMs))).toEqual({
      'member usd_micro': 500_000,
      'tenant usd_micro': 500_000,
      'service usd_micro': 500_000,
      'member videos': 1,
      'tenant videos': 1,
      'service videos': 1,
    });
  });

  test('a release undoes its hold everywhere', () => {
    expect(counted(hold(job, noonMs), ...release(held))).toEqual({});
  });

  test('play money counts for the member alone, since nobody pays it', () => {
    const play = { ...job, playMoney: true };
    expect(counted(hold(play, noonMs))).toEqual({ 'member usd_micro': 500_000, 'member videos': 1 });
    expect(counted(...settleFailure({ ...held, job: play }, attempt, 9_000))).toEqual({});
  });

  test('a billed failure counts for tenant, service and the provider’s key, never for the member', () => {
    expect(counted(...settleFailure(held, attempt, 9_000))).toEqual({
      'tenant usd_micro': 9_000,
      'service usd_micro': 9_000,
      'provider usd_micro': 9_000,
    });
  });

  test('a possible loss stays on the tenant and the service while the member is free again', () => {
    expect(counted(hold(job, noonMs), ...giveUp(held, attempt, 'loss'))).toEqual({
      'tenant usd_micro': 500_000,
      'service usd_micro': 500_000,
    });
  });

  test('what the operator writes off stays on the service alone', () => {
    expect(counted(hold(job, noonMs), ...giveUp(held, attempt, 'write_off'))).toEqual({ 'service usd_micro': 500_000 });
  });

  test('a late clip replaces the estimate by its cost', () => {
    const given = giveUp(held, attempt, 'write_off');
    const booked = [...held.booked, ...given];
    const late = lateCapture({ ...held, booked }, attempt, 400_000);
    expect(counted(hold(job, noonMs), ...given, ...late)).toEqual({
      'service usd_micro': 400_000,
      'provider usd_micro': 400_000,
    });
  });

  test('a refund frees the member and leaves the cost on tenant and service', () => {
    const captured = captureSuccess(held, attempt, 400_000);
    const back = refund({ ...held, booked: [...held.booked, ...captured] }, attempt);
    expect(counted(hold(job, noonMs), ...captured, ...back)).toEqual({
      'tenant usd_micro': 400_000,
      'service usd_micro': 400_000,
      'provider usd_micro': 400_000,
    });
  });

  test('what grants pay counts for tenant and service alone, and comes back there', () => {
    const [one, other] = [idOf('grant', 1), idOf('grant', 2)];
    const draws = [
      { grantId: one, amount: 200_000 },
      { grantId: other, amount: 300_000 },
    ];
    const paid = aJob({ kind: 'queued' }, { funding: { kind: 'grants', unit: 'usd_micro', draws } });
    const books = { ...held, job: paid, booked: [{ kind: 'hold', ref: paid.id }] as const };
    expect(counted(hold(paid, noonMs))).toEqual({
      'tenant usd_micro': 500_000,
      'service usd_micro': 500_000,
      'tenant videos': 1,
      'service videos': 1,
    });
    expect(counted(hold(paid, noonMs), ...release(books))).toEqual({});
    expect(counted(grantEntry(aGrant({ amount: 9 }), 'UTC'))).toEqual({});
  });

  test('a reset takes off what its member paid in one window, and nothing of what others have paid', () => {
    const paid = windowKinds.flatMap((kind): PaidIn[] => {
      const amounts = { videos: 1, usd_micro: 500_000 };
      return openWindows(kind, noonMs, utc).map((window) => ({ kind, window, amounts }));
    });
    const sets = resetEntries({ tenantId, userId }, paid, { ref: 'set_1', nowMs: noonMs });
    expect(new Set(sets.map(({ ref }) => ref)).size).toBe(4);
    expect(counted(...sets)).toEqual({ 'member videos': -1, 'member usd_micro': -500_000 });
    const nothing = paid.map((one) => ({ ...one, amounts: { videos: 0, usd_micro: 0 } }));
    expect(resetEntries({ tenantId, userId }, nothing, { ref: 'set_1', nowMs: noonMs })).toEqual([]);
  });

  test('what passes between hold, loss and write-off, or comes from where grants and resets do, counts nowhere', () => {
    const postings: Posting[] = [
      { account: { kind: 'hold', jobId: job.id }, unit: 'usd_micro', amount: -1 },
      { account: { kind: 'granted', tenantId }, unit: 'usd_micro', amount: 1 },
      { account: { kind: 'waived', tenantId }, unit: 'usd_micro', amount: 1 },
      { account: { kind: 'loss', tenantId }, unit: 'usd_micro', amount: 1 },
      { account: { kind: 'write_off' }, unit: 'usd_micro', amount: -1 },
    ];
    expect(counted({ ...hold(job, noonMs), postings })).toEqual({});
  });
});

describe('the window of a usage', () => {
  const admittedAtMs = Date.UTC(2026, 0, 31, 23, 30);
  const set = {
    ...hold(aJob({ kind: 'queued' }, { admittedAtMs, timeZone: 'Asia/Tokyo' }), noonMs),
    bookedAtMs: Date.UTC(2026, 5, 1),
  };

  test('is the one in which the job was admitted, in the zone that the tenant then had, whenever it is booked', () => {
    const starts = usageChanges(set).map(({ key }) => [key.scope.kind, key.window, key.startsAtMs]);
    expect(starts).toContainEqual(['member', 'day', Date.UTC(2026, 0, 31, 15)]);
    expect(starts).toContainEqual(['tenant', 'month', Date.UTC(2026, 0, 31, 15)]);
  });

  test('of the service is in UTC, so that one budget has one midnight', () => {
    const starts = usageChanges(set).map(({ key }) => [key.scope.kind, key.window, key.startsAtMs]);
    expect(starts).toContainEqual(['service', 'day', Date.UTC(2026, 0, 31)]);
    expect(starts).toContainEqual(['service', 'month', Date.UTC(2026, 0, 1)]);
    expect(zoneOf({ kind: 'service' }, 'Asia/Tokyo')).toBe('UTC');
    expect(zoneOf({ kind: 'tenant', tenantId }, 'Asia/Tokyo')).toBe('Asia/Tokyo');
  });
});

test('scopes are stored under names that tell a member from a tenant', () => {
  expect(scopeName({ kind: 'member', tenantId, userId })).toBe(`member/discord:1/${userId}`);
  expect(scopeName({ kind: 'tenant', tenantId })).toBe('tenant/discord:1');
  expect(scopeName({ kind: 'service' })).toBe('service');
  expect(scopeName({ kind: 'provider', provider: providerOf('fal/fal-ai/veo3') })).toBe('provider/fal');
});
