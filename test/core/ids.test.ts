import { describe, expect, test } from 'vitest';

import { bodyMadeAt, formatId, type IdKind, isId, madeAtMs, parseId, parseTenantId } from '../../src/core/ids.ts';

const body = '01j0000000000000000000000a';
const prefixes: Readonly<Record<IdKind, string>> = {
  request: 'req',
  job: 'job',
  attempt: 'att',
  delivery: 'del',
  clip: 'clip',
  user: 'usr',
  entrySet: 'set',
  owner: 'own',
  grant: 'gra',
  approval: 'apr',
};
const kinds = Object.keys(prefixes) as IdKind[];

describe('ids', () => {
  test.each([0, 1, 1_790_000_000_123, 32 ** 10 - 1])(
    'made at %d ms tell that, so that nothing older is looked for',
    (atMs) => {
      const chance = Array.from({ length: 16 }, (_, index) => index * 16);
      expect(madeAtMs(formatId('delivery', bodyMadeAt(atMs, chance)))).toBe(atMs);
    },
  );

  test.each(kinds)('of kind %s carry their prefix, and pass for no other kind', (kind) => {
    const id = formatId(kind, body);
    expect(id).toBe(`${prefixes[kind]}_${body}`);
    expect(parseId(kind, id)).toBe(id);
    expect(kinds.filter((other) => isId(other, id))).toEqual([kind]);
  });

  test.each([
    '',
    'job_',
    body,
    `job_${body}0`,
    `job_${body.slice(1)}`,
    `job_${body.toUpperCase()}`,
    `job_${body}\n`,
    ` job_${body}`,
    `job_../${body.slice(3)}`,
  ])('%j is none, so foreign text never gets as far as a file name or a query', (text) => {
    expect(isId('job', text)).toBe(false);
    expect(() => parseId('job', text)).toThrow(TypeError);
  });

  test('that are wrong are named, shortened, beside what was expected', () => {
    expect(() => parseId('job', `att_${body}`)).toThrow(`expected a job id (job_…), got "att_${body}"`);
    expect(() => parseId('clip', 'x'.repeat(10_000))).toThrow(/^.{0,130}$/);
  });

  test('cannot be made of a body that is no body', () => {
    expect(() => formatId('job', 'short')).toThrow(TypeError);
  });
});

describe('tenants', () => {
  test.each(['terminal', 'console', 'discord:81384788765712384', 'discord:dm', 'slack:T01_A-b', 's3x'])(
    '%s is one',
    (text) => {
      expect(parseTenantId(text)).toBe(text);
    },
  );

  test.each([
    '',
    'Discord:1',
    'discord:',
    'discord:a:b',
    ':1',
    '1x',
    'discord:1/2',
    'discord: 1',
    'discord:1\n',
    `discord:${'1'.repeat(65)}`,
  ])('%j is none', (text) => {
    expect(() => parseTenantId(text)).toThrow('expected a tenant such as discord:123');
  });
});
