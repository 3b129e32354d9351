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
  expect(at(0)).toMatchObject([{ kind: 'engine_out', why: 'retired', sinceMs: retiresAtMs }]);
  expect(new Set([...at(0), ...at(-90)].map(alertKey)).size).toBe(1);
});

test('an engine without credit is told each time that it runs out, and one that was switched off never: whoever did it knows', () => {
  const standing = { engine: engine.id, actor: { kind: 'system' }, reason: null } as const;
  const news = (kind: 'disabled' | 'out_of_credit', sinceMs: number) =>
    operatorNews([engine], [{ ...standing, kind, sinceMs }], retiresAtMs - 100 * DAY);
  expect(news('disabled', 1)).toEqual([]);
  expect(news('out_of_credit', 1)).toMatchObject([{ kind: 'engine_out', why: 'out_of_credit' }]);
  expect(news('out_of_credit', 1).map(alertKey)).not.toEqual(news('out_of_credit', 2).map(alertKey));
});
