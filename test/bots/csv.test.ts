import { expect, it } from 'vitest';
import { csvOf } from '../../src/bots/csv.ts';

it('quotes what has commas, quotes or line ends, and ends each row as RFC 4180 has it', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['x,y', 'say "hi"'],
        ['two\nlines', 3],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",3\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1'])(
  'never lets a spreadsheet carry out %j, which is a name',
  (name) => {
    expect(csvOf(['name'], [[name], [-1]])).toBe(`name\r\n'${name}\r\n-1\r\n`);
  },
);
