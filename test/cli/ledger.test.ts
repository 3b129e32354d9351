import { expect, it } from 'vitest';
import { plainStyle, renderText } from '../../src/bots/messages/text.ts';
import { presentLedger } from '../../src/cli/ledger.ts';
import { formatId } from '../../src/core/ids.ts';

const body = '0'.repeat(26);
const sound = { entrySets: 3, unbalanced: [], wrongHolds: [], wrongCounters: [], wrongGrants: [] };
const [jobId, grantId] = [formatId('job', body), formatId('grant', body)];

const wrongCounters = Array.from({ length: 20 }, (_, index) => ({
  counter: `service ${index}`,
  expected: 1,
  found: 2,
}));

it.each([
  [{ unbalanced: ['capture of att_1 in usd_micro'] }, /^The first: Entry set capture of att_1 in usd_micro: .*than 0/],
  [
    { wrongHolds: [{ jobId, unit: 'videos', expected: 0, found: 1 }] },
    /^The first: Job job_0+: 1 videos are held for it, expected 0/,
  ],
  [
    { wrongGrants: [{ grantId, expected: 40, found: 50 }] },
    /^The first: Grant gra_0+: 50 are left by its row, 40 by its postings/,
  ],
  [{ wrongCounters }, /^The first: Counter service 0: it is 2, and its postings add up to 1/],
])('the first row that is off is named, with what was expected, found, and what to do', (wrong, words) => {
  const { tone, lines } = presentLedger({ ...sound, wrongCounters, ...wrong });
  const [first = '', ...others] = lines.map((line) => renderText(line, plainStyle));
  expect(tone).toBe('bad');
  expect(first).toMatch(words);
  expect(others.length).toBeLessThan(12);
  expect(others.at(-1)).toMatch(/Keep a copy of the database, restore the last backup/);
});

it('books in order are said to be', () => {
  expect(presentLedger(sound)).toMatchObject({ tone: 'good', lines: [] });
});
