import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock, Log } from './ports/world.ts';
import { MINUTE } from './time.ts';

/** Who gives a token: an address of the network, or somebody who has shown the right one before. */
export type Guesser =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'known'; readonly id: string };

export type Verdict =
  | { readonly kind: 'right' }
  /** `waitMs` is how long this one has to wait now; null while it may go on trying. */
  | { readonly kind: 'wrong'; readonly waitMs: number | null }
  /** Not looked at, right or wrong. */
  | { readonly kind: 'wait'; readonly waitMs: number };

export type Guess = {
  readonly guesser: Guesser;
  /** Where it was given, for the log. */
  readonly at: string;
  readonly given: string;
  readonly expected: string;
};

export type GuessLimit = {
  /** Judges a token at once, so that guesses made side by side all count. Each wrong one is logged, without the token. */
  judge(guess: Guess): Verdict;
};

const windowMs = MINUTE;
/** Wrong tokens that one may give in a window. */
const wrongMax = 10;
/** The same for all addresses together, which bounds what is remembered. Who is known is not held up by strangers. */
const wrongOfStrangersMax = 1_000;

type Wrong = { readonly by: string; readonly isKnown: boolean; readonly atMs: number };

/** Bounds how fast a token can be guessed. What is right costs nothing: only failures count. */
export function createGuessLimit({ clock, log }: { readonly clock: Clock; readonly log: Log }): GuessLimit {
  let recent: Wrong[] = [];

  function waitMsOf(by: string, isKnown: boolean, nowMs: number): number | null {
    const own = recent.filter((wrong) => wrong.by === by);
    const strangers = isKnown ? [] : recent.filter((wrong) => !wrong.isKnown);
    const untilMs = [own.at(-wrongMax), strangers.at(-wrongOfStrangersMax)]
      .filter((wrong) => wrong !== undefined)
      .map((wrong) => wrong.atMs + windowMs);
    return untilMs.length === 0 ? null : Math.max(...untilMs) - nowMs;
  }

  return {
    judge({ guesser, at, given, expected }) {
      const isKnown = guesser.kind === 'known';
      const by = isKnown ? `known ${guesser.id}` : lineOf(guesser.address);
      const nowMs = clock.nowMs();
      recent = recent.filter(({ atMs }) => nowMs < atMs + windowMs);
      const waitMs = waitMsOf(by, isKnown, nowMs);
      if (waitMs !== null) return { kind: 'wait', waitMs };
      if (isSame(given, expected)) return { kind: 'right' };
      recent.push({ by, isKnown, atMs: nowMs });
      const nextWaitMs = waitMsOf(by, isKnown, nowMs);
      // What is refused while it waits adds no line: strangers must not be able to fill the log.
      log.warn('a wrong token was refused', { at, by, waitMs: nextWaitMs });
      return { kind: 'wrong', waitMs: nextWaitMs };
    },
  };
}

/** Compares hashes, so that the time it takes tells nothing. */
export function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

/** What one line has to itself: an address of IPv4, or the /64 of an address of IPv6, which costs nothing to change within. */
function lineOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = Math.max(0, 8 - groups.length - last.length);
  return [...groups, ...Array<string>(missing).fill('0'), ...last].slice(0, 4).join(':');
}
