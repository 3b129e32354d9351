import { describe, expect, test } from 'vitest';
import { applyToStatus, begun, madeStale, mayBeShown, newStatus } from '../../../src/core/life/status.ts';
import type { Status } from '../../../src/core/status.ts';
import { noonMs } from '../../doubles/world.ts';
import { idOf, lease } from '../samples.ts';

const requestId = idOf('request');
const fresh = newStatus(requestId, noonMs);

function postponed(status: Status, may: boolean): Status {
  const outcome = { kind: 'status_postponed', requestId, lease, dueAtMs: noonMs, mayBeShown: may } as const;
  const change = applyToStatus(status, lease, outcome, noonMs);
  if (change.kind === 'ignored') throw new Error(`expected a change, got ${change.why}`);
  return change.status;
}

describe('whether a status may be seen although its message is not known', () => {
  test('it may as soon as a try begins, whatever becomes of it, so that no second is posted', () => {
    expect(mayBeShown(fresh, null)).toBe(false);
    expect(mayBeShown(begun(fresh, null), null)).toBe(true);
    expect(mayBeShown(postponed(begun(fresh, null), true), null)).toBe(true);
  });

  test('it may from the start where its surface shows it first', () => {
    expect(mayBeShown(newStatus(requestId, noonMs, true), null)).toBe(true);
  });

  test('it may not after a try that certainly posted nothing, so that the next one shows it', () => {
    expect(mayBeShown(postponed(begun(fresh, null), false), null)).toBe(false);
  });

  test('says nothing once its message is known: that is edited', () => {
    expect(mayBeShown(begun(fresh, null), 'm-1')).toBe(false);
    expect(begun(begun(fresh, null), 'm-1')).toMatchObject({ mayBeShown: false });
  });

  test('a word from a try whose lease was lost takes nothing back: another may have begun since', () => {
    const outcome = { kind: 'status_postponed', requestId, lease, dueAtMs: noonMs, mayBeShown: false } as const;
    const change = applyToStatus(begun(fresh, null), { ...lease, owner: idOf('owner', 2) }, outcome, noonMs);
    expect(change).toEqual({ kind: 'ignored', why: 'lease_lost' });
  });
});

describe('after a try whose answer was never heard', () => {
  const version = fresh.version;
  const shownAt = (status: Status, atMs: number): Status => {
    const outcome = {
      kind: 'status_shown',
      requestId,
      lease,
      version: status.version,
      message: 'm-1',
      freeAtMs: atMs,
    } as const;
    const change = applyToStatus(status, lease, outcome, atMs);
    if (change.kind === 'ignored') throw new Error(`expected a change, got ${change.why}`);
    return change.status;
  };
  const minute = 60_000;

  test('what is right is shown once more when nothing can land over it any more, and then never again', () => {
    const shown = shownAt(postponed(fresh, true), noonMs);
    expect(shown).toMatchObject({ version, dueAtMs: noonMs + 5 * minute });
    expect(shownAt(shown, noonMs + 5 * minute)).toMatchObject({ dueAtMs: null });
  });

  test('news does not wait for that, and what is shown then is confirmed at the same time', () => {
    const news = madeStale(shownAt(postponed(fresh, true), noonMs), noonMs + minute);
    expect(news).toMatchObject({ version: version + 1, dueAtMs: noonMs + minute });
    expect(shownAt(news, noonMs + minute)).toMatchObject({ dueAtMs: noonMs + 5 * minute });
  });

  test('a pause after a failure, and the time that a surface has to answer, are kept also when there is news', () => {
    const paused = { ...postponed(fresh, true), dueAtMs: noonMs + minute };
    expect(madeStale(paused, noonMs + 1)).toMatchObject({ dueAtMs: noonMs + minute });
    const answering = newStatus(requestId, noonMs, true);
    expect(madeStale(answering, noonMs + 1)).toMatchObject({ dueAtMs: answering.dueAtMs });
  });
});
