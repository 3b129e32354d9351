import { describe, expect, it } from 'vitest';
import { createGuessLimit, type Guesser } from '../../src/core/guess-limit.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { manualClock } from '../doubles/world.ts';

const token = 'the token of the operator';
const at = (address: string): Guesser => ({ kind: 'address', address });
const known = (id: string): Guesser => ({ kind: 'known', id });

function openLimit() {
  const clock = manualClock();
  const logged: object[] = [];
  const ignore = (): void => undefined;
  const warn = (message: string, fields?: object): void => void logged.push({ message, ...fields });
  const limit = createGuessLimit({ clock, log: { debug: ignore, info: ignore, warn, error: ignore } });
  const guess = (guesser: Guesser, times = 1, given = 'a guess') =>
    Array.from({ length: times }, () => limit.judge({ guesser, at: 'sign-in', given, expected: token })).at(-1);
  return { clock, guess, logged, open: (guesser: Guesser) => guess(guesser, 1, token)?.kind };
}

describe('guesses of a token', () => {
  it('are ten a minute for one address; after that the right one has to wait as well, or guessing would go on', async () => {
    const { clock, guess, open } = openLimit();
    expect(guess(at('192.0.2.1'), 9)).toEqual({ kind: 'wrong', waitMs: null });
    expect(open(at('192.0.2.1'))).toBe('right');
    await clock.advance(20 * SECOND);
    expect(guess(at('192.0.2.1'))).toEqual({ kind: 'wrong', waitMs: 40 * SECOND });
    expect(guess(at('192.0.2.1'), 1, token)).toEqual({ kind: 'wait', waitMs: 40 * SECOND });
    await clock.advance(40 * SECOND);
    expect(open(at('192.0.2.1'))).toBe('right');
  });

  it('of a stranger keep nobody else out', () => {
    const { guess, open } = openLimit();
    guess(at('192.0.2.1'), 500);
    expect(open(at('192.0.2.2'))).toBe('right');
    expect(open(known('a browser'))).toBe('right');
  });

  it('that waited count for nothing, so that asking on and on does not prolong it', async () => {
    const { clock, guess, open } = openLimit();
    guess(at('192.0.2.1'), 10);
    await clock.advance(MINUTE - 1);
    guess(at('192.0.2.1'), 500);
    await clock.advance(1);
    expect(open(at('192.0.2.1'))).toBe('right');
  });

  it('from very many addresses are bounded too; who is known goes on, with ten of their own', () => {
    const { guess, open } = openLimit();
    for (let n = 0; n < 1_000; n += 1) guess(at(`192.0.${Math.floor(n / 200)}.${n % 200}`));
    expect(open(at('198.51.100.1'))).toBe('wait');
    expect(open(known('a browser'))).toBe('right');
    guess(known('a browser'), 10);
    expect(open(known('a browser'))).toBe('wait');
    expect(open(known('another'))).toBe('right');
  });

  it('are a line each in the log, without the token, and none while they wait, or strangers could fill it', () => {
    const { guess, logged } = openLimit();
    guess(at('192.0.2.1'), 500);
    expect(logged).toHaveLength(10);
    expect(logged[0]).toEqual({ message: 'a wrong token was refused', at: 'sign-in', by: '192.0.2.1', waitMs: null });
    expect(logged[9]).toMatchObject({ waitMs: MINUTE });
    expect(JSON.stringify(logged)).not.toMatch(/a guess|the token of/);
  });

  it.each([
    ['2001:db8:0:1::5', '2001:db8:0:1:aaaa:bbbb:cccc:dddd'],
    ['2001:db8::5', '2001:db8:0:0:1::'],
    ['fe80::1%eth0', 'fe80::2%eth0'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('from %s are those from %s: one line has all of these addresses', (one, other) => {
    const { guess, open } = openLimit();
    guess(at(one), 10);
    expect(open(at(other))).toBe('wait');
    expect(open(at('2001:db8:0:2::5'))).toBe('right');
    expect(open(at('::ffff:192.0.2.2'))).toBe('right');
  });
});
