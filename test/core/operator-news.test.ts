import { expect, test } from 'vitest';
import { alertKey } from '../../src/core/alert.ts';
import { operatorNews } from '../../src/core/operator-news.ts';
import { DAY } from '../../src/core/time.ts';
import { someCapabilities } from './samples.ts';

const engine = someCapabilities({ id: 'acme/reel-1', retiresOn: '2026-06-30', replacedBy: 'acme/reel-2' });
const retiresAtMs = Date.parse('2026-06-30');
const at = (daysBefore: number) => operatorNews([engine], [], retiresAtMs - daysBefore * DAY);

test('an engine that goes away is announced from 30 days ahead, once, with what takes its place', () => {
  expect(at(31)).toEqual([]);
  const first = at(30);
  expect(first).toEqual([
    {
      kind: 'engine_retires',
      engine: 'acme/reel-1',
      label: engine.label,
      on: '2026-06-30',
      daysLeft: 30,
      replacedBy: 'acme/reel-2',
    },
  ]);
  expect(new Set([...first, ...at(29), ...at(0.5)].map(alertKey)).size).toBe(1);
  expect(at(0.5)).toMatchObject([{ daysLeft: 1 }]);
});

test('on its day it is told once that it is out', () => {
  expect(at(0)).toMatchObject([{ kind: 'engine_retired', sinceMs: retiresAtMs }]);
  expect(new Set([...at(0), ...at(-90)].map(alertKey)).size).toBe(1);
});

test('an account without credit is told once for all of its engines, and anew when it runs out again; one that was switched off never: whoever did it knows', () => {
  const other = someCapabilities({ id: 'acme/reel-2' });
  const news = (kind: 'disabled' | 'out_of_credit', sinceMs: number) => {
    const standings = [engine, other].map(({ id }) => {
      return { engine: id, actor: { kind: 'system' }, reason: null, kind, sinceMs } as const;
    });
    return operatorNews([engine, other], standings, retiresAtMs - 100 * DAY);
  };
  expect(news('disabled', 1)).toEqual([]);
  expect(news('out_of_credit', 1)).toEqual([
    { kind: 'out_of_credit', provider: 'acme', engines: ['acme/reel-1', 'acme/reel-2'], sinceMs: 1 },
  ]);
  expect(news('out_of_credit', 1).map(alertKey)).not.toEqual(news('out_of_credit', 2).map(alertKey));
});
