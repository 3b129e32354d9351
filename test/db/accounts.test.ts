import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../src/core/ids.ts';
import { type Account, accountName } from '../../src/core/ledger.ts';
import { accountOf } from '../../src/db/rows/entry-row.ts';
import { sequentialIds } from '../doubles/world.ts';

const ids = sequentialIds();
const tenantId = parseTenantId('discord:81384788765712384');

const accounts: Account[] = [
  { kind: 'member', tenantId, userId: ids.next('user') },
  { kind: 'tenant', tenantId },
  { kind: 'tenant', tenantId: parseTenantId('terminal') },
  { kind: 'operator' },
  { kind: 'hold', jobId: ids.next('job') },
  { kind: 'engine', engine: 'fal/fal-ai/veo3/fast' },
  { kind: 'loss', tenantId },
  { kind: 'write_off' },
  { kind: 'grant', tenantId, grantId: ids.next('grant') },
  { kind: 'granted', tenantId },
  { kind: 'reset', tenantId, userId: ids.next('user'), window: 'week' },
  { kind: 'waived', tenantId },
];

describe('the name of an account', () => {
  it.each(accounts)('leads back to it, so that the ledger can be read: $kind', (account) => {
    expect(accountOf(accountName(account))).toEqual(account);
  });

  it.each([
    '',
    'reset/discord:1/usr_00000000000000000000000001/year',
    'grant/discord:1/gra_1',
    'bank',
    'member/discord:1',
    'hold/',
    'hold/usr_1',
    'engine/x',
    'operator/1',
    'loss/Not A Tenant',
  ])('that is none (%j) is refused', (name) => {
    expect(() => accountOf(name)).toThrow(TypeError);
  });
});
