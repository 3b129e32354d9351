import { expect, it } from 'vitest';
import { lineForPeople } from '../src/log.ts';

it('on a terminal a line of the log is read at a glance, with the stack of its error below', () => {
  const line = { level: 50, time: '2026-01-15T12:03:04.567Z', step: 'submit', tries: 2, msg: 'a step failed' };
  expect(lineForPeople(JSON.stringify(line))).toBe('12:03:04 error a step failed step=submit tries=2');
  const cause = { type: 'Error', message: 'no \u001b[2Jnet', stack: '' };
  const err = { type: 'Error', message: 'no route', stack: 'Error: no route\n    at submit', cause };
  expect(lineForPeople(JSON.stringify({ ...line, level: 40, err }))).toBe(
    '12:03:04 warn  a step failed step=submit tries=2\nError: no route\n    at submit\n  because: no ?[2Jnet',
  );
});
