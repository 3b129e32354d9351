import { expect, test } from 'vitest';
import type { Alert } from '../../../src/core/alert.ts';
import { tellOperator } from '../../../src/core/usecases/tell-operator.ts';
import { MINUTE } from '../../../src/core/time.ts';
import { collectLog } from '../samples.ts';
import { openService } from '../service.ts';

const gone = (engine: 'a/1' | 'a/2'): Alert => {
  return { kind: 'engine_retired', engine, label: engine, sinceMs: 1, replacedBy: null };
};
const live = new AbortController().signal;

test('the operator is told each thing once, and what could not be told is told later', async () => {
  const { clock, store } = await openService();
  const log = collectLog();
  const told: Alert[] = [];
  let works = false;
  const page = async (alert: Alert): Promise<void> => {
    if (!works) throw new Error('the address does not answer');
    told.push(alert);
  };
  const tell = () => tellOperator([gone('a/1'), gone('a/2')], { told: store.alerts, page, clock, log }, live);
  await tell();
  expect([told, log.errors.length]).toEqual([[], 2]);
  works = true;
  await tell();
  // Somebody else may still be telling it.
  expect(told).toEqual([]);
  await clock.advance(11 * MINUTE);
  await tell();
  await clock.advance(11 * MINUTE);
  await tell();
  expect(told).toEqual([gone('a/1'), gone('a/2')]);
});
