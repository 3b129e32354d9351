import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { HOUR } from '../../src/core/time.ts';
import {
  openWindowStartsMs,
  timeZoneNamed,
  windowEndMs,
  type WindowKind,
  windowKinds,
  windowStartMs,
} from '../../src/core/window.ts';

const at = (iso: string): number => Date.parse(iso);

/** The window that holds this moment, from and to as people read them in UTC. */
function windowOf(kind: WindowKind, iso: string, zone: string): [string, string] {
  const times = [windowStartMs(kind, at(iso), zone), windowEndMs(kind, at(iso), zone)];
  const [from = '', to = ''] = times.map((ms) => new Date(ms).toISOString().replace(':00.000Z', 'Z'));
  return [from, to];
}

describe('a day', () => {
  test('in UTC is the calendar day, whose midnight belongs to the new one', () => {
    expect(windowOf('day', '2026-11-23T23:59:59.999Z', 'UTC')).toEqual(['2026-11-23T00:00Z', '2026-11-24T00:00Z']);
    expect(windowOf('day', '2026-11-24T00:00:00.000Z', 'UTC')).toEqual(['2026-11-24T00:00Z', '2026-11-25T00:00Z']);
  });

  test.each([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z', 23],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 25],
    ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z', 23],
    ['America/New_York', '2026-11-01T12:00:00Z', '2026-11-01T04:00Z', '2026-11-02T05:00Z', 25],
    ['Australia/Lord_Howe', '2026-10-04T00:00:00Z', '2026-10-03T13:30Z', '2026-10-04T13:00Z', 23.5],
    ['Asia/Kathmandu', '2026-06-01T00:00:00Z', '2026-05-31T18:15Z', '2026-06-01T18:15Z', 24],
    // Clocks go forward at midnight: the day starts at one o'clock.
    ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00Z', '2018-11-05T02:00Z', 23],
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-23T22:00Z', '2026-04-24T21:00Z', 23],
    ['Asia/Beirut', '2026-03-29T12:00:00Z', '2026-03-28T22:00Z', '2026-03-29T21:00Z', 23],
    // Clocks go back at midnight: the day before has an hour twice.
    ['America/Sao_Paulo', '2018-02-17T12:00:00Z', '2018-02-17T02:00Z', '2018-02-18T03:00Z', 25],
    ['Africa/Cairo', '2026-10-29T12:00:00Z', '2026-10-28T21:00Z', '2026-10-29T22:00Z', 25],
    ['Asia/Beirut', '2026-10-24T12:00:00Z', '2026-10-23T21:00Z', '2026-10-24T22:00Z', 25],
    // A day that never was.
    ['Pacific/Apia', '2011-12-29T12:00:00Z', '2011-12-29T10:00Z', '2011-12-30T10:00Z', 24],
  ])('in %s around %s goes from %s to %s, which is %d hours', (zone, iso, from, to, hours) => {
    expect(windowOf('day', iso, zone)).toEqual([from, to]);
    expect((at(to) - at(from)) / HOUR).toBe(hours);
  });

  test('in the hour that comes twice is the same for both', () => {
    const first = windowOf('day', '2018-02-18T01:30:00Z', 'America/Sao_Paulo');
    const second = windowOf('day', '2018-02-18T02:30:00Z', 'America/Sao_Paulo');
    expect(second).toEqual(first);
    expect(second[1]).toBe('2018-02-18T03:00Z');
  });
});

describe('a month', () => {
  test.each([
    ['2026-02-28T12:00:00Z', '2026-02-01T00:00Z', '2026-03-01T00:00Z'],
    ['2028-02-29T23:59:59Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
    ['2026-01-31T00:00:00Z', '2026-01-01T00:00Z', '2026-02-01T00:00Z'],
    ['2026-12-31T23:59:59Z', '2026-12-01T00:00Z', '2027-01-01T00:00Z'],
    ['2027-01-01T00:00:00Z', '2027-01-01T00:00Z', '2027-02-01T00:00Z'],
  ])('that holds %s goes from %s to %s', (iso, from, to) => {
    expect(windowOf('month', iso, 'UTC')).toEqual([from, to]);
  });

  test('starts and ends at local midnight on both sides of a change of clocks', () => {
    expect(windowOf('month', '2026-03-15T00:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-02-28T23:00Z',
      '2026-03-31T22:00Z',
    ]);
  });

  test('is already the next one east of Greenwich', () => {
    expect(windowOf('month', '2026-12-31T20:00:00Z', 'Asia/Tokyo')).toEqual(['2026-12-31T15:00Z', '2027-01-31T15:00Z']);
  });
});

describe('a week', () => {
  test.each([
    ['2026-11-23T00:00:00Z', 'UTC', '2026-11-23T00:00Z', '2026-11-30T00:00Z'],
    ['2026-11-29T23:59:59Z', 'UTC', '2026-11-23T00:00Z', '2026-11-30T00:00Z'],
    ['2027-01-01T12:00:00Z', 'UTC', '2026-12-28T00:00Z', '2027-01-04T00:00Z'],
    // It is Monday there already.
    ['2026-11-22T20:00:00Z', 'Asia/Tokyo', '2026-11-22T15:00Z', '2026-11-29T15:00Z'],
    // Clocks go forward on its last day, and back on that of the other one.
    ['2026-03-25T12:00:00Z', 'Europe/Berlin', '2026-03-22T23:00Z', '2026-03-29T22:00Z'],
    ['2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-18T22:00Z', '2026-10-25T23:00Z'],
    // A Friday that never was.
    ['2011-12-31T12:00:00Z', 'Pacific/Apia', '2011-12-26T10:00Z', '2012-01-01T10:00Z'],
  ])('that holds %s in %s goes from Monday %s to %s', (iso, zone, from, to) => {
    expect(windowOf('week', iso, zone)).toEqual([from, to]);
  });
});

describe('an hour', () => {
  test('is one of UTC in every zone, also where clocks are half an hour off or repeat it', () => {
    for (const zone of ['UTC', 'Asia/Kathmandu', 'Europe/Berlin']) {
      expect(windowOf('hour', '2026-10-25T00:59:59.999Z', zone)).toEqual(['2026-10-25T00:00Z', '2026-10-25T01:00Z']);
      expect(windowOf('hour', '2026-10-25T01:00:00.000Z', zone)).toEqual(['2026-10-25T01:00Z', '2026-10-25T02:00Z']);
    }
  });
});

describe('after a change of time zone', () => {
  const movedMs = at('2026-11-24T12:00:00Z');
  const zones = { timeZone: 'Pacific/Kiritimati', formerZones: [{ timeZone: 'UTC', untilMs: movedMs }] };
  const open = (kind: WindowKind, iso: string): string[] =>
    openWindowStartsMs(kind, at(iso), zones).map((ms) => new Date(ms).toISOString().replace(':00.000Z', 'Z'));

  test('the day that was open counts on until the new one ends, and no longer', () => {
    expect(open('day', '2026-11-24T12:00:00Z')).toEqual(['2026-11-24T10:00Z', '2026-11-24T00:00Z']);
    expect(open('day', '2026-11-25T09:59:59Z')).toEqual(['2026-11-24T10:00Z', '2026-11-24T00:00Z']);
    expect(open('day', '2026-11-25T10:00:00Z')).toEqual(['2026-11-25T10:00Z']);
  });

  test('so do the week and the month, and an hour is the same everywhere', () => {
    expect(open('week', '2026-11-24T13:00:00Z')).toEqual(['2026-11-22T10:00Z', '2026-11-23T00:00Z']);
    expect(open('month', '2026-11-29T12:00:00Z')).toEqual(['2026-10-31T10:00Z', '2026-11-01T00:00Z']);
    expect(open('month', '2026-12-01T12:00:00Z')).toEqual(['2026-11-30T10:00Z']);
    expect(open('hour', '2026-11-24T12:30:00Z')).toEqual(['2026-11-24T12:00Z']);
  });

  test('going back once a month has begun there opens no second one: what was used in it counts here as well', () => {
    const first = { timeZone: 'UTC', untilMs: at('2026-01-31T09:00:00Z') };
    const there = { timeZone: 'Pacific/Kiritimati', formerZones: [first] };
    const back = { timeZone: 'UTC', formerZones: [first, { ...there, untilMs: at('2026-01-31T11:00:00Z') }] };
    const starts = (iso: string, now: typeof there): string[] =>
      openWindowStartsMs('month', at(iso), now).map((ms) => new Date(ms).toISOString().slice(0, 13));
    // It is February there, and January's is not over here.
    expect(starts('2026-01-31T10:30:00Z', there)).toEqual(['2026-01-31T10', '2026-01-01T00']);
    expect(starts('2026-02-01T00:00:00Z', back)).toEqual(['2026-02-01T00', '2026-01-31T10']);
    expect(starts('2026-02-28T10:00:00Z', back)).toEqual(['2026-02-01T00']);
  });

  test('there and back, no window counts twice', () => {
    const back = [...zones.formerZones, { timeZone: 'Asia/Tokyo', untilMs: movedMs + HOUR }];
    const starts = openWindowStartsMs('day', movedMs + 2 * HOUR, { timeZone: 'UTC', formerZones: back });
    expect(starts).toHaveLength(2);
    expect(starts[0]).toBe(at('2026-11-24T00:00:00Z'));
  });
});

describe('the name of a time zone', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Europe/Springfield', null],
    ['+02:00', null],
    ['', null],
    ['2026-01-01[UTC]', null],
    ['UTC; drop table jobs', null],
  ])('%j is that of %j', (text, zone) => {
    expect(timeZoneNamed(text)).toBe(zone);
  });
});

describe('windows tile time', () => {
  const moments = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');

  test('every moment lies in its window, whose end is the start of the next', () => {
    fc.assert(
      fc.property(fc.constantFrom(...windowKinds), moments, zones, (kind, nowMs, zone) => {
        const startMs = windowStartMs(kind, nowMs, zone);
        const endMs = windowEndMs(kind, nowMs, zone);
        expect(startMs).toBeLessThanOrEqual(nowMs);
        expect(endMs).toBeGreaterThan(nowMs);
        expect(windowStartMs(kind, endMs, zone)).toBe(endMs);
        expect([windowStartMs(kind, endMs - 1, zone), windowEndMs(kind, endMs - 1, zone)]).toEqual([startMs, endMs]);
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});
