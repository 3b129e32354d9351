import { expect, test } from 'vitest';

import { CREDIT_MICRO_USD, creditsOf, DOLLAR_MICRO_USD } from '../../src/core/money.ts';

test('a credit is a cent', () => {
  expect(DOLLAR_MICRO_USD).toBe(1_000_000);
  expect(CREDIT_MICRO_USD).toBe(10_000);
});

test('a started credit is a credit, so nobody is told less than they pay', () => {
  expect([0, 1, 9_999, 10_000, 10_001].map((microUsd) => creditsOf(microUsd))).toEqual([0, 1, 1, 1, 2]);
  expect(creditsOf(10_000, 3_000)).toBe(4);
});
