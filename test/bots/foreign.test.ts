import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainForeign } from '../../src/bots/foreign.ts';

const typed = fc.string({ unit: 'binary', maxLength: 60 });

describe('somebody’s words as plain text', () => {
  test('it has no markup to escape, and keeps within its bounds', () => {
    expect(plainForeign('a *red* ball\nrolls', 1_024)).toBe('a *red* ball ⏎ rolls');
    expect(plainForeign('x'.repeat(2_000), 1_024)).toHaveLength(1_024);
  });

  test('it is bounded as platforms count, and ends between characters, so that it never costs a clip', () => {
    expect(plainForeign('👍🏽'.repeat(3), 12)).toBe('👍🏽'.repeat(3));
    expect(plainForeign('👍🏽'.repeat(3), 11)).toBe('👍🏽👍🏽…');
    expect(plainForeign('👩‍👩‍👧‍👦ab', 5)).toBe('…');
    fc.assert(
      fc.property(typed, fc.integer({ min: 1, max: 40 }), (text, unitsMax) => {
        const line = plainForeign(text, unitsMax);
        expect(line.length).toBeLessThanOrEqual(unitsMax);
        expect(line.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
