import { expect, it } from 'vitest';
import { createTokenStanding } from '../../../src/bots/token-standing.ts';
import { troubleOf } from '../../../src/bots/discord/trouble.ts';
import { MINUTE } from '../../../src/core/time.ts';

it('is none while connected, nor while a connection is being made anew', () => {
  const standing = createTokenStanding();
  expect(troubleOf({ kind: 'connected' }, standing, 5 * MINUTE)).toBeNull();
  expect(troubleOf({ kind: 'connecting', sinceMs: 4 * MINUTE }, standing, 5 * MINUTE)).toBeNull();
});

it('is told of a connection that does not come back, of a door that stays shut, and of a token that is refused', () => {
  const standing = createTokenStanding();
  expect(troubleOf({ kind: 'connecting', sinceMs: 0 }, standing, 5 * MINUTE)).toContain('since 1970-01-01T00:00:00');
  expect(troubleOf({ kind: 'refused', why: 'reset the token' }, standing, 0)).toContain('reset the token');
  standing.refused(0);
  expect(troubleOf({ kind: 'connected' }, standing, 0)).toContain('doctor discord');
  standing.taken();
  expect(troubleOf({ kind: 'connected' }, standing, 0)).toBeNull();
});
