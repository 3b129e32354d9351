import { describe, expect, test } from 'vitest';
import { parseTenantId } from '../../../src/core/ids.ts';
import { setSettings } from '../../../src/core/usecases/set-settings.ts';
import { showSettings } from '../../../src/core/usecases/show-settings.ts';
import { nothingSetUp } from '../../../src/core/tenant-settings.ts';
import { destination, tenantId, userId } from '../samples.ts';
import { bob, generous, openService } from '../service.ts';

const elsewhere = parseTenantId('discord:2');
const moderator = { userId, role: 'moderator', tenantId } as const;
const change = { channels: ['c1'], priceMaxMicroUsd: 1_000_000 };

describe('how a tenant is set up', () => {
  test.each([
    [{ ...moderator, role: 'member' as const }, tenantId],
    [moderator, elsewhere],
  ])('is for its own moderators and the operator: %j in %s may neither see nor change it', async (by, at) => {
    const { store, clock } = await openService();
    expect(await setSettings({ by, tenantId: at, change, reason: null }, { store, clock })).toEqual({
      kind: 'not_allowed',
    });
    expect(await showSettings({ by, tenantId: at }, { store, clock, rules: generous })).toEqual({
      kind: 'not_allowed',
    });
    expect(await store.audit({ tenantId: at, targetUserId: null, limit: 9 })).toEqual([]);
  });

  test('is changed with who, old, new and why in the audit log; the same again is no change', async () => {
    const { store, clock } = await openService();
    const ask = { by: moderator, tenantId, change, reason: 'the month was dear' };
    const nowMs = clock.nowMs();
    const after = { ...nothingSetUp, ...change, setUpAtMs: nowMs };
    expect(await setSettings(ask, { store, clock })).toEqual({
      kind: 'set',
      changed: true,
      before: nothingSetUp,
      after,
      zoneBefore: 'UTC',
      zoneAfter: 'UTC',
    });
    expect(await setSettings(ask, { store, clock })).toMatchObject({ changed: false, before: after, after });
    expect(await store.audit({ tenantId, targetUserId: null, limit: 9 })).toMatchObject([
      {
        actor: { kind: 'user', userId },
        about: null,
        change: { kind: 'settings', before: nothingSetUp, after },
        reason: 'the month was dear',
      },
    ]);
    const shown = await showSettings({ by: moderator, tenantId }, { store, clock, rules: generous });
    expect(shown).toMatchObject({
      kind: 'settings',
      tenant: { settings: after },
      allowance: { user: null, lines: [] },
      budget: [],
    });
  });

  test('takes the name of a time zone as people write it, and refuses what is none before anything is changed', async () => {
    const { store, clock } = await openService();
    const move = (timeZone: string) =>
      setSettings({ by: moderator, tenantId, change: { timeZone, channels: ['c1'] }, reason: null }, { store, clock });
    expect(await move('Europe/Springfield')).toEqual({ kind: 'no_such_zone', timeZone: 'Europe/Springfield' });
    expect(await store.tenant(tenantId, clock.nowMs())).toMatchObject({ timeZone: 'UTC', settings: nothingSetUp });
    expect(await move('europe/berlin')).toMatchObject({ kind: 'set', zoneBefore: 'UTC', zoneAfter: 'Europe/Berlin' });
  });
});

describe('a request in a tenant with channels of its own', () => {
  async function openWithChannels(...channels: string[]) {
    const service = await openService();
    const { store, clock } = service;
    await setSettings({ by: moderator, tenantId, change: { channels }, reason: null }, { store, clock });
    return service;
  }

  test('is taken there, also in their threads, and refused elsewhere with where to ask, before anything is held', async () => {
    const { request, store } = await openWithChannels('c1', 'c2');
    expect(await request()).toMatchObject({ kind: 'admitted' });
    const thread = { destination: { ...destination, channel: 't1' } };
    expect(await request({}, { ...thread, parentChannel: 'c2' })).toMatchObject({ kind: 'admitted' });
    expect(await request({}, { ...thread, parentChannel: 'c9', person: bob })).toEqual({
      kind: 'refused',
      mayAsk: null,
      refusals: [{ kind: 'channel_not_allowed', channels: ['c1', 'c2'] }],
    });
    expect(await store.checkLedger()).toMatchObject({ entrySets: 2 });
  });

  test('is taken everywhere from the operator, and again from everybody once that is taken back', async () => {
    const { request, store, clock } = await openWithChannels('c2');
    expect(await request({}, { as: 'operator' })).toMatchObject({ kind: 'admitted' });
    expect(await request()).toMatchObject({ refusals: [{ kind: 'channel_not_allowed' }] });
    await setSettings({ by: moderator, tenantId, change: { channels: null }, reason: null }, { store, clock });
    expect(await request()).toMatchObject({ kind: 'admitted' });
  });

  test('that came before is known again by its event, wherever requests are taken now', async () => {
    const { request, store, clock } = await openWithChannels('c1');
    await request({}, { inboundKey: 'discord:once' });
    await setSettings({ by: moderator, tenantId, change: { channels: ['c2'] }, reason: null }, { store, clock });
    expect(await request({}, { inboundKey: 'discord:once' })).toMatchObject({ kind: 'repeated' });
  });
});
