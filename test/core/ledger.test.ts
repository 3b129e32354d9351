import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Account, accountName, move, type Posting, unbalancedUnit } from '../../src/core/ledger.ts';
import { idOf, tenantId, userId } from './samples.ts';

const member: Account = { kind: 'member', tenantId, userId };
const operator: Account = { kind: 'operator' };

const names: Readonly<Record<Account['kind'], readonly [Account, string]>> = {
  member: [member, `member/discord:1/${userId}`],
  tenant: [{ kind: 'tenant', tenantId }, 'tenant/discord:1'],
  grant: [{ kind: 'grant', tenantId, grantId: idOf('grant') }, `grant/discord:1/${idOf('grant')}`],
  granted: [{ kind: 'granted', tenantId }, 'granted/discord:1'],
  reset: [{ kind: 'reset', tenantId, userId, window: 'week' }, `reset/discord:1/${userId}/week`],
  waived: [{ kind: 'waived', tenantId }, 'waived/discord:1'],
  operator: [operator, 'operator'],
  hold: [{ kind: 'hold', jobId: idOf('job') }, `hold/${idOf('job')}`],
  engine: [{ kind: 'engine', engine: 'acme/reel-1' }, 'engine/acme/reel-1'],
  loss: [{ kind: 'loss', tenantId }, 'loss/discord:1'],
  write_off: [{ kind: 'write_off' }, 'write_off'],
};

describe('accounts', () => {
  test.each(Object.values(names))('%j is stored as %s, which nothing else is', (account, name) => {
    expect(accountName(account)).toBe(name);
    expect(Object.values(names).filter(([other]) => accountName(other) === name)).toHaveLength(1);
  });
});

describe('moving an amount', () => {
  test('takes from one account what it gives the other', () => {
    expect(move('usd_micro', 70, member, operator)).toEqual([
      { account: member, unit: 'usd_micro', amount: -70 },
      { account: operator, unit: 'usd_micro', amount: 70 },
    ]);
  });

  test('of nothing writes nothing', () => {
    expect(move('videos', 0, member, operator)).toEqual([]);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'of %d throws, so that no fraction or backward move gets into the books',
    (amount) => {
      expect(() => move('usd_micro', amount, member, operator)).toThrow(RangeError);
      expect(() => move('usd_micro', amount, member, operator)).toThrow(`got ${amount}`);
    },
  );
});

describe('balance', () => {
  const amounts = fc.array(fc.record({ unit: fc.constantFrom('usd_micro', 'videos'), amount: fc.nat(10 ** 9) }));

  test('any moves together sum to zero, and one unit taken away is noticed in its unit', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom('usd_micro', 'videos'), (moves, unit) => {
        const postings: Posting[] = moves.flatMap((one) => move(one.unit, one.amount, member, operator));
        expect(unbalancedUnit(postings)).toBeNull();
        expect(unbalancedUnit([...postings, { account: member, unit, amount: 1 }])).toBe(unit);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test('a lack in one unit is not made up for by another', () => {
    const postings: Posting[] = [
      { account: member, unit: 'usd_micro', amount: 1 },
      { account: member, unit: 'videos', amount: -1 },
    ];
    expect(unbalancedUnit(postings)).toBe('usd_micro');
  });
});
