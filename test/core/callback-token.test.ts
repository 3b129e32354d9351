import { describe, expect, test } from 'vitest';

import { attemptOfToken, callbackToken, hashOfToken, isTokenOf } from '../../src/core/callback-token.ts';
import { idOf } from './samples.ts';

const attemptId = idOf('attempt');
const token = callbackToken('secret', attemptId);

describe('a callback token', () => {
  test('names its attempt and proves it, made anew from the secret each time', () => {
    expect(callbackToken('secret', attemptId)).toBe(token);
    expect(attemptOfToken(token)).toBe(attemptId);
    expect(isTokenOf(token, hashOfToken(token))).toBe(true);
  });

  test('fits a URL as it is', () => {
    expect(encodeURIComponent(token)).toBe(token);
  });

  test('is of one secret and one attempt, so no other can be made from it', () => {
    expect(callbackToken('other', attemptId)).not.toBe(token);
    const stranger = callbackToken('secret', idOf('attempt', 2));
    expect(isTokenOf(stranger, hashOfToken(token))).toBe(false);
    const [, proof = ''] = stranger.split('.');
    expect(isTokenOf(`${attemptId}.${proof}`, hashOfToken(token))).toBe(false);
  });

  test('is not told by its stored hash', () => {
    const stored = hashOfToken(token);
    expect(token).not.toContain(stored);
    expect(isTokenOf(stored, stored)).toBe(false);
  });

  test.each(['', 'not hex', 'ab', hashOfToken(token).slice(2), `${hashOfToken(token)}00`])(
    'is refused against the stored hash %j without a throw',
    (stored) => {
      expect(isTokenOf(token, stored)).toBe(false);
    },
  );

  test.each([
    '',
    '.',
    attemptId,
    `${attemptId}.`,
    `${token}.x`,
    token.slice(0, -1),
    `${token}0`,
    token.toUpperCase(),
    token.replace('att_', 'job_'),
    `${token}\n`,
    `/${token}`,
    'x'.repeat(100_000),
  ])('is not of the form of %j', (text) => {
    expect(attemptOfToken(text)).toBeNull();
  });
});
