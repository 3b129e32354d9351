import { describe, expect, it } from 'vitest';
import { askedRange } from '../../src/http/byte-range.ts';

const part = (fromByte: number, toByte: number) => ({ kind: 'part', fromByte, toByte });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

describe('a range of a file of 100 bytes', () => {
  const cases: readonly (readonly [header: string | undefined, means: object])[] = [
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-99', part(0, 99)],
    ['bytes=10-', part(10, 99)],
    ['bytes=99-', part(99, 99)],
    ['bytes=0-1000000', part(0, 99)],
    ['bytes=-1', part(99, 99)],
    ['bytes=-100', part(0, 99)],
    ['bytes=-101', part(0, 99)],
    ['BYTES=1-2', part(1, 2)],
    ['bytes= 1-2 ', part(1, 2)],
    ['bytes=100-', unsatisfiable],
    ['bytes=100-200', unsatisfiable],
    ['bytes=99999999999999999999-', unsatisfiable],
    ['bytes=-0', unsatisfiable],
    [undefined, whole],
    ['', whole],
    ['bytes', whole],
    ['bytes=', whole],
    ['bytes=-', whole],
    ['bytes=5-4', whole],
    ['bytes=0-0,5-9', whole],
    ['bytes=a-b', whole],
    ['bytes=1.5-3', whole],
    ['bytes=--5', whole],
    ['items=0-5', whole],
  ];
  for (const [header, means] of cases) {
    it(`${header ?? 'that nobody asked for'} means ${Object.values(means).join(' ')}`, () => {
      expect(askedRange(header, 100)).toEqual(means);
    });
  }
});
