import { describe, expect, it } from 'vitest';
import { conditionOf, rangeStillHolds, strongTag } from '../../src/http/entity-tag.ts';

const tag = strongTag('abc');

describe('conditions on a file', () => {
  const cases: readonly (readonly [ifMatch: string | undefined, ifNoneMatch: string | undefined, means: string])[] = [
    [undefined, undefined, 'go_on'],
    [undefined, '"abc"', 'not_modified'],
    [undefined, 'W/"abc"', 'not_modified'],
    [undefined, '"x", "abc"', 'not_modified'],
    [undefined, '*', 'not_modified'],
    [undefined, '"x"', 'go_on'],
    [undefined, 'abc', 'go_on'],
    ['"abc"', undefined, 'go_on'],
    ['*', undefined, 'go_on'],
    ['"x"', undefined, 'precondition_failed'],
    ['W/"abc"', undefined, 'precondition_failed'],
    ['"x"', '"abc"', 'precondition_failed'],
  ];
  for (const [ifMatch, ifNoneMatch, means] of cases) {
    it(`If-Match ${ifMatch ?? 'absent'} and If-None-Match ${ifNoneMatch ?? 'absent'} mean ${means}`, () => {
      expect(conditionOf({ ifMatch, ifNoneMatch }, tag)).toBe(means);
    });
  }

  it('a piece is given only to who holds a piece of this very file, so that no two are glued together', () => {
    expect(rangeStillHolds(undefined, tag)).toBe(true);
    expect(rangeStillHolds('"abc"', tag)).toBe(true);
    for (const other of ['"x"', 'W/"abc"', 'Wed, 21 Oct 2026 07:28:00 GMT', '']) {
      expect(rangeStillHolds(other, tag)).toBe(false);
    }
  });
});
