import { describe, expect, test } from 'vitest';

import { createCircuits, type Showing } from '../../src/core/circuit.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { manualClock, noonMs } from '../doubles/world.ts';
import { idOf } from './samples.ts';

const place = { engine: 'acme/reel-1', credential: 'main' } as const;
const busy: Showing = { kind: 'rejected', code: 'transient', retryAfterMs: null };
const limited = (retryAfterMs: number | null): Showing => ({ kind: 'rejected', code: 'rate_limited', retryAfterMs });
const unread = (n: number): Showing => ({ kind: 'unreadable', attemptId: idOf('attempt', n) });

function open() {
  const clock = manualClock();
  const circuits = createCircuits(clock);
  return {
    clock,
    circuits,
    note: (...showings: readonly Showing[]): void => showings.forEach((showing) => circuits.note(place, showing)),
    state: (): string => circuits.stateOf(place).kind,
  };
}

describe('an engine that fails by its own fault is left alone for a while', () => {
  test.each<[string, readonly Showing[]]>([
    ['three creates in a row', [busy, busy, busy]],
    ['three creates without an answer', [{ kind: 'unanswered' }, { kind: 'unanswered' }, { kind: 'unanswered' }]],
    ['nine limits that name no time', Array.from({ length: 9 }, () => limited(null))],
    ['four renders in a row', Array.from({ length: 4 }, () => ({ kind: 'failed', code: 'transient' }) as const)],
    ['three tasks that cannot be read', [unread(1), unread(2), unread(3)]],
  ])('after %s', (_what, showings) => {
    const { note, state } = open();
    note(...showings.slice(0, -1));
    expect(state()).toBe('closed');
    note(...showings.slice(-1));
    expect(state()).toBe('open');
  });

  test.each<[string, readonly Showing[]]>([
    ['what people wrote', Array.from({ length: 20 }, () => ({ kind: 'failed', code: 'moderation' }) as const)],
    [
      'requests it cannot use',
      Array.from({ length: 20 }, () => ({ kind: 'rejected', code: 'invalid', retryAfterMs: null }) as const),
    ],
    ['one task that is lost there', Array.from({ length: 20 }, () => unread(1))],
    ['failures with something good in between', [busy, busy, { kind: 'accepted' }, busy, busy]],
  ])('but not for %s', (_what, showings) => {
    const { note, state } = open();
    note(...showings);
    expect(state()).toBe('closed');
  });

  test('polls that are well do not hide that it takes nothing, nor the other way round', () => {
    const { note, state } = open();
    note(busy, { kind: 'read' }, busy, { kind: 'read' }, busy);
    expect(state()).toBe('open');
  });

  test('others are none the worse for it: another model, or the same with another key', () => {
    const { note, circuits } = open();
    note(busy, busy, busy);
    expect(circuits.stateOf({ ...place, engine: 'acme/reel-2' }).kind).toBe('closed');
    expect(circuits.stateOf({ ...place, credential: 'second' }).kind).toBe('closed');
  });
});

describe('after its rest', () => {
  test('one create shows whether it is well; everybody else waits for that', async () => {
    const { note, clock, circuits, state } = open();
    note(busy, busy, busy);
    expect(circuits.blockedUntilMs(place)).toBe(noonMs + 30 * SECOND);
    await clock.advance(30 * SECOND);
    expect(state()).toBe('trial');
    expect(circuits.blockedUntilMs(place)).toBeNull();
    expect(circuits.blockedUntilMs(place)).toBe(clock.nowMs() + 3 * MINUTE);
    note({ kind: 'accepted' });
    expect(state()).toBe('closed');
    expect(circuits.blockedUntilMs(place)).toBeNull();
  });

  test('it rests twice as long each time that it fails again, up to ten minutes', async () => {
    const { note, clock, circuits } = open();
    note(busy, busy, busy);
    const rests = [];
    for (let times = 0; times < 7; times += 1) {
      const state = circuits.stateOf(place);
      if (state.kind !== 'open') throw new Error(`expected it to be open, got ${state.kind}`);
      rests.push((state.untilMs - clock.nowMs()) / SECOND);
      await clock.advance(state.untilMs - clock.nowMs());
      expect(circuits.blockedUntilMs(place)).toBeNull();
      note(busy);
    }
    expect(rests).toEqual([30, 60, 120, 240, 480, 600, 600]);
  });

  test('a try of which nothing is heard is over after three minutes, so that it is not left for ever', async () => {
    const { note, clock, circuits, state } = open();
    note(busy, busy, busy);
    await clock.advance(30 * SECOND);
    circuits.blockedUntilMs(place);
    expect(state()).toBe('open');
    await clock.advance(3 * MINUTE);
    expect(state()).toBe('trial');
  });

  test('answers to what was sent before do not make it rest longer', async () => {
    const { note, circuits } = open();
    note(busy, busy, busy, busy, busy, busy);
    expect(circuits.stateOf(place)).toEqual({ kind: 'open', untilMs: noonMs + 30 * SECOND });
  });

  test('renders that failed go on failing: one more opens it again; one that is made ends that', async () => {
    const failed: Showing = { kind: 'failed', code: 'transient' };
    const { note, clock, state } = open();
    note(failed, failed, failed, failed);
    await clock.advance(30 * SECOND);
    note({ kind: 'accepted' });
    expect(state()).toBe('closed');
    note(failed);
    expect(state()).toBe('open');
    note({ kind: 'succeeded' });
    expect(state()).toBe('closed');
    note(failed);
    expect(state()).toBe('closed');
  });

  test('a task that can be read again closes what unreadable ones had opened', () => {
    const { note, state } = open();
    note(unread(1), unread(2), unread(3));
    expect(state()).toBe('open');
    note({ kind: 'read' });
    expect(state()).toBe('closed');
  });
});

describe('an engine that asks for patience', () => {
  test('gets it from everybody with the same key, and is asked again by all when it is over', async () => {
    const { note, clock, circuits } = open();
    note(limited(90 * SECOND));
    expect(circuits.blockedUntilMs(place)).toBe(noonMs + 90 * SECOND);
    await clock.advance(90 * SECOND);
    expect(circuits.blockedUntilMs(place)).toBeNull();
    expect(circuits.blockedUntilMs(place)).toBeNull();
  });

  test('is asked again after an hour all the same', () => {
    const { note, circuits } = open();
    note(limited(48 * HOUR));
    expect(circuits.blockedUntilMs(place)).toBe(noonMs + HOUR);
  });
});

test('a clock that is set back by a day leaves no engine alone for a day', () => {
  let nowMs = noonMs;
  const circuits = createCircuits({ nowMs: () => nowMs });
  const failing = { engine: 'acme/reel-2', credential: 'main' } as const;
  circuits.note(place, limited(HOUR));
  for (const showing of [busy, busy, busy]) circuits.note(failing, showing);
  expect([circuits.stateOf(place).kind, circuits.stateOf(failing).kind]).toEqual(['open', 'open']);
  nowMs -= 24 * HOUR;
  expect([circuits.stateOf(place).kind, circuits.stateOf(failing).kind]).toEqual(['closed', 'trial']);
  expect(circuits.blockedUntilMs(failing)).toBeNull();
  nowMs -= 24 * HOUR;
  expect(circuits.blockedUntilMs(failing)).toBeNull();
});
