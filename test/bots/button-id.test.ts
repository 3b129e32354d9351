import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pressButtonId, readButtonId, writeButtonId } from '../../src/bots/button-id.ts';
import type { PressAction } from '../../src/bots/view.ts';
import { formatId, type IdKind, type JobId } from '../../src/core/ids.ts';
import { idOf } from '../core/samples.ts';

const actions: readonly PressAction[] = ['cancel', 'again', 'edit', 'hd', 'continue', 'delete', 'delete_now'];
const body = fc.stringMatching(/^[0-9a-z]{26}$/u);
const anId = <K extends IdKind>(kind: K) => body.map((text) => formatId(kind, text));
const requestId = idOf('request');
const deliveryId = idOf('delivery');

function jobsOf(count: number): readonly [JobId, ...JobId[]] {
  return [idOf('job'), ...Array.from({ length: count - 1 }, (_, index) => idOf('job', index + 2))];
}

describe('the id of a button', () => {
  test('comes back as it was written, so that a press does what its button says', () => {
    const jobs = fc
      .tuple(anId('job'), fc.array(anId('job'), { maxLength: 1 }))
      .map(([one, more]) => [one, ...more] as const);
    fc.assert(
      fc.property(fc.constantFrom(...actions), jobs, fc.option(anId('delivery')), (action, these, delivery) => {
        const alone = these.length === 1 ? delivery : null;
        const id = { kind: 'jobs', action, jobs: these, deliveryId: alone } as const;
        expect(readButtonId(writeButtonId(id))).toEqual(id);
      }),
    );
  });

  test('carries the price that it tells, as nothing but a whole number; anything else is no button of ours', () => {
    const press = { action: 'continue', label: 'Continue', style: 'plain', jobs: jobsOf(1) } as const;
    const id = pressButtonId({ ...press, agreedMicroUsd: 99_999_000_000 }, { requestId, deliveryId });
    expect(id.length).toBeLessThanOrEqual(100);
    expect(readButtonId(id)).toMatchObject({ action: 'continue', deliveryId, agreedMicroUsd: 99_999_000_000 });
    for (const wrong of ['p', 'p-1', 'p1.5', 'pzzzzzzzzzz', 'p1:p1', 'q1']) {
      expect(readButtonId(id.replace(/p[0-9a-z]+$/u, wrong))).toBeNull();
    }
  });

  test('is what stands in messages that are there for years', () => {
    const press = { action: 'delete', label: 'Delete', style: 'danger', jobs: jobsOf(1) } as const;
    const first = '1'.padStart(26, '0');
    expect(pressButtonId(press, { requestId, deliveryId })).toBe(`v1:delete:${first}:d:${first}`);
    expect(pressButtonId({ ...press, jobs: jobsOf(4) }, { requestId, deliveryId })).toBe(`v1:delete:r:${first}`);
    expect(writeButtonId({ kind: 'retry', typedId: 'k-1' })).toBe('v1:retry:k-1');
  });

  test.each(actions)('for %s fits, also for as many jobs as a request can have', (action) => {
    for (const count of [1, 2, 3, 4, 50]) {
      const press = { action, label: 'a', style: 'plain', jobs: jobsOf(count) } as const;
      expect(pressButtonId(press, { requestId, deliveryId }).length).toBeLessThanOrEqual(100);
    }
  });

  test('that would not fit is an error of ours, and not cut', () => {
    const press = { action: 'cancel', label: 'a', style: 'plain', jobs: jobsOf(4) } as const;
    expect(() => pressButtonId(press, { requestId: null, deliveryId: null })).toThrow('at most 100 characters');
  });

  test.each([
    '',
    'v1',
    'v1:cancel',
    'v1:cancel:',
    'v1:cancel:short',
    'v2:cancel:00000000000000000000000001',
    'v1:explode:00000000000000000000000001',
    'v1:cancel:00000000000000000000000001:',
    'v1:cancel:00000000000000000000000001:x',
    'v1:cancel:d:00000000000000000000000001',
    'v1:cancel:00000000000000000000000001:d',
    'v1:cancel:00000000000000000000000001:d:00000000000000000000000001:d',
    'v1:cancel:r',
    'v1:cancel:r:short',
    'v1:cancel:r:00000000000000000000000001:00000000000000000000000001',
    'v1:cancel:0000000000000000000000000;',
    'v1:retry',
    'v1:retry:',
    'v1:retry:a b',
    'v1:retry:a:b',
  ])('%j is none of ours', (text) => {
    expect(readButtonId(text)).toBeNull();
  });
});
