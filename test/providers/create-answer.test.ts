import { describe, expect, test } from 'vitest';
import { provesRefusal, unansweredCreate } from '../../src/providers/create-answer.ts';

const failed = (cause: Error): Error => new TypeError('fetch failed', { cause });
const system = (syscall: string, code: string): Error =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
const together = (...errors: Error[]): Error => Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' });

describe('a create without an answer', () => {
  test.each([
    ['nobody listens', system('connect', 'ECONNREFUSED')],
    ['its name is not known', system('getaddrinfo', 'ENOTFOUND')],
    ['there is no way there', system('connect', 'EHOSTUNREACH')],
    ['none of its addresses answers', together(system('connect', 'ECONNREFUSED'), system('connect', 'ENETUNREACH'))],
    ['connecting takes too long', Object.assign(new Error('Connect Timeout'), { code: 'UND_ERR_CONNECT_TIMEOUT' })],
  ])('because %s was never sent: it may be bought elsewhere', (_, cause) => {
    expect(unansweredCreate(failed(cause))).toMatchObject({ kind: 'rejected', code: 'transient' });
  });

  test.each([
    ['the way there was lost after it was sent', system('read', 'EHOSTUNREACH')],
    ['the network went away after it was sent', system('write', 'ENETUNREACH')],
    ['the port was closed after it was sent', system('read', 'ECONNREFUSED')],
    ['one of its connections was made', together(system('connect', 'ECONNREFUSED'), system('read', 'ECONNRESET'))],
    ['of something that hides how far it came', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    ['it was broken off', system('read', 'ECONNRESET')],
    ['of nothing that has a name', new Error('x')],
  ])('because %s may have been taken: it is not bought elsewhere', (_, cause) => {
    expect(unansweredCreate(failed(cause))).toMatchObject({ kind: 'unknown' });
  });
});

test('which answers prove that nothing was taken', () => {
  const proving = (isOwn: boolean) =>
    [400, 401, 402, 403, 404, 410, 413, 421, 422, 425, 429, 451, 503].filter((status) => provesRefusal(status, isOwn));
  expect(proving(true)).toEqual([400, 401, 402, 403, 404, 410, 413, 421, 422, 425, 429, 451, 503]);
  expect(proving(false)).toEqual([400, 401, 402, 403, 404, 410, 413, 421, 422, 425, 451]);
  const never = [200, 202, 301, 307, 408, 409, 499, 500, 502, 504, 520, 529];
  expect(never.filter((status) => provesRefusal(status, true))).toEqual([]);
});
