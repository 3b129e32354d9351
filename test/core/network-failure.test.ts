import { expect, it } from 'vitest';
import { networkFailure } from '../../src/core/network-failure.ts';

const fetchFailed = (cause: Error): Error => new TypeError('fetch failed', { cause });
const coded = (code: string, syscall = 'connect'): Error =>
  Object.assign(new Error('connect 192.0.2.1:443'), { code, syscall });

it.each([
  ['is refused', fetchFailed(coded('ECONNREFUSED')), 'refused: ECONNREFUSED', true],
  ['leads to no such name', fetchFailed(coded('ENOTFOUND', 'getaddrinfo')), 'no such name: ENOTFOUND', true],
  [
    'is refused at every address',
    fetchFailed(Object.assign(new AggregateError([coded('ECONNREFUSED')]), { code: 'ECONNREFUSED' })),
    'refused: ECONNREFUSED',
    true,
  ],
  [
    'ends unreachable while it is read, so all may have gone out',
    fetchFailed(coded('EHOSTUNREACH', 'read')),
    'no way there: EHOSTUNREACH',
    false,
  ],
  ['takes too long', new DOMException('The operation timed out', 'TimeoutError'), 'timed out: TimeoutError', false],
  ['is not known', fetchFailed(coded('EWHATEVER')), 'EWHATEVER', false],
  ['cannot be asked for', fetchFailed(new Error('bad port')), 'bad port', false],
  ['fails with an address', fetchFailed(new Error('connect https://kim:hunter2@example.org')), 'Error', false],
])('a call that %s is told by its kind, and never names an address', (_, error, word, isUnsent) => {
  expect(networkFailure(error)).toEqual({ word, isUnsent });
});
